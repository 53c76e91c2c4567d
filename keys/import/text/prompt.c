/* The prompt of a command line.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "prompt.h"

#include "keys/import/line.h"

#include <string.h>

/* No mode is longer, in bytes. */
#define LONGEST_MODE 200

char *prompt_skip_spaces(char *at, const char *end)
{
    return (char *)line_skip_blanks(at, end);
}

char *prompt_skip_name(char *at, const char *end, const char *others)
{
    while (at < end && (g_ascii_isalnum(*at) || (*at && strchr(others, *at))))
        at++;
    return at;
}

/* Returns true if AT is the end of the line, or a space. */
static bool is_gap(const char *at, const char *end)
{
    return at == end || *at == ' ';
}

static bool set_command(struct prompt *prompt, char *at)
{
    prompt->command = prompt_skip_spaces(at, prompt->end);
    return true;
}

/* "R2(config-router)#", AT being the parenthesis. A member of a stack may be named before it:
 * "(s1)(config)#". */
static bool find_mode(struct prompt *prompt, char *at)
{
    const char *end = prompt->end;
    char *close = memchr(at, ')', (size_t)(end - at));
    if (close && close + 1 < end && close[1] == '(') {
        at = close + 1;
        close = memchr(at, ')', (size_t)(end - at));
    }
    if (!close || close + 1 == end || close[1] != '#' || memchr(at, ' ', (size_t)(close - at)) ||
        close - at > LONGEST_MODE ||
        (!line_begins(at, end, "(conf") && !line_begins(at, end, "(cfg")))
        return false;
    prompt->mode = (struct word){at + 1, (size_t)(close - at) - 1, 0};
    prompt->is_nested = true;
    return set_command(prompt, close + 2);
}

/* "A:PE1# " and "*A:PE1>config>router$ ", AT being the end of the name. */
static bool find_context(struct prompt *prompt, char *at)
{
    char *stop = at;
    while (stop < prompt->end && !strchr("#$ ", *stop))
        stop++;
    if (stop == prompt->end || *stop == ' ' || !is_gap(stop + 1, prompt->end) ||
        (stop > at && *at != '>') || stop - at > LONGEST_MODE)
        return false;
    prompt->mode = (struct word){at, (size_t)(stop - at), 0};
    prompt->is_nested = true;
    return set_command(prompt, stop + 1);
}

/* "FGT (bgp) # set", AT being the end of the name. At the top, there are no parentheses. */
static bool find_fortios(struct prompt *prompt, char *at)
{
    const char *end = prompt->end;
    const bool inside = line_begins(at, end, " (");
    char *close = inside ? memchr(at, ')', (size_t)(end - at)) : at - 1;
    if (!close || !line_begins(close + 1, end, " # ") ||
        (!inside && !line_begins(close + 4, end, "config ") &&
         !line_begins(close + 4, end, "show")))
        return false;
    return set_command(prompt, close + 4);
}

/* "admin@mx# ", AT being the end of "admin@mx". There may be a space before the mark. */
static bool find_user(struct prompt *prompt, char *at)
{
    const char *end = prompt->end;
    if (line_begins(at, end, " #") || line_begins(at, end, " %"))
        at++;
    if (at == end || !strchr("#>$%", *at) || !is_gap(at + 1, end))
        return false;
    return set_command(prompt, at + 1);
}

/* "[admin@MikroTik] /routing/bgp> ", AT being the closing bracket. The path stays before the
 * command. */
static bool find_routeros(struct prompt *prompt, char *at)
{
    char *stop = line_begins(at, prompt->end, "] ") ? prompt_skip_name(at + 2, prompt->end, "/- ")
                                                    : prompt->end;
    if (stop == prompt->end || *stop != '>' || !is_gap(stop + 1, prompt->end))
        return false;
    prompt->mark = stop;
    return set_command(prompt, at + 1);
}

/* Returns true if AT is a command of VRP or Comware. Other files have brackets at the start of a
 * line, too, but no command after them. */
static bool is_vrp_command(const char *at, const char *end)
{
    static const char *const words[] = {
        "address-family", "algorithm", "bgp",       "clock",        "commit", "dis",
        "group",          "interface", "ip",        "key",          "mac",    "md5-",
        "mpls",           "msdp",      "option-",   "peer",         "quit",   "receive-",
        "recv-id",        "return",    "router-id", "rpki",         "send-",  "session",
        "sysname",        "tcp",       "undo",      "vpn-instance", NULL};
    return line_begins_any(at, end, words);
}

