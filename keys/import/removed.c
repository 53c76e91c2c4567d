/* Recognises passwords that a tool removed from a configuration before saving it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "removed.h"

#include "line.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static const char variable[] = "the file is a template, in which this is a variable";

/* The beginnings and ends of what RANCID, netconan, sops, eyaml, templates and people put in the
 * place of a password. */
static const struct {
    const char *begin, *end, *reason;
} frames[] = {
    {"<%", "%>", variable},
    {"{{", "}}", variable},
    {"${", "}", variable},
    {"#{", "}", variable},
    {"%{", "}", variable},
    {"$(", ")", variable},
    {"%(", ")s", variable},
    {"@@", "@@", variable},
    {"<", ">", REMOVED_REASON},
    {"netconanRemoved", "", REMOVED_REASON},
    {"[-", "+}", "it is changed here, as git diff --word-diff shows it"},
    {"{+", "+}", "it is changed here, as git diff --word-diff shows it"},
    {"ENC[", "]", "it is encrypted with a key that is not in the file"},
};

/* Returns true if TEXT is a word that replaces passwords; in BRACKETS, there are more of them. */
static bool is_word(const char *text, size_t length, bool brackets)
{
    static const char *const marks[] = {"REDACTED", "REMOVED",   "HIDDEN", "SCRUBBED",
                                        "MASKED",   "SANITIZED", "SECRET", "PASSWORD"};
    for (unsigned i = 0; i < (brackets ? 8 : 6); i++)
        if (length == strlen(marks[i]) && g_ascii_strncasecmp(text, marks[i], length) == 0)
            return true;
    return false;
}

/* Returns the number of bytes at TEXT, of LENGTH, that may be in a variable's name. */
static size_t name_length(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length &&
           (g_ascii_isupper(text[count]) || g_ascii_isdigit(text[count]) || text[count] == '_'))
        count++;
    return count;
}

/* Returns true if one of WORDS, which end with NULL, is in LENGTH bytes at TEXT. */
static bool has_any(const char *text, size_t length, const char *const *words)
{
    while (*words && !line_find(text, text + length, *words))
        words++;
    return *words != NULL;
}

/* Returns true for @NAME@, %NAME%, __NAME__, and for $NAME if that name is one of a password. */
static bool is_variable(const char *text, size_t length)
{
    static const char *const secrets[] = {"PASS", "SECRET", "MD5", "KEY", "PW", NULL};
    const size_t name = name_length(text + 1, length - 1);
    if (*text == '$')
        return name + 1 == length && has_any(text, length, secrets);
    if (*text == '_')
        return name + 1 == length && length > 4 && text[1] == '_' && text[length - 1] == '_' &&
               text[length - 2] == '_';
    return (*text == '@' || *text == '%') && name > 0 && name + 2 == length &&
           text[length - 1] == *text;
}

/* Returns true for "***", "xxxxxx", "XXXX" and the like. */
static bool is_row(const char *text, size_t length)
{
    size_t same = 1;
    while (same < length && text[same] == *text)
        same++;
    if (same < length || !memchr("*#.xX", *text, 5))
        return false;
    return !g_ascii_isalpha(*text) || ((*text == 'x' ? 6 : 4) <= length && length <= 12);
}

/* Returns true for "[hidden]" and "redacted", and in capital letters for "REMOVED" and
 * "PASSWORD_REMOVED": in small letters, other words may be passwords. */
static bool is_mark(const char *text, size_t length)
{
    const char *line = memrchr(text, '_', length), *word = line ? line + 1 : text;
    const size_t rest = length - (size_t)(word - text);
    const char last = text[length - 1];
    if ((*text == '[' && last == ']') || (*text == '(' && last == ')'))
        return is_word(text + 1, length - 2, true);
    if (length == 8 && g_ascii_strncasecmp(text, "redacted", length) == 0)
        return true;
    return name_length(text, length) == length && is_word(word, rest, false);
}

const char *removed_reason(const char *text, size_t length)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(frames); i++) {
        const size_t begin = strlen(frames[i].begin), end = strlen(frames[i].end);
        if (length > begin + end && line_begins(text, text + length, frames[i].begin) &&
            line_ends(text, text + length, frames[i].end))
            return frames[i].reason;
    }
    if (length < 3)
        return NULL;
    const bool is_quoted = *text == '"' && text[length - 1] == '"'; /* in a shell's document */
    if (is_variable(text, length) || (is_quoted && length > 4 && is_variable(text + 1, length - 2)))
        return variable;
    return is_row(text, length) || is_mark(text, length) ? REMOVED_REASON : NULL;
}

/* The marks for which a file is searched. */
static const char *const searched[] = {
    "<removed>", "<secret removed>",        "<secret hidden>", "<password removed>",
    "<hidden>",  "<configuration removed>", "xxxxxx",          NULL,
};

/* Returns true if LENGTH bytes at TEXT may have one of them. */
static bool may_have_marks(const char *text, size_t length)
{
    return memchr(text, '<', length) || line_find(text, text + length, "xxxxxx");
}

/* Returns true if LINE had a password that a key could use. Other secrets, such as SNMP communities
 * and users' passwords, do not count. */
static bool is_removed(const char *line, size_t length)
{
    static const char *const words[] = {"neighbor",   "peer",         "authentication-key",
                                        "key-string", "md5-password", "tcp-md5-key",
                                        "ldp",        "msdp",         NULL};
    return may_have_marks(line, length) && has_any(line, length, searched) &&
           has_any(line, length, words);
}

unsigned removed_count(const char *text, size_t length, unsigned *line)
{
    const char *end = text + length;
    unsigned count = 0, number = 0;
    if (!may_have_marks(text, length)) /* most files */
        return 0;
    for (const char *next; text < end; text = next + 1) {
        next = line_end(text, end);
        number++;
        if (is_removed(text, (size_t)(next - text)) && count++ == 0)
            *line = number;
    }
    return count;
}
