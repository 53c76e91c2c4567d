/* Reads the names of a router and of its peers from its configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "labels.h"

#include "keys/import/import.h"
#include "keys/import/line.h"
#include "keys/import/text/raw-word.h"
#include "peer.h"

#include <string.h>

#define LONGEST 80 /* characters, because many keys may have one description in their names */

struct labels {
    char *router;      /* or NULL */
    GHashTable *peers; /* struct prefix *: an address -> char *: its description */
};

/* The open statement. It is about one neighbor, or is a block that names one: "protocol bgp", or an
 * item of a list in GoBGP's YAML, TOML or JSON. */
struct labels_reader {
    struct labels *labels;
    size_t indent;       /* the indentation of its first line; the lines in it have more */
    bool is_open;        /* there is an open statement */
    bool is_block;       /* it is a block */
    bool is_toml;        /* a line began with "[[" */
    struct prefix *peer; /* the neighbor's address, or NULL if not known yet */
    char *description;   /* the neighbor's description, or NULL if not known yet */
    char before[16];     /* the beginning of the line before */
};

/* Returns TEXT as a part of a key's name. Free with g_free(). */
static char *name_of(const char *text)
{
    char *name = import_name(text);
    if (g_utf8_strlen(name, -1) > LONGEST)
        *g_utf8_offset_to_pointer(name, LONGEST) = '\0';
    return name;
}

/* Returns the value at AT as a part of a key's name, up to its closing quote, a ";" or the end of
 * the line. Free with g_free(). */
static char *value_at(const char *at)
{
    at += strspn(at, " \t=:");
    const char quote = *at == '"' || *at == '\'' ? *at++ : '\0';
    const char *end = quote ? strchr(at, quote) : strchr(at, ';');
    char *value = g_strstrip(end ? g_strndup(at, (gsize)(end - at)) : g_strdup(at));
    char *name = name_of(value);

    g_free(value);
    return name;
}

/* Returns the text after the first WORD in LINE, or NULL if there is none before the first
 * quote. */
