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
    problems_add(import->problems,
                 g_error_new(KEY_ERROR, KEY_ERROR_UNSURE, "%s: the secret has %s and includes it",
                             key->origin, oddity));
}

/* Adds notes if KEY's secret begins with a typographic quotation mark, or has a space that is not
 * the one of the keyboard, another line, or a character as HTML writes it. No router makes these: a
 * word processor, a web page or diff did, so the router may have another secret. */
static void note_oddities(const struct import *import, const struct key *key)
{
    static const char *const quotes[] = {"\u201c", "\u201d", "\u201e", "\u2018", "\u2019"};
    static const char *const spaces[] = {"\u00a0", "\u200b"};
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&nbsp;"};
    static const char *const ends[] = {"^M", "<br>", "<br/>", "<br />", "</p>", "</span>", "\\par"};
    size_t length;
    const char *secret = (const char *)secret_bytes(key->secret, &length);

    for (unsigned i = 0; i < G_N_ELEMENTS(ends); i++)
        if (length >= strlen(ends[i]) &&
            memcmp(secret + length - strlen(ends[i]), ends[i], strlen(ends[i])) == 0)
            note(import, key, "the mark of a line's end, as an editor or a web page shows it,");
    for (unsigned i = 0; i < G_N_ELEMENTS(quotes); i++)
        if (length > strlen(quotes[i]) && memcmp(secret, quotes[i], strlen(quotes[i])) == 0)
            note(import, key, "a typographic quotation mark, as a word processor makes it,");
    for (unsigned i = 0; i < G_N_ELEMENTS(spaces); i++)
        if (g_strstr_len(secret, (gssize)length, spaces[i]))
            note(import, key, "a no-break or invisible space, as a web page has it,");
    if (memchr(secret, '\t', length) && g_strstr_len(secret, (gssize)length, "neighbor "))
        note(import, key, "the line of another file behind a tab, as diff -y has it,");
    bool has_reference = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(references); i++)
        has_reference |= g_strstr_len(secret, (gssize)length, references[i]) != NULL;
    if (has_reference)
        note(import, key, "a character as HTML and XML write it, such as &amp;,");
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
