/* The verdict on one segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verify.h"

#include "protocol.h"

#include <string.h>

static struct finding unverified(enum signing signing, enum reason reason)
{
    return (struct finding){.verdict = VERDICT_UNVERIFIED, .signing = signing, .reason = reason};
}

enum signing verify_signing(const struct signature_options *options)
{
    if (options->md5 > 0)
        return SIGNING_MD5;
    return options->ao > 0 ? SIGNING_AO : SIGNING_NONE;
}

/* Why the segment cannot be judged, whatever keys there are. */
static enum reason obstacle(const struct segment *segment, enum signing signing)
{
    if (segment_is_cut_short(segment))
        return REASON_CUT_SHORT;
    if (segment->fragment)
        return REASON_FRAGMENT_MISSING;
    return signing == SIGNING_AO ? REASON_AO_NOT_SUPPORTED : REASON_NONE;
}

static bool serves(const struct key *key, const struct segment *segment)
{
    return key->algorithm == KEY_MD5 && key_is_valid_at(key, segment->time);
}

/* Tries every key that was valid. The key and digest kept are those that verify; else, if a key's
 * secret is not known, that key, since it could be the one; else the first tried. */
static struct finding try_keys(const struct segment *segment, const uint8_t *received,
                               const struct candidates *candidates, struct md5 *md5)
{
    struct finding finding = {.verdict = VERDICT_BAD, .signing = SIGNING_MD5};
    const struct key *first = NULL, *unknown = NULL;

    const struct message message = message_of(segment);
    md5_begin(md5);
    md5_absorb(md5, &message);
    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        uint8_t digest[DIGEST_LENGTH];

        if (!serves(key, segment))
            continue;
        if (!first)
            first = key;
        if (!key->secret) {
            unknown = key;
            continue;
        }
        if (i + 1 == candidates->count)
            md5_last_digest(md5, key->secret, digest);
        else
            md5_digest(md5, &message, key->secret, digest);
        const bool verifies = memcmp(digest, received, DIGEST_LENGTH) == 0;
        if (finding.tried++ == 0 || verifies) {
            finding.key = key;
            memcpy(finding.calculated, digest, DIGEST_LENGTH);
        }
        if (verifies) {
            finding.verdict = VERDICT_GOOD;
            finding.not_longest_match = key_specificity(first) > key_specificity(key);
            return finding;
        }
    }
    if (!unknown)
        return finding;
    return (struct finding){.verdict = VERDICT_UNVERIFIED,
                            .signing = SIGNING_MD5,
                            .reason = REASON_SECRET_UNKNOWN,
                            .key = unknown};
}

static bool any_for_md5(const struct candidates *candidates)
{
    for (unsigned i = 0; i < candidates->count; i++)
        if (candidates->keys[i]->algorithm == KEY_MD5)
            return true;
    return false;
}

struct finding verify_signed(const struct segment *segment, const struct signature_options *options,
                             const struct candidates *candidates, struct md5 *md5)
{
    const enum signing signing = verify_signing(options);
    if (segment->quoted)
        return unverified(signing, REASON_QUOTED);
    if (options->defect != REASON_NONE)
        return (struct finding){
            .verdict = VERDICT_ILLEGAL, .signing = signing, .reason = options->defect};

    const enum reason reason = obstacle(segment, signing);
    if (reason != REASON_NONE)
        return unverified(signing, reason);

    const bool tries = any_for_md5(candidates);
    if (tries && !md5)
        return unverified(signing, REASON_MD5_FORBIDDEN);
    const struct finding finding = tries
                                       ? try_keys(segment, option_digest(options), candidates, md5)
                                       : unverified(signing, REASON_NO_KEY);
    if (candidates->locked && finding.verdict != VERDICT_GOOD)
        return unverified(signing, REASON_KEYRING_LOCKED);
    return finding.key || !tries ? finding : unverified(signing, REASON_KEY_NOT_VALID);
}

/* Does KEY say itself that SEGMENT's connection is signed? A key without a port is meant for those
 * alone whose protocols sign. */
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

/* Is it the keys that FINDING hangs on? */
static bool rests_on_keys(const struct finding *finding)
{
    switch (finding->reason) {
    case REASON_NONE:
        return finding->verdict == VERDICT_BAD;
    case REASON_AO_NOT_SUPPORTED:
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
        *finding = unverified(finding->signing, REASON_UNEXPECTED);
}

static enum signing signing_by(const struct key *key)
{
    return key->algorithm == KEY_MD5 ? SIGNING_MD5 : SIGNING_AO;
}

/* The first key that says the segment should be signed, and as its connection is if that is known.
 */
static const struct key *demanding_key(const struct segment *segment,
                                       const struct candidates *candidates, enum signing signing)
{
    for (unsigned i = 0; i < candidates->count; i++) {
        const struct key *key = candidates->keys[i];
        if (key_is_valid_at(key, segment->time) && names_port(key, segment) &&
            (signing == SIGNING_NONE || signing == signing_by(key)))
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
        return unverified(signing, REASON_CUT_SHORT);
    return (struct finding){.verdict = VERDICT_NOT_PRESENT,
                            .signing = signing,
                            .reason = key ? REASON_KEY_CONFIGURED : REASON_CONNECTION_SIGNED,
                            .key = key};
}
