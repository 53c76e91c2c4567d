/* Reads a password as Cisco's systems write it: with its type before it, or literally.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"

#include "keys/import/disguise/disguise.h"
#include "keys/import/removed.h"
#include "keys/import/model/key-words.h"

static const char master_key[] = "type 6 passwords need the router's master key";
static const char type_3[] = "type 3 passwords are encrypted with a key that is not public";
static const char not_type_7[] = "it is not Cisco's type 7, but another vendor's or damaged";
static const char cx[] = "ArubaOS-CX encrypted it with the switch's own key";
static const char own_key[] = "another system encrypted it with a key of its own";
static const char unknown_type[] = "passwords of this type cannot be undone";

/* Removes the first word of TEXT, with the spaces after it, and returns that word. */
static struct word take(struct word *text)
{
    struct word word = *text;
    word.length = 0;
    while (word.length < text->length && !g_ascii_isspace(word.at[word.length]))
        word.length++;
    text->at += word.length;
    text->length -= word.length;
    while (text->length > 0 && g_ascii_isspace(*text->at)) {
        text->at++;
        text->length--;
    }
    return word;
}

/* Gives KEY the secret TEXT, in the encoding of type 7 if it is DISGUISED. */
static bool set_secret(const struct import *import, unsigned line, struct word text, bool disguised,
                       struct key *key)
{
    if (text.length == 0) {
        import_problem(import, line, "a password is missing");
        return false;
    }
    key->withheld = removed_reason(text.at, text.length);
    if (key->withheld)
        return true;
    if (disguised && text.length > 2 && *text.at == '"' && text.at[text.length - 1] == '"')
        text = (struct word){text.at + 1, text.length - 2, 0}; /* as NX-OS prints key strings */
    key->secret = disguised ? disguise_cisco7(text) : secret_new(text.at, text.length);
    if (!key->secret)
        key->withheld = not_type_7;
    else if (disguised)
        key->disguise = secret_from_word(text);
    return true;
}

/* Reads a password after a single digit, its type, or without one; or as ArubaOS-CX writes it,
 * after "plaintext" or "ciphertext"; or as A10's ACOS and ZTE's ZXROS do, after "encrypted". */
static bool typed(const struct import *import, const struct cisco_secret *secret, struct key *key)
{
    struct word text = secret->text;
    const struct word type = take(&text);
    if ((word_is(type, "ciphertext") || word_is(type, "encrypted")) && text.length > 0) {
        key->withheld = word_is(type, "encrypted") ? own_key : cx;
        return true;
    }
    if (word_is(type, "plaintext") && text.length > 0)
        return set_secret(import, secret->line, text, false, key);
    if (type.length != 1 || !g_ascii_isdigit(*type.at))
        return set_secret(import, secret->line, secret->text, false, key);
    if (text.length == 0 || *type.at == '0' || *type.at == '7')
        return set_secret(import, secret->line, text, text.length > 0 && *type.at == '7', key);
    key->withheld = *type.at == '6' ? master_key : *type.at == '3' ? type_3 : unknown_type;
    return true;
}

static bool in_words(const struct import *import, const struct cisco_secret *secret,
                     struct key *key)
{
    struct word text = secret->text;
    const struct word kind = take(&text);

    if (word_is(secret->kind, "password6") || word_is(kind, "password6")) {
        key->withheld = master_key;
        return true;
    }
    if (word_is(kind, "clear"))
        return set_secret(import, secret->line, text, false, key);
    if (word_is(kind, "encrypted") || word_is(kind, "password"))
        return set_secret(import, secret->line, text, true, key);
    return typed(import, secret, key);
}

bool cisco_password(const struct import *import, enum cisco_rule rules,
                    const struct cisco_secret *secret, struct key *key)
{
    return (rules & CISCO_KINDS_IN_WORDS ? in_words : typed)(import, secret, key);
}