/* "[*HUAWEI-bgp] peer", AT being the end of the name. A mark before the name tells whether there
 * are uncommitted changes. */
static bool find_vrp(struct prompt *prompt, char *at)
{
    if (!line_begins(at, prompt->end, "]"))
        return false;
    set_command(prompt, at + 1);
    prompt->is_nested = true;
    return is_vrp_command(prompt->command, prompt->end);
}

static bool find_bracket(struct prompt *prompt, char *at)
{
    const char *end = prompt->end;
    char *name = at + (at < end && strchr("~*", *at) ? 1 : 0),
         *stop = prompt_skip_name(name, end, "-_./:");
    if (stop > name && stop < end && *stop == '@') {
        stop = prompt_skip_name(stop, end, "@-_./:~");
        if (line_begins(stop, end, " ~]") ||
            line_begins(stop, end, " /")) { /* a shell: "[root@r1 ~]# " */
            char *close = memchr(stop, ']', (size_t)(end - stop));
            return close && find_user(prompt, close + 1);
        }
        return find_routeros(prompt, stop);
    }
    return stop > name && find_vrp(prompt, stop);
}

/* Returns true if the name between AT and END begins with the letter of a processor: "A:PE1". */
static bool has_processor(const char *at, const char *end)
{
    return end - at > 2 && g_ascii_isupper(at[0]) && at[1] == ':';
}

/* Returns the router's name in the first word of a prompt, between AT and END: "R2" in
 * "RP/0/RSP0/CPU0:R2", "A:R2", "admin@R2:~" and "R2.12:00:00". */
static struct word host_in(char *at, char *end)
{
    char *user = memchr(at, '@', (size_t)(end - at)), *slash = memchr(at, '/', (size_t)(end - at));
    char *colon = user                              ? NULL
                  : slash || has_processor(at, end) ? memchr(at, ':', (size_t)(end - at))
                                                    : NULL;
    char *start = user ? user + 1 : colon ? colon + 1 : at;
    return (struct word){start, (size_t)(prompt_skip_name(start, end, "-_") - start), 0};
}

/* "R2#show running-config" and "R2>show ...", AT being the end of the name. */
static bool find_show(struct prompt *prompt, char *at)
{
    static const char *const words[] = {"sh ", "sho ", "show ", "more ", NULL};
    prompt->is_nested = true;
    set_command(prompt, at + 1);
    return line_begins_any(prompt->command, prompt->end, words);
}

/* "<R1>display current-configuration", AT being the start of the name. */
static bool find_display(struct prompt *prompt, char *at)
{
    char *stop = prompt_skip_name(at, prompt->end, "-_.");
    char *command = stop < prompt->end ? prompt_skip_spaces(stop + 1, prompt->end) : stop;
    const bool displays =
        line_begins(command, prompt->end, "dis ") ||
        line_begins(command, prompt->end, "display "); /* unlike what XML has there */
    if (stop == at || stop == prompt->end || *stop != '>' || !displays)
        return false;
    prompt->host = (struct word){at, (size_t)(stop - at), 0};
    return set_command(prompt, command);
}

bool prompt_find(struct prompt *prompt)
{
    const char *end = prompt->end;
    char *at = prompt_skip_spaces(prompt->line, end);
    if (at == end)
        return false;
    if (*at == '[')
        return find_bracket(prompt, at + 1);
    if (*at == '<')
        return find_display(prompt, at + 1);
    at += *at == '*';
    char *stop = prompt_skip_name(at, end, "-_./:@~+");
    if (stop == at || stop == end)
        return false;
    prompt->host = host_in(at, stop);
    if (*stop == '(')
        return find_mode(prompt, stop);
    if (has_processor(at, stop))
        return find_context(prompt, stop);
    const char *user = memchr(at, '@', (size_t)(stop - at));
    if (user)
        return user > at && user + 1 < stop && find_user(prompt, stop);
    if (*stop == '#' || *stop == '>')
        return find_show(prompt, stop);
    return *stop == ' ' && find_fortios(prompt, stop);
}
