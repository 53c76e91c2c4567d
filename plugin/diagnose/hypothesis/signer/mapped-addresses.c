/* The signer's pseudo-header has IPv4-mapped IPv6 addresses, RFC 4291 section 2.5.5.2.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include <string.h>

static struct ip_address mapped_address(const struct ip_address *address)
{
    struct ip_address result = {16, {[10] = 0xff, [11] = 0xff}};
    memcpy(result.bytes + 12, address->bytes, 4);
    return result;
}

static bool mapped_addresses_propose(const struct evidence *evidence, unsigned index,
                                     struct proposal *proposal)
{
    proposal->skip = evidence->segment->from.address.length != 4;
    proposal->message.from = mapped_address(&evidence->segment->from.address);
    proposal->message.to = mapped_address(&evidence->segment->to.address);
    return index == 0;
}

const struct hypothesis hypothesis_mapped_addresses = {
    .cause = CAUSE_MAPPED_ADDRESSES,
    .propose = mapped_addresses_propose,
};
