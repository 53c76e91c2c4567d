/* The sender signs with another algorithm, or derives its traffic key for another one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

static const char *const words[KEY_ALGORITHMS] = {
    [KEY_HMAC_SHA_1_96] = "it signs with HMAC-SHA-1",
    [KEY_AES_128_CMAC_96] = "it signs with AES-128-CMAC",
    [KEY_HMAC_SHA_256_96] = "it signs with HMAC-SHA-256 and derives as RFC 5926 does",
    [KEY_HKDF_SHA_256_128] = "it signs with HMAC-SHA-256 and derives with HKDF",
    [KEY_KMAC256_128] = "it signs with KMAC256",
    [KEY_HMAC_MD5_96] = "it signs with HMAC-MD5",
    [KEY_HMAC_SHA_224_96] = "it signs with HMAC-SHA-224",
    [KEY_HMAC_SHA_384_96] = "it signs with HMAC-SHA-384",
    [KEY_HMAC_SHA_512_96] = "it signs with HMAC-SHA-512",
};

static bool ao_algorithm_propose(const struct evidence *evidence, unsigned index,
                                 struct proposal *proposal)
{
    const unsigned candidate = index / KEY_ALGORITHMS;
    const enum key_algorithm algorithm = index % KEY_ALGORITHMS;
    if (candidate >= evidence->flow->candidates->count)
        return false;
    const struct key *key = evidence->flow->candidates->keys[candidate];

    proposal_sign_by_id(proposal, key, evidence);
    proposal->skip |= !words[algorithm] || algorithm == key->algorithm;
    proposal->algorithm = algorithm;
    proposal->detail = words[algorithm];
    return true;
}

const struct hypothesis hypothesis_ao_algorithm = {
    .cause = CAUSE_AO_ALGORITHM,
    .signing = SIGNING_AO,
    .propose = ao_algorithm_propose,
    .is_frugal = true,
};
