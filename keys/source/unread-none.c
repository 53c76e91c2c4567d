/* Finds a line that looks like one with a key in a configuration from which no key was read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unread.h"

#include "keys/import/line.h"
#include "keys/import/text/statement.h"

#include <string.h>

/* Returns true if one of WORDS, which end with NULL, is between AT and END. */
static bool has_one(const char *at, const char *end, const char *const *words)
{
    bool found = false;
    for (; *words && !found; words++)
        found = line_find(at, end, *words);
    return found;
}

/* Returns the first of the words for a peer between AT and END, or END. */
static const char *find_peer(const char *at, const char *end)
{
    const char *neighbor = line_find(at, end, "neighbor"), *peer = line_find(at, end, "peer");
    return neighbor && (!peer || neighbor < peer) ? neighbor : peer ? peer : end;
}

/* Returns what follows "no " and the like at the start of the line between AT and END, or NULL if
 * the line removes nothing. */
static const char *after_removal(const char *at, const char *end)
{
    static const char *const words[] = {"no ",      "undo ",       "delete ", "unset ",
                                        "default ", "deactivate ", "net del "};
    at = line_skip_spaces(at, end);
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
        if (line_begins(at, end, words[i]))
            return at + strlen(words[i]);
    return NULL;
}

/* Returns true if the line between AT and END has the password of a neighbor, in the words of most
 * systems. */
static bool has_password(const char *at, const char *end)
{
    static const char *const ours[] = {
        "auth-password", "auth_password",  "md5-password",  "tcp-md5-key",
        "md5sig",        "passwordSecret", "authSecretRef", NULL};
    static const char *const secrets[] = {"password", "authentication-key", "md5", NULL};
    at = line_skip_spaces(at, end);
    const bool is_comment = at < end && (*at == '!' || *at == '#');
    return !is_comment && (has_one(at, end, ours) || has_one(find_peer(at, end), end, secrets));
}

/* Returns true if a line that removes what is between AT and END removes a password, a neighbor or
 * all of them, or how a neighbor gets one. */
static bool removes_password(const char *at, const char *end)
{
    static const char *const blocks[] = {
        "router bgp",  "router pim",      "router msdp", "protocols bgp", "bgp listen ",
        "vrf ",        "ip vrf ",         "scope ",      "template ",     "address-family ipv4 vrf",
        "group ",      "ip msdp peer ",   "msdp peer ",  "cts sxp ",      "address-family ipv6 vrf",
        "ip vpn-inst", "ipv4-family vpn", "mpls ldp",    "feature bgp",   "pce "};
    static const char *const ways[] = {" peer-group", " peer group", " group ",
                                       " inherit ",   " interface",  " ao ",
                                       " remote-as",  " as-number",  NULL};
    static const char *const peers[] = {"neighbor ", "peer "};
    if (has_password(at, end))
        return true;
    for (unsigned i = 0; i < G_N_ELEMENTS(blocks); i++)
        if (line_begins(at, end, blocks[i]))
            return true;
    if (line_begins(at, end, "bgp ")) /* of VRP; those of Cisco have settings after it */
        return end - at > 4 && g_ascii_isdigit(at[4]);
    for (unsigned i = 0; i < G_N_ELEMENTS(peers); i++)
        if (line_begins(at, end, peers[i]))
            return !memchr(at + strlen(peers[i]), ' ', (size_t)(end - at) - strlen(peers[i])) ||
                   has_one(at, end, ways);
    return line_begins(at, end, "msdp") && end - at == 4;
}

/* Returns the word after PREFIX at AT, empty if the text up to END does not begin with PREFIX. */
static struct word word_after(const char *at, const char *end, const char *prefix)
{
    struct word word = {.at = ""};
    if (at >= end || !line_begins(at, end, prefix))
        return word;
    word.at = line_skip_spaces(at + strlen(prefix), end);
    while (word.at + word.length < end && !g_ascii_isspace(word.at[word.length]))
        word.length++;
    return word;
}

/* Adds the peer group that the line between AT and END defines to GROUPS, or records that it has a
 * member: a line about a neighbor or a range names it. */
