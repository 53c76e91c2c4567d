/* Reads the secrets of Huawei VRP and HPE Comware.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vrp-secret.h"

#include "keys/import/model/key-words.h"

#include <string.h>

/* Returns true if WORD is enciphered as before V200R001: each 16 bytes became 24 characters from
 * "!" to "a". */
static bool is_old_cipher(struct word word)
{
    if (word.length < 24 || word.length % 4 != 0)
        return false;
    for (size_t i = 0; i < word.length; i++)
        if (word.at[i] < '!' || word.at[i] > 'a')
            return false;
    return true;
}

/* Returns true if WORD is enciphered. A secret after "cipher" need not be: it may be typed in clear
 * text. */
static bool is_ciphered(struct word word)
{
    static const char *const marks[] = {"%^%#", "%+%#", "%@%@", "%$%$", "%#%#",
                                        "@%@%", "!@#$", "$c$",  "$1$",  "$1a$"};
    for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++)
        if (word_begins(word, marks[i]))
            return true;
    return is_old_cipher(word);
}

bool vrp_secret_set(const struct import *import, struct key *key, const struct statement *statement,
                    unsigned kind, unsigned text)
{
    const bool cipher = statement_is(statement, kind, "cipher");
    const bool clear =
        statement_is(statement, kind, "simple") || statement_is(statement, kind, "plain");
    struct word secret = statement_rest(statement, cipher || clear ? text : kind);

    if (secret.length >= 2 && *secret.at == '"' && secret.at[secret.length - 1] == '"')
        secret = (struct word){secret.at + 1, secret.length - 2, '"'};
    if (!clear && is_ciphered(secret))
        key->withheld = "ciphered secrets need the router's own key";
    else if (!key_read_secret(key, secret))
        import_problem(import, statement->line, "this secret is empty");
    return key->secret || key->withheld;
}
