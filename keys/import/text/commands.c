/* Reads the text of Junos or VyOS, in braces or as commands, into a hierarchy.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "commands.h"

#include "transcript.h"

/* A configuration being read. */
struct typing {
    const struct command_rules *rules;
    const struct import *import;
    struct branch *root;
    GPtrArray *places; /* struct branch *: those to which "edit" led, ROOT first */
};

/* Returns true if the word at INDEX of STATEMENT, which is at AT, begins a branch that is not
 * read. */
static bool is_passed_over(const struct typing *typing, const struct branch *at,
                           const struct statement *statement, unsigned index)
{
    return at == typing->root &&
           word_is_among(statement_word(statement, index), typing->rules->passed_over);
}

/* Adds a statement in braces and its children below AT. */
static void say_block(const struct typing *typing, struct branch *at,
                      const struct statement *statement)
{
    unsigned index = 0;
    bool inactive = false, gone = false;

    for (;; index++) {
        if (statement_is(statement, index, "inactive:"))
            inactive = true;
        else if (statement_is(statement, index, "delete:"))
            gone = true;
        else if (statement_is(statement, index, "replace:"))
            branch_remove(branch_find(at, statement, index + 1));
        else if (!statement_is(statement, index, "active:") &&
                 !statement_is(statement, index, "protect:"))
            break;
    }
    if (is_passed_over(typing, at, statement, index))
        return;
    if (gone) {
        branch_remove(branch_find(at, statement, index));
        return;
    }
    const struct branch_target place = branch_say(at, statement, index);
    if (inactive && place.end != at)
        place.end->inactive = true;
    for (const struct statement *child = statement->first; child; child = child->next)
        say_block(typing, place.block, child);
}

static struct branch *current(const struct typing *typing)
{
    return typing->places->pdata[typing->places->len - 1];
}

/* Returns the branch one level above AT, which is not the root: in Junos, a list and the name of an
 * entry are one level. */
static struct branch *above(const struct typing *typing, struct branch *at)
{
    struct branch *parent = at->parent;
    return word_is_among(parent->word, typing->rules->lists) ? parent->parent : parent;
}

/* Returns the branch COUNT levels above AT, or one level if COUNT is empty. */
static struct branch *go_up(const struct typing *typing, struct branch *at, struct word count)
{
    uint64_t levels = 1;
    word_number(count, G_MAXUINT8, &levels);
    for (; levels > 0 && at != typing->root; levels--)
        at = above(typing, at);
    return at;
}

/* Carries out the "edit", "top", "up" or "exit" at INDEX. Returns false for other statements. */
static bool move(const struct typing *typing, const struct statement *statement, unsigned index)
{
    GPtrArray *places = typing->places;
    struct branch *at = current(typing);
    const bool exit = statement_is(statement, index, "exit");

    if (statement_is(statement, index, "edit"))
        g_ptr_array_add(places, branch_say(at, statement, index + 1).end);
    else if (statement_is(statement, index, "top") || (exit && typing->rules->exit_to_top))
        g_ptr_array_set_size(places, 1);
    else if (statement_is(statement, index, "up"))
        places->pdata[places->len - 1] = go_up(typing, at, statement_word(statement, index + 1));
    else if (exit)
        g_ptr_array_set_size(places, MAX((int)places->len - 1, 1));
    else
        return false;
    return true;
}

static void change(const struct typing *typing, struct branch *at,
                   const struct statement *statement, unsigned index)
{
    if (statement_is(statement, index, "set")) {
        if (!is_passed_over(typing, at, statement, index + 1))
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

/* Carries out "rename PATH to NAME", which begins at INDEX: the branch to which PATH leads below AT
 * gets the last word of NAME. Adds a problem for commands that are not carried out. Returns false
 * for other statements. */
static bool rearrange(const struct typing *typing, struct branch *at,
                      const struct statement *statement, unsigned index)
{
    const unsigned length = statement_length(statement);
    const bool renames = statement_is(statement, index, "rename"),
               copies = statement_is(statement, index, "copy");
    unsigned to = index + 1;

    while (to < length && !statement_is(statement, to, "to"))
        to++;
    if (statement_match(statement, index, "wildcard delete *") > 0) {
        import_problem(typing->import, statement->line,
                       "keys that this command deletes are read, since it names a pattern");
        return true;
    }
    if (statement_match(statement, index, "replace pattern") > 0 || (copies && to + 1 < length)) {
        import_problem(typing->import, statement->line, "what this command changes is not read");
        return true;
    }
    struct branch *branch =
        renames && to + 1 < length ? branch_find_to(at, statement, index + 1, to) : NULL;
    if (branch && branch->parent)
        branch_rename(branch, statement_word(statement, length - 1));
    return renames;
}

static bool is_command(const struct statement *statement, unsigned index)
{
    static const char *const commands[] = {"set", "delete", "deactivate", "activate", NULL};
    return word_is_among(statement_word(statement, index), commands);
}

void commands_say(struct branch *root, const struct statement *text,
                  const struct command_rules *rules, const struct import *import)
{
    const struct typing typing = {rules, import, root, g_ptr_array_new()};
    g_ptr_array_add(typing.places, root);
    for (const struct statement *statement = text->first; statement; statement = statement->next) {
        const bool top = statement_is(statement, 0, "top") && statement_length(statement) > 1;
        struct branch *at = top ? root : current(&typing);
        struct branch *context = transcript_context(root, statement);

        if (context) {
            g_ptr_array_set_size(typing.places, 1);
            g_ptr_array_add(typing.places, context);
        } else if (is_command(statement, top)) {
            change(&typing, at, statement, top);
        } else if (!rearrange(&typing, at, statement, top) &&
                   (top || !move(&typing, statement, 0))) {
            say_block(&typing, at, statement);
        }
    }
    g_ptr_array_free(typing.places, TRUE);
    import_unclosed(import, text->line);
}
