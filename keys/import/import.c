/* The results of every reader of a router's configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "import.h"

#include "keys/problem.h"
#include "removed.h"

#include <string.h>

char *import_name(const char *text)
{
    char *name = g_utf8_make_valid(*text ? text : "?", -1);
    for (char *at = name; *at; at = g_utf8_next_char(at))
        if (g_unichar_iscntrl(g_utf8_get_char(at)))
            memset(at, '?', (size_t)(g_utf8_next_char(at) - at));
    return name;
}

struct key *import_key(const struct import *import, unsigned line, const char *text)
{
    char *origin = g_strdup_printf("%s:%u", import->name, import->before + line),
         *name = import_name(text);
    struct key *key = key_new(name, origin);
    g_free(name);
    g_free(origin);
    return key;
}

void import_tell_apart(struct key *key, const char *chain, const char *number)
{
    char *text = g_strjoin(" ", key->name, chain, number, NULL);
    g_free(key->name);
    key->name = import_name(text);
    g_free(text);
}

void import_set_chain(struct key *key, const char *chain, const char *number)
{
    char *name = import_name(chain);
    key_set(key, KEY_CHAIN, name, NULL);
    key_set(key, KEY_NUMBER, number, NULL);
    g_free(name);
}

void import_set_instance(struct key *key, const char *instance)
{
    char *name = instance ? import_name(instance) : NULL;
    if (name)
        key_set(key, KEY_INSTANCE, name, NULL);
    g_free(name);
}

bool import_set(const struct import *import, unsigned line, struct key *key,
                enum key_attribute attribute, const char *text)
{
    GError *error = NULL;
    if (key_set(key, attribute, text, &error))
        return true;
    import_problem(import, line, "%s", error->message);
    g_error_free(error);
    return false;
}

void import_withhold(struct key *key, const char *reason)
{
    secret_free(key->secret);
    secret_free(key->disguise);
    key->secret = key->disguise = NULL;
    key->withheld = reason;
}

static void note(const struct import *import, const struct key *key, const char *oddity)
{
    problems_add(import->problems, g_error_new(KEY_ERROR, KEY_ERROR_UNSURE, "%s: the secret %s",
                                               key->origin, oddity));
}

/* How a secret is compared with a text. */
enum place { PLACE_START, PLACE_INSIDE, PLACE_END, PLACE_WHOLE };

/* Texts in secrets that no router makes: a word processor, a web page, diff or a line that was cut
 * did, so the router may have another secret. Each begins with the note on it. */
static const struct {
    enum place place;
    const char *oddity, *texts[8];
} oddities[] = {
    {PLACE_END,
     "has the mark of a line's end, as an editor or a web page shows it, and includes it",
     {"^M", "<br>", "<br/>", "<br />", "</p>", "</span>", "\\par"}},
    {PLACE_START,
     "has a typographic quotation mark, as a word processor makes it, and includes it",
     {"\u201c", "\u201d", "\u201e", "\u2018", "\u2019"}},
    {PLACE_INSIDE,
     "has a no-break or invisible space, as a web page has it, and includes it",
     {"\u00a0", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"}},
    {PLACE_INSIDE,
     "has a character as HTML and XML write it, such as &amp;, and includes it",
     {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&nbsp;"}},
    {PLACE_WHOLE,
     "has a character as HTML and XML write it, such as &amp;, and includes it",
     {"&quot", "&apos", "&lt"}},
    {PLACE_WHOLE,
     "is only a word that tells how a secret is written, as if the line lacked its end",
     {"0", "7", "8a", "clear", "encrypted", "cipher", "plaintext", "ciphertext"}},
};

static bool is_at(enum place place, const char *secret, size_t length, const char *text)
{
    const size_t size = strlen(text);
    if (place == PLACE_INSIDE)
        return memmem(secret, length, text, size) != NULL;
    if (place == PLACE_WHOLE && length != size)
        return false;
    const char *at = place == PLACE_END && length >= size ? secret + length - size : secret;
    return length >= size && memcmp(at, text, size) == 0;
}

/* Returns true if a quotation mark at the start or the end of SECRET is its only one. A secret with
 * spaces was in quotes, which had an end. */
static bool has_lone_mark(const char *secret, size_t length)
{
    const char last = secret[length - 1], mark = strchr("\"'", *secret) ? *secret : last;
    const char *first = memchr(secret, mark, length);
    return (mark == '"' || mark == '\'') && first == memrchr(secret, mark, length) &&
           (first == secret || (first == secret + length - 1 && !memchr(secret, ' ', length)));
}

/* Adds notes on what is odd in KEY's secret. */
static void note_oddities(const struct import *import, const struct key *key)
{
    size_t length;
    const char *secret = (const char *)secret_bytes(key->secret, &length);
    if (length == 0)
        return;

    for (unsigned i = 0; i < G_N_ELEMENTS(oddities); i++) {
        bool odd = false;
        for (unsigned j = 0; j < G_N_ELEMENTS(oddities[i].texts) && oddities[i].texts[j]; j++)
            odd |= is_at(oddities[i].place, secret, length, oddities[i].texts[j]);
        if (odd)
            note(import, key, oddities[i].oddity);
    }
    if (has_lone_mark(secret, length))
        note(import, key, "has a quotation mark that lacks the other one, and includes it");
    if (memchr(secret, '\n', length - 1) && g_utf8_validate(secret, (gssize)length, NULL))
        note(import, key, "has a line break, as if a quotation mark were missing, and includes it");
    if (memchr(secret, '\t', length) && memmem(secret, length, "neighbor ", strlen("neighbor ")))
        note(import, key,
             "has the line of another file behind a tab, as diff -y has it, and includes it");
}

/* Withholds the secret of KEY if it only stands for one. */
static void check_mark(struct key *key)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(key->secret, &length);
    const char *reason = removed_reason((const char *)bytes, length);
    if (reason)
        import_withhold(key, reason);
}

void import_add(const struct import *import, struct key *key)
{
    GError *error = NULL;
    if (key->secret)
        check_mark(key);
    if (key->secret)
        note_oddities(import, key);
    if (key_check(key, &error)) {
        keyring_add(import->ring, key);
        return;
    }
    g_prefix_error(&error, "%s: ", key->origin);
    problems_add(import->problems, error);
    key_free(key);
}

void import_add_if(const struct import *import, struct key *key, bool complete)
{
    if (complete)
        import_add(import, key);
    else
        key_free(key);
}

void import_problem(const struct import *import, unsigned line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    GError *problem = g_error_new_valist(KEY_ERROR, KEY_ERROR_SYNTAX, format, arguments);
    va_end(arguments);
    g_prefix_error(&problem, "%s:%u: ", import->name, import->before + line);
    problems_add(import->problems, problem);
}

void import_unclosed(const struct import *import, unsigned line)
{
    if (line > 0)
        import_problem(import, line, "the brace that begins here is never closed");
}
