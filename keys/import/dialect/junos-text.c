/* Reads the text of Junos, in braces or as commands, into a hierarchy.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "junos-text.h"

#include "keys/import/text/rearrange.h"
#include "keys/import/text/transcript.h"

/* Returns true for branches that have no keys and may be large. */
static bool is_passed_over(struct word word)
{
    static const char *const words[] = {
        "applications", "class-of-service", "firewall", "interfaces", "policy-options",
        "snmp",         "system",           "vlans",    NULL};
    unsigned i = 0;
    while (words[i] && !word_is(word, words[i]))
        i++;
    return words[i] != NULL;
}

static void remove_branch(struct branch *branch)
{
    if (branch)
        branch_remove(branch);
}

/* Adds a statement in braces and its children below AT. */
static void say_block(struct branch *at, const struct statement *statement)
{
    unsigned index = 0;
    bool inactive = false, gone = false;

    for (;; index++) {
        if (statement_is(statement, index, "inactive:"))
            inactive = true;
        else if (statement_is(statement, index, "delete:"))
            gone = true;
        else if (statement_is(statement, index, "replace:"))
            remove_branch(branch_find(at, statement, index + 1));
        else if (!statement_is(statement, index, "active:") &&
                 !statement_is(statement, index, "protect:"))
            break;
    }
    if (!at->parent && is_passed_over(statement_word(statement, index)))
        return;
    if (gone) {
        remove_branch(branch_find(at, statement, index));
        return;
    }
    const struct branch_target place = branch_say(at, statement, index);
    if (inactive && place.end != at)
        place.end->inactive = true;
    for (const struct statement *child = statement->first; child; child = child->next)
        say_block(place.block, child);
}

/* A session of typed commands: the branches to which "edit" led, the root first. */
struct typing {
    GPtrArray *places; /* struct branch * */
};

static struct branch *current(const struct typing *typing)
{
    return typing->places->pdata[typing->places->len - 1];
}

static bool move(struct typing *typing, const struct statement *statement, unsigned index)
{
    if (statement_is(statement, index, "edit"))
        g_ptr_array_add(typing->places, branch_say(current(typing), statement, index + 1).end);
    else if (statement_is(statement, index, "top"))
        g_ptr_array_set_size(typing->places, 1);
    else if (statement_is(statement, index, "exit") || statement_is(statement, index, "up"))
        g_ptr_array_set_size(typing->places, MAX((int)typing->places->len - 1, 1));
    else
        return false;
    return true;
}

static void change(struct branch *at, const struct statement *statement, unsigned index)
{
    if (statement_is(statement, index, "set")) {
        if (at->parent || !is_passed_over(statement_word(statement, index + 1)))
            branch_say(at, statement, index + 1);
        return;
    }
    struct branch *branch = branch_find(at, statement, index + 1);
    if (!branch || branch == at)
        return;
    if (statement_is(statement, index, "delete"))
        branch_remove(branch);
    else
        branch->inactive = statement_is(statement, index, "deactivate");
}

static bool is_command(const struct statement *statement, unsigned index)
{
    static const char *const commands[] = {"set", "delete", "deactivate", "activate"};
    for (unsigned i = 0; i < G_N_ELEMENTS(commands); i++)
        if (statement_is(statement, index, commands[i]))
            return true;
    return false;
}

void junos_text_say(struct branch *root, const struct statement *text, const struct import *import)
{
    struct typing typing = {g_ptr_array_new()};
    g_ptr_array_add(typing.places, root);
    for (const struct statement *statement = text->first; statement; statement = statement->next) {
        const bool top = statement_is(statement, 0, "top") && statement_length(statement) > 1;
        struct branch *at = top ? root : current(&typing);
        struct branch *context = transcript_context(root, statement);

        if (context) {
            g_ptr_array_set_size(typing.places, 1);
            g_ptr_array_add(typing.places, context);
        } else if (is_command(statement, top)) {
            change(at, statement, top);
        } else if (statement_matches(statement, "wildcard delete *")) {
            import_problem(import, statement->line,
                           "keys that this command deletes are read, since it names a pattern");
        } else if (!rearrange(at, statement, top, import) &&
                   (top || !move(&typing, statement, 0))) {
            say_block(at, statement);
        }
    }
    g_ptr_array_free(typing.places, TRUE);
}
