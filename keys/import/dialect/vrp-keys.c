/* Reads the key chains of Huawei VRP, and its policies for TCP-AO, into branches.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vrp.h"

/* Reads a line of a key, of a key chain or of a policy: "key-string plain SECRET", "send-time ...",
 * or "send-id 1 receive-id 2", which may be two lines. The first of several lines counts. */
static void say_key_line(struct branch *key, const struct statement *line)
{
    static const char *const ids[] = {"send-id", "receive-id"};
    bool is_id = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(ids); i++) {
        const unsigned index = vrp_index_after(line, ids[i]);
        is_id |= index > 0;
        if (index > 0 && !branch_child(key, word_from(ids[i])))
            branch_set(key, ids[i], statement_word(line, index), line->line);
    }
    if (is_id || branch_child(key, statement_word(line, 0)))
        return;
    struct branch *word = branch_add(key, statement_word(line, 0), line->line);
    if (statement_is(line, 0, "key-string"))
        vrp_set_secret(key, "key-string", line, 1, 2);
    else if (statement_is(line, 0, "algorithm"))
        branch_add(word, statement_word(line, 1), line->line);
    else if (statement_matches(line, "binding keychain"))
        branch_add(word, statement_word(line, 2), line->line);
    else
        branch_add(word, statement_rest(line, 1), line->line);
}

/* Returns the branch NAME below AT, a new one in place of any there. */
static struct branch *set_block(struct branch *at, struct word name, unsigned line)
{
    branch_forget(at, name);
    return branch_add(at, name, line);
}

void vrp_say_keys(struct branch *root, const char *list, struct word name,
                  const struct statement *block)
{
    struct branch *said = set_block(vrp_add(root, list, block->line), name, block->line);
    struct branch *keys = vrp_add(said, "key-id", block->line);
    for (const struct statement *line = block->first; line; line = line->next) {
        struct branch *key = said;
        if (statement_is(line, 0, "key-id"))
            key = branch_add(keys, statement_word(line, 1), line->line);
        else
            say_key_line(said, line);
        for (const struct statement *inner = line->first; key != said && inner; inner = inner->next)
            say_key_line(key, inner);
    }
}

/* Copies to TO the values of WORDS, the last of which is NULL, below FROM. */
static void copy(struct branch *to, const struct branch *from, const char *const *words)
{
    for (; *words; words++) {
        const struct branch *value = branch_value(from, *words), *kind = branch_first(value);
        branch_forget(to, word_from(*words));
        struct branch *copied = value ? branch_set(to, *words, value->word, value->line) : NULL;
        if (kind)
            branch_add(copied, kind->word, kind->line);
    }
}

/* Adds to POLICY and its keys what its key chain and the keys there with the same numbers have.
 * Removes it if it has no key chain. */
static void say_chain(const struct branch *chains, struct branch *policy)
{
    static const char *const own[] = {"receive-tolerance", "time", NULL};
    static const char *const lines[] = {"algorithm", "key-string", "send-time", "receive-time",
                                        NULL};
    const struct branch *binding = branch_value(policy, "binding");
    const struct branch *chain = binding ? branch_get_word(chains, binding->word) : NULL;
    struct branch *key = chain ? (struct branch *)branch_value(policy, "key-id") : NULL;

    if (!chain) {
        branch_remove(policy);
        return;
    }
    copy(policy, chain, own);
    for (; key; key = (struct branch *)branch_next(key))
        copy(key, branch_get_word(branch_get(chain, "key-id"), key->word), lines);
}

void vrp_say_chains(struct branch *root)
{
    struct branch *policy = (struct branch *)branch_value(root, "policy");
    for (; policy; policy = (struct branch *)branch_next(policy))
        say_chain(branch_get(root, "keychain"), policy);
}
