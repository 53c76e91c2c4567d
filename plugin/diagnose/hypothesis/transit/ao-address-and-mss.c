/* An address and the MSS of a SYN were rewritten at once, although the MAC covers the options: by a
 * firewall that translates addresses and clamps the MSS. Tries the usual MSS with each of few
 * addresses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/addresses.h"
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include "plugin/verify/option.h"

/* Those of Ethernet, with IPv4 and IPv6, and of jumbo frames. */
static const uint16_t usual[] = {1460, 1440, 8960, 1448, 1428};

#define USUAL G_N_ELEMENTS(usual)

static bool ao_address_and_mss_propose(const struct evidence *evidence, unsigned index,
                                       struct proposal *proposal)
{
    const struct span *options = &proposal->message.options;
    const unsigned at = index / USUAL / 2;
    const bool of_source = index / USUAL % 2 == 0;

    if (at >= addresses_choice(evidence->addresses) || !evidence_has_covered(evidence) ||
        !segment_has_syn(evidence->segment) ||
        option_find(options->bytes, options->length, OPTION_MSS, OPTION_MSS_LENGTH) ==
            options->length)
        return false;
    const struct ip_address *address = addresses_chosen(evidence->addresses, at);
    proposal->skip |= !address;
    if (!proposal->skip)
        proposal_set_addresses(proposal, of_source ? address : NULL, of_source ? NULL : address);
    if (!proposal->skip)
        proposal_set_original(proposal, ORIGINAL_MSS, usual[index % USUAL]);
    proposal->cause = of_source ? CAUSE_SOURCE_ADDRESS : CAUSE_DESTINATION_ADDRESS;
    proposal->detail = "the MSS was rewritten, too";
    proposal->cure = "exempt the session from NAT and from MSS clamping";
    return true;
}

const struct hypothesis hypothesis_ao_address_and_mss = {
    .cause = CAUSE_SOURCE_ADDRESS,
    .signing = SIGNING_AO,
    .propose = ao_address_and_mss_propose,
    .is_long = true,
};
