/* Reads the secrets of EOS, and its profiles of shared secrets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eos-secret.h"

#include "cisco-clock.h"
#include "keys/import/disguise/disguise.h"
#include "keys/import/model/chain.h"
#include "keys/import/model/key-words.h"
#include "keys/import/removed.h"

bool eos_is_type(struct word word)
{
    return word_is(word, "0") || word_is(word, "7") || word_is(word, "8a");
}

/* Returns true if WORD is encrypted with the key that all secrets of a switch share, as "$1c$"
 * marks it. */
static bool is_under_common_key(struct word word, struct word owner)
{
    return owner.length == 0 || word_begins(word, "$1c$");
}

void eos_set_secret(struct key *key, struct word type, struct word word, struct word owner)
{
    key->withheld = removed_reason(word.at, word.length);
    if (key->withheld)
        return;
    if (word_is(type, "8a"))
        key->withheld = "type 8a secrets need the switch's own key";
    else if (!word_is(type, "7"))
        key->secret = secret_new(word.at, word.length);
    else if (is_under_common_key(word, owner))
        key->withheld = "type 7 secrets under the common key cannot be undone";
    else if ((key->secret = disguise_arista7(word, owner)))
        key->disguise = secret_from_word(word);
    else
        key->withheld = "it is not the type 7 password of this neighbor or peer group";
}

struct profiles {
    const struct import *import;
    struct cisco_clock clock;
    struct hierarchy *tree; /* profiles, in them "secret" and the ids of the secrets */
    struct chains *chains;
};

static const char unreadable[] = "the secret or its lifetime cannot be read";

/* Returns the text after the time at the beginning of TEXT, such as "2026-12-31 23:59:59" or
 * "12/31/2026 23:59:59", or NULL if it is none. */
static const char *read_moment(const char *text, int64_t *moment)
{
    const char *end = moment_read(text, "%Y-%m-%d %H:%M:%S", moment);
    return end ? end : moment_read(text, "%m/%d/%Y %H:%M:%S", moment);
}

/* Reads "infinite", or a beginning and an end, which may be "infinite". */
static bool read_lifetime(const struct branch *words, struct lifetime *lifetime, void *data)
{
    struct profiles *profiles = data;
    char *text = branch_text(words);
    const bool limited = !g_str_has_prefix(text, "infinite");
    const char *end = limited ? read_moment(text, &lifetime->from) : text;
    const bool ends = limited && end && !g_str_has_prefix(end, " infinite");
    if (ends)
        end = *end == ' ' ? read_moment(end + 1, &lifetime->until) : NULL;
    if (end && branch_get(words->parent->parent, "local-time")) {
        if (limited)
            lifetime->from = cisco_clock_utc(&profiles->clock, lifetime->from, profiles->import);
        if (ends)
            lifetime->until = cisco_clock_utc(&profiles->clock, lifetime->until, profiles->import);
    }
    g_free(text);
    return end;
}

/* "[TYPE] WORD" */
static bool read_secret(const struct branch *secret, struct key *key, const struct import *import)
{
    const struct branch *first = branch_first(secret), *second = branch_first(first);
    const struct word none = {.at = ""};
    if (first)
        eos_set_secret(key, second ? first->word : none, (second ? second : first)->word, none);
    else
        import_problem(import, secret->line, "%s", unreadable);
    return first;
}

static const struct chain_row row = {
    .directions = (const struct chain_direction[]){{"secret", NULL, true, true}, {0}},
    .secrets = {"secret"},
    .empty_secrets = true,
    .only_ao = true,
    .numbers_are_ids = true,
    .bad_id = "a key id is a number from 0 to 255, or *",
    .sent = "transmit-lifetime",
    .accepted = "receive-lifetime",
    .lifetimes_alike = true,
    .read_lifetime = read_lifetime,
    .bad_time = unreadable,
};

struct profiles *profiles_new(struct budget *budget)
{
    static const char *const single[] = {"receive-lifetime", "transmit-lifetime", NULL};
    struct profiles *profiles = g_new0(struct profiles, 1);
    profiles->import = budget->import;
    profiles->tree = hierarchy_new(&(struct hierarchy_words){.single = single});
    profiles->chains = chains_new(&row, read_secret, budget, profiles);
    return profiles;
}

void profiles_free(struct profiles *profiles)
{
    cisco_clock_clear(&profiles->clock);
    chains_free(profiles->chains);
    hierarchy_free(profiles->tree);
    g_free(profiles);
}

void profiles_set_zone(struct profiles *profiles, const struct statement *clock)
{
    profiles->clock.zone = clock;
}

static bool begins_lifetimes(struct word word)
{
    return word.length == 0 || word_is(word, "receive-lifetime") ||
           word_is(word, "transmit-lifetime") || word_is(word, "infinite");
}

void profiles_remove(struct profiles *profiles, struct word name, struct word id)
{
    struct branch *root = hierarchy_root(profiles->tree);
    if (id.length > 0)
        branch_forget(branch_child(branch_child(root, name), word_from("secret")), id);
    else
        branch_forget(root, name);
}

/* A secret replaces the one with the same id, as in EOS. */
void profiles_add(struct profiles *profiles, struct word name, const struct statement *statement)
{
    const struct word id = statement_word(statement, 1), type = statement_word(statement, 2);
    const bool typed = eos_is_type(type) && !begins_lifetimes(statement_word(statement, 3));
    const struct word word = statement_word(statement, 2 + typed);
    const unsigned line = statement->line;

    profiles_remove(profiles, name, id);
    struct branch *profile = branch_add(hierarchy_root(profiles->tree), name, line);
    struct branch *entry = branch_add(branch_add(profile, word_from("secret"), line), id, line);
    struct branch *secret = branch_add(entry, word_from("secret"), line);
    if (!begins_lifetimes(word))
        branch_add(typed ? branch_add(secret, type, line) : secret, word, line);
    branch_say(entry, statement, 3 + typed);
    if (statement_is(statement, statement_length(statement) - 1, "local-time"))
        branch_add(entry, word_from("local-time"), line);
}

/* EOS has no option to exclude TCP options from the MAC. */
bool profiles_add_keys(const struct profiles *profiles, const struct peering *peering,
                       const struct statement *statement, unsigned index)
{
    const struct branch *profile =
        branch_get_word(hierarchy_root(profiles->tree), statement_word(statement, index + 2));
    const struct chain_use use = {.ao = true,
                                  .algorithm = statement_word(statement, index + 4),
                                  .options = KEY_OPTIONS_INCLUDED};
    if (profile)
        chains_add_copies(profiles->chains, peering, profile, &use, statement->line);
    else
        import_problem(profiles->import, statement->line,
                       "this profile of shared secrets does not exist");
    return profile;
}