static const char *after_word(const char *line, const char *word)
{
    const size_t length = strlen(word), plain = strcspn(line, "\"'");
    for (const char *at = strstr(line, word); at && at < line + plain; at = strstr(at + 1, word))
        if ((at == line || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\t'))
            return at + length;
    return NULL;
}

/* Returns the router's name in LINE, or NULL if LINE does not set it. In SR OS and RouterOS, BEFORE
 * must be a line for the system. */
static const char *after_router(const char *line, const char *before)
{
    static const char *const words[] = {
        "hostname ",
        "host-name ",
        "switchname ",
        "sysname ",
        "set system host-name ",
        "/system identity set name=",
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_has_prefix(line, words[i]))
            return line + strlen(words[i]);
    if (g_str_has_prefix(line, "set name=") && g_str_has_prefix(before, "/system identit"))
        return line + strlen("set name=");
    if (g_str_has_prefix(line, "name ") && g_str_has_prefix(before, "system"))
        return line + strlen("name ");
    return NULL;
}

/* Returns the text after the peer's address in LINE, or NULL if there is none. Sets *PEER to the
 * address. It searches only where no secret can be. */
static const char *after_peer(const char *line, struct prefix *peer)
{
    static const char *const words[] = {"neighbor", "peer"};
    const bool is_set = g_str_has_prefix(line, "set ");
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
        const bool is_start = g_str_has_prefix(line, words[i]);
        const char *at = is_start || is_set ? after_word(line, words[i]) : NULL;
        if (!at || (at != line + strlen(words[i]) && !is_set))
            continue;
        at += strspn(at, " \t\"'");
        char *address = g_strndup(at, strcspn(at, " \t\"'{;"));
        const bool known = peer_parse(address, peer);
        at += strlen(address);
        g_free(address);
        if (known)
            return at + strspn(at, " \t\"'{");
    }
    return NULL;
}

/* Returns the text after the name if LINE is GoBGP's setting NAME in YAML, TOML or JSON; NULL
 * otherwise. */
static const char *after_setting(const char *line, const char *name)
{
    line += g_str_has_prefix(line, "- ") ? 2 : 0;
    line += strspn(line, " \"");
    line += g_str_has_prefix(line, "config.") ? strlen("config.") : 0;
    if (!g_str_has_prefix(line, name))
        return NULL;
    line += strlen(name);
    line += strspn(line, " \"");
    return *line == ':' || *line == '=' ? line : NULL;
}

/* Sets *PEER to the neighbor's address in a line of GoBGP. Returns false if it has none. */
static bool peer_set(const char *line, struct prefix *peer)
{
    const char *at = after_setting(line, "neighbor-address");
    char *address = at ? value_at(at) : NULL;
    const bool known = address && peer_parse(address, peer);
    g_free(address);
    return known;
}

/* Returns the description in LINE, or NULL if LINE does not begin with the keyword for one. */
static const char *after_description(const char *line)
{
    return g_str_has_prefix(line, "description ") ? line + strlen("description ")
           : g_str_has_prefix(line, "descr ")     ? line + strlen("descr ")
                                                  : after_setting(line, "description");
}

/* Returns true if LINE begins a block. A block inside one that has a peer or a description already
 * does not count. */
static bool opens_block(const struct labels_reader *reader, const char *line)
{
    if (reader->is_open && (reader->peer || reader->description))
        return false;
    return g_str_has_prefix(line, "protocol ") || g_str_has_prefix(line, "[[") ||
           g_str_has_prefix(line, "- ") || g_str_has_prefix(line, "{");
}

static void reader_close(struct labels_reader *reader)
{
    if (reader->peer && reader->description && *reader->description)
        g_hash_table_insert(reader->labels->peers, g_steal_pointer(&reader->peer),
                            g_steal_pointer(&reader->description));
    g_clear_pointer(&reader->peer, g_free);
    g_clear_pointer(&reader->description, g_free);
    reader->is_open = reader->is_block = false;
}

static void reader_open(struct labels_reader *reader, size_t indent)
{
    reader_close(reader);
    reader->is_open = true;
    reader->indent = indent;
}

static void read_statement(struct labels_reader *reader, const char *line, size_t indent)
{
    struct prefix peer;
    const char *behind = after_peer(line, &peer);
    const bool has_peer = behind || peer_set(line, &peer);
    const char *described = after_description(behind ? behind : line);

    if (reader->is_open && indent <= reader->indent)
        reader_close(reader);
    if (opens_block(reader, line)) {
        reader_open(reader, indent);
        reader->is_block = true;
    } else if (has_peer && !reader->is_block) {
        reader_open(reader, indent);
    }
    if (has_peer) {
        g_free(reader->peer);
        reader->peer = g_memdup2(&peer, sizeof peer);
    }
    if (described && reader->is_open) {
        g_free(reader->description);
        reader->description = value_at(described);
    }
}

/* Reads the address and the comment of a peer in RouterOS's command between AT and END: "add
 * name=peer1 remote.address=192.0.2.1 comment=...". Returns the end of the command. */
static const char *read_item(struct labels *labels, const char *at, const char *end)
{
    struct command_reader command;
    struct raw_word name, value;
    struct prefix prefix;
    char *address = NULL, *comment = NULL;

    command_reader_init(&command, at, (size_t)(end - at), 1);
    command_reader_next(&command);
    for (unsigned i = 0; i < command.words->len; i++) {
        if (!raw_word_cut(command_reader_word(&command, i), &name, &value))
            continue;
        if (!comment && raw_word_is(name, "comment"))
            comment = raw_word_text(&value);
        else if (!address &&
                 (raw_word_is(name, "remote.address") || raw_word_is(name, "remote-address")))
            address = raw_word_text(&value);
    }
    if (address && comment && *comment && peer_parse(address, &prefix))
        g_hash_table_insert(labels->peers, g_memdup2(&prefix, sizeof prefix), name_of(comment));
    at = command.at;
    command_reader_clear(&command);
    g_free(comment);
    g_free(address);
    return at;
}

/* Returns the indentation of LINE. In TOML, the lines after "[[neighbors]]" count as indented. */
static size_t indent_of(const struct labels_reader *reader, const char *line)
{
    const size_t indent = strspn(line, " \t");
    return indent + (reader->is_toml && !g_str_has_prefix(line + indent, "[[") ? 1 : 0);
}

static void read_line(struct labels_reader *reader, char *line)
{
    const size_t blanks = strspn(line, " \t"), indent = indent_of(reader, line);
    const char *statement = g_strchomp(line) + MIN(blanks, strlen(line));
    const char *router = after_router(statement, reader->before);

    if (!*statement || strchr("!#", *statement))
        return;
    if (router && !reader->labels->router)
        reader->labels->router = value_at(router);
    if (g_str_has_prefix(statement, "[["))
        reader->is_toml = true;
    read_statement(reader, statement, indent);
    g_strlcpy(reader->before, statement, sizeof reader->before);
}

/* Passes over the line between AT and END if it has nothing that is read. Returns false if it may
 * have. */
static bool pass_line(struct labels_reader *reader, const char *at, const char *end)
{
    static const char firsts[] = "hs/npdca-[{\"\r\v\f"; /* the first bytes of what is read */
    const char *first = line_skip_blanks(at, end);
    if (first == end || *first == '!' || *first == '#')
        return true;
    if (strchr(firsts, *first))
        return false;
    if (reader->is_open && (size_t)(first - at) + reader->is_toml <= reader->indent)
        reader_close(reader);
    *reader->before = '\0';
    return true;
}

static bool begins_item(const char *at, const char *end)
{
    at = line_skip_blanks(at, end);
    return end - at > 4 && line_begins(at, end, "add ");
}

struct labels *labels_new(const char *text, size_t length)
{
    struct labels *labels = g_new0(struct labels, 1);
    struct labels_reader reader = {.labels = labels};

    labels->peers = g_hash_table_new_full(prefix_hash, prefix_equal, g_free, g_free);
    for (const char *at = text, *end = text + length; at < end;) {
        const char *stop = line_end(at, end);
        if (begins_item(at, end)) {
            at = read_item(labels, at, end);
            *reader.before = '\0';
            continue;
        }
        if (!pass_line(&reader, at, stop)) {
            char *line = g_strndup(at, (size_t)(stop - at));
            read_line(&reader, line);
            secret_wipe(line, (size_t)(stop - at));
            g_free(line);
        }
        at = stop < end ? stop + 1 : end;
    }
    reader_close(&reader);
    secret_wipe(reader.before, sizeof reader.before);
    return labels;
}

void labels_free(struct labels *labels)
{
    if (!labels)
        return;
    g_hash_table_destroy(labels->peers);
    g_free(labels->router);
    g_free(labels);
}

/* Returns the description of KEY's peer, or NULL. An address in a routing instance is another
 * peer. */
static const char *description_of(const struct labels *labels, const struct key *key)
{
    return key_instance(key) ? NULL : g_hash_table_lookup(labels->peers, &key->ends[1]);
}

char *labels_name(const struct labels *labels, const struct key *key)
{
    const char *description = description_of(labels, key);
    char *peer = description ? prefix_text(&key->ends[1]) : NULL;
    const char *at = peer ? strstr(key->name, peer) : NULL;
    char *name;

    if (at)
        name = g_strdup_printf("%.*s%s%s", (int)(at - key->name), key->name, description,
                               at + strlen(peer));
    else if (labels->router)
        name = g_strconcat(labels->router, " ", key->name, NULL);
    else
        name = g_strdup(key->name);
    g_free(peer);
    return name;
}
