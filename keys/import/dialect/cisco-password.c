/* Reads a password as Cisco's systems write it: with its type before it, or literally.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"

#include "keys/import/disguise/disguise.h"
#include "keys/import/model/key-words.h"

static const char master_key[] = "type 6 passwords need the router's master key";
static const char type_3[] = "type 3 passwords are encrypted with a key that is not public";
static const char not_type_7[] = "it is not Cisco's type 7, but another vendor's or damaged";
static const char unknown_type[] = "passwords of this type cannot be undone";

static bool malformed(const struct cisco *cisco, const struct statement *statement,
                      const char *problem)
{
    import_problem(cisco->import, statement->line, "%s", problem);
    return false;
}

static bool plain(const struct cisco *cisco, const struct statement *statement, struct word text,
                  struct key *key)
{
    if (text.length == 0)
        return malformed(cisco, statement, "a password is missing");
    key->withheld = secret_removed(text);
    if (!key->withheld)
        key->secret = secret_new(text.at, text.length);
    return true;
}

static bool disguised(const struct cisco *cisco, const struct statement *statement,
                      struct word text, struct key *key)
{
    if (text.length == 0)
        return malformed(cisco, statement, "a password is missing");
    key->withheld = secret_removed(text);
    if (!key->withheld)
        key->secret = disguise_cisco7(text);
    if (key->secret)
        key->disguise = secret_from_word(text);
    else if (!key->withheld)
        key->withheld = not_type_7;
    return true;
}

/* Reads a password after a single digit, its type, or without one. */
static bool typed(const struct cisco *cisco, const struct statement *statement, unsigned index,
                  struct key *key)
{
    const struct word type = statement_word(statement, index);
    if (type.length != 1 || !g_ascii_isdigit(*type.at))
        return plain(cisco, statement, statement_rest(statement, index), key);

    const struct word text = statement_rest(statement, index + 1);
    if (text.length == 0 || *type.at == '0')
        return plain(cisco, statement, text, key);
    if (*type.at == '7')
        return disguised(cisco, statement, text, key);
    key->withheld = *type.at == '6' ? master_key : *type.at == '3' ? type_3 : unknown_type;
    return true;
}

static bool in_words(const struct cisco *cisco, const struct statement *statement, unsigned index,
                     struct key *key)
{
    const struct word text = statement_rest(statement, index + 1);

    if (statement_is(statement, index - 1, "password6") ||
        statement_is(statement, index, "password6")) {
        key->withheld = master_key;
        return true;
    }
    if (statement_is(statement, index, "clear"))
        return plain(cisco, statement, text, key);
    if (statement_is(statement, index, "encrypted") || statement_is(statement, index, "password"))
        return disguised(cisco, statement, text, key);
    return typed(cisco, statement, index, key);
}

bool cisco_password(const struct cisco *cisco, const struct statement *statement, unsigned index,
                    struct key *key)
{
    return cisco->rules & CISCO_KINDS_IN_WORDS ? in_words(cisco, statement, index, key)
                                               : typed(cisco, statement, index, key);
}