static void note_group(GHashTable *groups, const char *at, const char *end)
{
    static const char *const marks[] = {"peer-group", "peer group", "group"};
    static const char *const members[] = {"neighbor ", "peer ", "listen ", NULL};
    const char *mark = NULL;
    unsigned i = 0;
    for (; i < G_N_ELEMENTS(marks) && !mark; i++)
        mark = line_find(at, end, marks[i]);
    if (!mark)
        return;
    struct word name = word_after(mark, end, marks[i - 1]);
    const bool is_member = name.length > 0 && has_one(at, mark, members);
    if (name.length == 0 && *mark == 'p') /* "neighbor NAME peer-group" */
        name = word_after(line_skip_spaces(at, end), end, "neighbor ");
    if (name.length == 0)
        return;
    if (is_member || !word_table_get(groups, name))
        word_table_set(groups, name, is_member ? "used" : "unused");
}

/* Returns the peer groups of TEXT (word table), "unused" if they have no members. */
static GHashTable *groups_of(const struct text *text)
{
    GHashTable *groups = word_table_new(NULL);
    const char *end = text->bytes + text->length;
    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        next = line_end(at, end);
        note_group(groups, at, next);
    }
    return groups;
}

/* Returns true if the line between AT and END has the password of a peer group without members. */
static bool is_spare(GHashTable *groups, const char *at, const char *end)
{
    static const char *const words[] = {"neighbor ", "peer ", "peer-group "};
    const char *peer = find_peer(at, end);
    struct word name = {.at = ""};
    for (unsigned i = 0; i < G_N_ELEMENTS(words) && name.length == 0; i++)
        name = word_after(peer, end, words[i]);
    return g_strcmp0(word_table_get(groups, name), "unused") == 0;
}

/* Returns true if TEXT has peer groups and no peer, in the words of systems that write a group's
 * name on another line than its password. */
static bool has_only_groups(const struct text *text)
{
    static const char *const systems[][5] = {
        {"peer-groups", "neighbor", NULL},    /* GoBGP */
        {"bgp template", "connection", NULL}, /* RouterOS */
        {"bgp/template", "connection", NULL},
        {"md5sig", "neighbor", NULL},                                   /* OpenBGPD */
        {"template {", "inherit", NULL},                                /* ExaBGP */
        {"BGP_PEER_GROUP", "BGP_NEIGHBOR", "_RANGE", "_LISTEN_", NULL}, /* SONiC */
    };
    const char *at = text->bytes, *end = at + text->length;
    bool found = false;
    for (unsigned i = 0; i < G_N_ELEMENTS(systems) && !found; i++)
        found = memmem(at, text->length, *systems[i], strlen(*systems[i])) &&
                !has_one(at, end, systems[i] + 1);
    return found;
}

/* Returns the number of the first line of TEXT with the password of a neighbor on an earlier line,
 * if no line is indented, as IOS XR and NX-OS need it; otherwise 0. */
static unsigned find_unindented(const struct text *text)
{
    const char *end = text->bytes + text->length;
    unsigned line = 1, found = 0;
    bool has_neighbor = false;
    for (const char *at = text->bytes, *next; at < end; at = next + 1, line++) {
        next = line_end(at, end);
        if (at < next && g_ascii_isspace(*at) && *at != '\r')
            return 0;
        has_neighbor |= line_begins(at, next, "neighbor ");
        if (found == 0 && has_neighbor && line_begins(at, next, "password "))
            found = line;
    }
    return found;
}

void unread_report_none(const struct text *text, const struct import *import)
{
    static const char *const peers[] = {"neighbor", "peerAddress", NULL};
    static const char *const values[] = {"password: ", "\"password\":", NULL}; /* of YAML, JSON */
    const char *end = text->bytes + text->length;
    const unsigned unindented = find_unindented(text);
    GHashTable *groups = groups_of(text);
    unsigned line = 1, found = 0; /* FOUND is one that no later line removes */
    bool has_peer = false;

    for (const char *at = text->bytes, *next; at < end; at = next + 1, line++) {
        next = line_end(at, end);
        const char *removed = after_removal(at, next);
        has_peer |= has_one(at, next, peers);
        if (removed && removes_password(removed, next))
            found = 0;
        else if (!removed && found == 0 &&
                 (has_password(at, next) || (has_peer && has_one(at, next, values))) &&
                 !is_spare(groups, at, next))
            found = line;
    }
    g_hash_table_destroy(groups);
    if (unindented > 0)
        import_problem(import, unindented,
                       "no key is read, since the lines have lost their indentation");
    else if (found > 0 && !has_only_groups(text))
        import_problem(import, found,
                       "no key is read, although this line looks like one with a key");
}
