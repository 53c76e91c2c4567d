/* The verdict on one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verify.h"

#include "choice.h"
#include "protocol.h"

enum signing verify_signing(const struct signature_options *options)
{
    if (options->md5 > 0)
        return SIGNING_MD5;
    return options->ao > 0 ? SIGNING_AO : SIGNING_NONE;
}

/* Returns the reason for which the segment cannot be checked with any key, or REASON_NONE. */
static enum reason obstacle_reason(const struct segment *segment,
                                   const struct signature_options *options)
{
    if (segment->quoted)
        return REASON_QUOTED;
    if (options->defect != REASON_NONE)
        return options->defect;
    if (segment_is_cut_short(segment))
        return REASON_CUT_SHORT;
    if (segment->fragment)
        return REASON_FRAGMENT_MISSING;
    return options->signature.length == 0 ? REASON_NO_MAC : REASON_NONE;
}

struct finding verify_signed(const struct segment *segment, const struct signature_options *options,
                             const struct flow *flow, struct hasher *hasher)
{
    const struct choice choice = {
        .segment = segment,
        .signature = &options->signature,
        .flow = flow,
        .hasher = hasher,
        .signing = verify_signing(options),
    };
    struct finding finding = finding_unverified(choice.signing, obstacle_reason(segment, options));

    if (finding.reason == REASON_NONE) {
        choice_verify(&choice, &finding);
        if (flow->candidates->locked && finding.verdict != VERDICT_GOOD)
            finding = finding_unverified(choice.signing, REASON_KEYRING_LOCKED);
    } else if (finding.reason == options->defect) {
        finding.verdict = VERDICT_ILLEGAL;
    }
    return finding;
}

/* Returns true if KEY itself requires SEGMENT's connection to be signed. A key without a port
 * requires it only for protocols that are signed by custom. */
static bool names_port(const struct key *key, const struct segment *segment)
{
    return key->port != KEY_ANY_PORT || protocol_name(segment->from.port) ||
           protocol_name(segment->to.port);
}

static bool any_names_port(const struct candidates *candidates, const struct segment *segment)
{
    for (unsigned i = 0; i < candidates->count; i++)
        if (names_port(candidates->keys[i], segment))
            return true;
    return false;
}

/* Returns true if other keys could change FINDING. */
static bool rests_on_keys(const struct finding *finding)
{
    switch (finding->reason) {
    case REASON_NONE:
        return finding->verdict == VERDICT_BAD;
    case REASON_ALGORITHM_MISSING:
    case REASON_ISN_UNKNOWN:
    case REASON_KEY_ID_UNKNOWN:
    case REASON_NO_KEY:
    case REASON_KEY_NOT_VALID:
    case REASON_SECRET_UNKNOWN:
    case REASON_MD5_FORBIDDEN:
        return true;
    default:
        return false;
    }
}

void verify_stray(const struct segment *segment, const struct candidates *candidates,
                  struct finding *finding)
{
    if (rests_on_keys(finding) && !candidates->locked && !any_names_port(candidates, segment))
        *finding = finding_unverified(finding->signing, REASON_UNEXPECTED);
}

static enum signing signing_by(const struct key *key)
{
    return schemes[key->algorithm].signing;
}

/* Returns the first key that requires the segment to be signed, with the connection's kind of
 * signature if that is known. Returns NULL if there is none. */
static const struct key *demanding_key(const struct segment *segment,
                                       const struct candidates *candidates, enum signing signing)
{
    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        if (key->signature == KEY_SIGNATURE_REQUIRED && key_is_valid_at(key, segment->time) &&
            names_port(key, segment) && (signing == SIGNING_NONE || signing == signing_by(key)))
            return key;
    }
    return NULL;
}

struct finding verify_unsigned(const struct segment *segment,
                               const struct signature_options *options,
                               const struct candidates *candidates, enum signing signing)
{
    const struct key *key = demanding_key(segment, candidates, signing);
    if (segment->quoted || (!key && signing == SIGNING_NONE))
        return (struct finding){.verdict = VERDICT_NONE};
    if (signing == SIGNING_NONE)
        signing = signing_by(key);
    if (options->cut)
        return finding_unverified(signing, REASON_CUT_SHORT);
    return (struct finding){.verdict = VERDICT_NOT_PRESENT,
                            .signing = signing,
                            .reason = key ? REASON_KEY_CONFIGURED : REASON_CONNECTION_SIGNED,
                            .key = key};
}
