/* Recognises passwords that a tool removed from a configuration before saving it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "removed.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* The marks that RANCID, Oxidized, VyOS's strip-private, netconan and people put in the place of a
 * password, variables of templates, and values that sops and eyaml encrypted. A mark without
 * brackets must be in capital letters, since a password may be any word. */
static const struct {
    const char *pattern, *reason;
} marks[] = {
    {"(<%.*%>|\\{\\{.*\\}\\}|[$#%]\\{.+\\}|\\$\\(.+\\)|%\\(\\w+\\)s|@@\\w+@@|"
     "(@|%|__)[A-Z][A-Z0-9_]+\\2|\\$[A-Z_]*(PASS|SECRET|MD5|KEY)[A-Z0-9_]*)$",
     "the file is a template, in which this is a variable"},
    {"(<.+>|[([](?i:removed|hidden|redacted|masked|secret|password|scrubbed)[])]|[*]{3,}|[#]{3,}|"
     "[.]{3,}|x{6,12}|X{4,12}|(?i:redacted)|netconanRemoved[0-9]+|"
     "([A-Z]+[_-])?(REMOVED|HIDDEN|SCRUBBED|MASKED|SANITIZED))$",
     REMOVED_REASON},
    {"ENC\\[.+\\]$", "it is encrypted with a key that is not in the file"},
};

const char *removed_reason(const char *text, size_t length)
{
    static GRegex *regexes[G_N_ELEMENTS(marks)];
    for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (!regexes[i])
            regexes[i] = g_regex_new(
                marks[i].pattern, G_REGEX_ANCHORED | G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0, NULL);
        if (g_regex_match_full(regexes[i], text, (gssize)length, 0, 0, NULL, NULL))
            return marks[i].reason;
    }
    return NULL;
}

/* The marks for which a file is searched. */
static const char *const searched[] = {
    "<removed>", "<secret removed>",        "<secret hidden>", "<password removed>",
    "<hidden>",  "<configuration removed>", "xxxxxx",
};

static bool has(const char *line, size_t length, const char *word)
{
    return memmem(line, length, word, strlen(word)) != NULL;
}

/* Returns true if LINE had a password that a key could use. Other secrets, such as SNMP communities
 * and users' passwords, do not count. */
static bool is_removed(const char *line, size_t length)
{
    static const char *const words[] = {"neighbor",   "peer",         "authentication-key",
                                        "key-string", "md5-password", "tcp-md5-key",
                                        "ldp",        "msdp"};
    bool marked = false, ours = false;
    if (!memchr(line, '<', length) && !has(line, length, "xxxxxx"))
        return false;
    for (unsigned i = 0; i < G_N_ELEMENTS(searched); i++)
        marked |= has(line, length, searched[i]);
    for (unsigned i = 0; marked && i < G_N_ELEMENTS(words); i++)
        ours |= has(line, length, words[i]);
    return ours;
}

unsigned removed_count(const char *text, size_t length, unsigned *line)
{
    const char *end = text + length;
    unsigned count = 0, number = 0;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *line_end = newline ? newline : end;
        number++;
        if (is_removed(text, (size_t)(line_end - text)) && count++ == 0)
            *line = number;
        text = newline ? newline + 1 : end;
    }
    return count;
}
