/* Several settings of a key differ at once: the options it covers, its KeyID, its algorithm.
 *
 * Each setting alone has a hypothesis of its own.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#include "plugin/verify/kdf.h"

#define EXTENSIONS     3 /* the known extension, 0 and 1 */
#define MANNERS        (2 * EXTENSIONS)
#define GUESSES_OF_KEY (MANNERS * KEY_ALGORITHMS)

/* The settings that differ. */
struct differences {
    bool extension, options, key_id, algorithm;
};

/* Returns words for DIFFERENCES; NULL if none or only one differs. Returns a static string. */
static const char *differing_settings(struct differences differences)
{
    static const char *const texts[2][2][2][2] = {
        {{{NULL, NULL}, {NULL, "its KeyID and its algorithm"}},
         {{NULL, "the options it covers and its algorithm"},
          {"the options it covers and its KeyID",
           "the options it covers, its KeyID and its algorithm"}}},
        {{{NULL, "its algorithm and its sequence number extension"},
          {"its KeyID and its sequence number extension",
           "its KeyID, its algorithm and its sequence number extension"}},
         {{"the options it covers and its sequence number extension",
           "the options it covers, its algorithm and its sequence number extension"},
          {"the options it covers, its KeyID and its sequence number extension",
           "the options it covers, its KeyID, its algorithm and its sequence number extension"}}},
    };
    return texts[differences.extension][differences.options][differences.key_id]
                [differences.algorithm];
}

/* Proposes guess GUESS at the extension. Proposes nothing if that is the known one. */
static void extend_guess(struct proposal *proposal, unsigned guess)
{
    if (guess == 0)
        return;
    proposal->skip |= proposal->ao.sne == guess - 1;
    proposal_set_original(proposal, ORIGINAL_SNE, guess - 1);
}

static bool ao_settings_propose(const struct evidence *evidence, unsigned index,
                                struct proposal *proposal)
{
    const unsigned candidate = index / GUESSES_OF_KEY, manner = index / KEY_ALGORITHMS % MANNERS;
    const enum key_algorithm algorithm = index % KEY_ALGORITHMS;
    if (candidate >= evidence->flow->candidates->count)
        return false;
    const struct key *key = evidence->flow->candidates->keys[candidate];
    const struct differences differences = {
        .extension = manner >= 2,
        .options = manner % 2 && key->options != KEY_ANY_OPTIONS && !evidence_is_bare(evidence),
        .key_id = !evidence_has_id_of(evidence, key),
        .algorithm = algorithm != kdf_algorithm(key->algorithm),
    };

    proposal_sign(proposal, key);
    if (differences.options)
        proposal->ao.options = ao_other_options(key->options);
    extend_guess(proposal, manner / 2);
    proposal->algorithm = differences.algorithm ? algorithm : KEY_MD5;
    proposal->detail = differing_settings(differences);
    proposal->skip |= algorithm == KEY_MD5 || algorithm != kdf_algorithm(algorithm) ||
                      !proposal->detail || (manner % 2 && !differences.options) ||
                      !key_is_valid_at(key, evidence->segment->time);
    return true;
}

const struct hypothesis hypothesis_ao_settings = {
    .cause = CAUSE_AO_SETTINGS,
    .signing = SIGNING_AO,
    .propose = ao_settings_propose,
};
