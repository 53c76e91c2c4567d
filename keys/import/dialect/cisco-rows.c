/* Reads the sessions of Cisco's systems that nest their lines, by rows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco-rows.h"

static void add_secret(const struct rows *rows, const struct peering *peering,
                       const struct branch *secret)
{
    const struct branch *value = branch_first(secret);
    const struct word none = {.at = ""};
    const struct cisco_secret read = {value ? value->line : secret->line, secret->word,
                                      value ? value->word : none};
    struct cisco *cisco = rows->data;
    const bool off = cisco->rules & CISCO_KINDS_IN_WORDS && word_is(read.text, "disable");
    if (!off)
        cisco_add_keys(cisco, peering, &read);
    else if (branch_value(secret->parent->parent, "password"))
        import_problem(cisco->import, read.line,
                       "this neighbor signs nothing, so unsigned segments of the neighbors that "
                       "have the common password are not reported");
}

/* The words that take one value. */
static const char *const single[] = {"password",      "password6",      "ao",
                                     "keychain",      "tcp-ao",         "remote-as",
                                     "update-source", "connect-source", NULL};

static const struct dialect_rows dialect = {.single = single,
                                            .texts = single,
                                            .add = add_secret,
                                            .refuses = "inheritance-disable",
                                            .hidden = true};

void cisco_read_rows(struct cisco *cisco, size_t length, const struct row *const *protocols)
{
    struct rows *rows = rows_new(&dialect, length, cisco->import);
    rows->data = cisco;
    rows_say_lines(rows, cisco->root);
    for (; *protocols; protocols++) {
        rows_read_by(rows, *protocols, rows->root, NULL);
        rows_add_keys(rows);
    }
    rows_import(rows);
}
