/* Several settings of a key differ at once: the options it covers, its KeyID, its algorithm.
 *
 * Each setting alone has a hypothesis of its own.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hypothesis.h"

#define WITH_OPTIONS   1 /* bits of a guess's index: the options are covered differently ... */
#define WITH_SNE       2 /* ... and the extension is 0 instead of the known one */
#define MANNERS        4
#define GUESSES_OF_KEY (MANNERS * KEY_ALGORITHMS)

static const char *words(bool options, bool key_id, bool algorithm)
{
    static const char *const texts[2][2][2] = {
        {{NULL, NULL}, {NULL, "its KeyID and its algorithm"}},
        {{NULL, "the options it covers and its algorithm"},
         {"the options it covers and its KeyID",
          "the options it covers, its KeyID and its algorithm"}},
    };
    return texts[options][key_id][algorithm];
}

static bool ao_settings_propose(const struct evidence *evidence, unsigned place,
                                struct proposal *proposal)
{
    const unsigned index = place / GUESSES_OF_KEY, manner = place / KEY_ALGORITHMS % MANNERS;
    const enum key_algorithm algorithm = place % KEY_ALGORITHMS;
    if (index >= evidence->candidates->count)
        return false;
    const struct key *key = evidence->candidates->keys[index];
    const bool options = manner & WITH_OPTIONS && key->options != KEY_ANY_OPTIONS;

    proposal_sign(proposal, key);
    if (options)
        proposal->ao.options = ao_other_options(key->options);
    if (manner & WITH_SNE)
        proposal_was(proposal, ORIGINAL_SNE, 0);
    proposal->algorithm = algorithm == key->algorithm ? KEY_MD5 : algorithm;
    proposal->detail = words(options, !evidence_has_id_of(evidence, key), proposal->algorithm);
    proposal->skip |=
        algorithm == KEY_MD5 || !proposal->detail || !key_is_valid_at(key, evidence->segment->time);
    return true;
}

const struct hypothesis hypothesis_ao_settings = {
    .cause = CAUSE_AO_SETTINGS,
    .signing = SIGNING_AO,
    .propose = ao_settings_propose,
};
