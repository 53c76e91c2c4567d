/* The values in BIRD's configurations, and the keys for the session of a protocol.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "bird.h"

#include "keys/import/removed.h"
#include "keys/import/model/key-words.h"

#include <string.h>

#define LONGEST 80 /* the most bytes that BIRD accepts in a secret */

/* Byte strings of at least this many bytes need no "hex:" before them. */
#define PLAIN_BYTES 10

void bird_define(GHashTable *constants, const struct statement *statement)
{
    if (statement_length(statement) != 4 || !statement_is(statement, 2, "="))
        return;
    const struct word value = bird_value(constants, statement_word(statement, 3));
    word_table_set(constants, statement_word(statement, 1), g_memdup2(&value, sizeof value));
}

/* Returns true if WORD is a valid name of a constant. */
static bool is_name(struct word word)
{
    if (word.quote == '\'')
        return true;
    if (word.quote || word.length == 0 || g_ascii_isdigit(*word.at))
        return false;
    for (size_t i = 0; i < word.length; i++)
        if (!g_ascii_isalnum(word.at[i]) && word.at[i] != '_')
            return false;
    return true;
}

struct word bird_value(GHashTable *constants, struct word word)
{
    if (!is_name(word))
        return word;
    const struct word *value = word_table_get(constants, word);
    return value ? *value : word;
}

/* Reads pairs of hexadecimal digits, with or without colons between them. Returns NULL if WORD is
 * anything else or has fewer than LEAST pairs. */
static struct secret *bytes_from(struct word word, size_t least)
{
    uint8_t *bytes = g_malloc(word.length + 1);
    size_t length = 0, i = 0;
    bool fine = true;

    while (i < word.length && fine) {
        i += length > 0 && word.at[i] == ':';
        fine =
            i + 1 < word.length && g_ascii_isxdigit(word.at[i]) && g_ascii_isxdigit(word.at[i + 1]);
        if (fine)
            bytes[length++] = (uint8_t)(g_ascii_xdigit_value(word.at[i]) << 4 |
                                        g_ascii_xdigit_value(word.at[i + 1]));
        i += 2;
    }
    struct secret *secret = fine && length >= least ? secret_new(bytes, length) : NULL;
    secret_wipe(bytes, word.length + 1);
    g_free(bytes);
    return secret;
}

/* Returns the secret in WORD, a text ("...") or a byte string (hex:01:23, 0123456789abcdef0123), or
 * NULL if it is neither. Free with secret_free(). */
static struct secret *bird_secret(struct word word)
{
    if (word.quote == '"')
        return secret_new(word.at, word.length);
    if (word.quote)
        return NULL;
    if (word.length > 4 && memcmp(word.at, "hex:", 4) == 0)
        return bytes_from((struct word){word.at + 4, word.length - 4, 0}, 1);
    return bytes_from(word, PLAIN_BYTES);
}

static const char not_spelled_out[] =
    "it is a constant that this file does not define, or has to be computed";

struct maker {
    GHashTable *constants;
    const struct session *session;
};

static struct word value(const struct maker *maker, const struct statement *item, unsigned index)
{
    return bird_value(maker->constants, statement_word(item, index));
}

/* Gives KEY the secret in ITEM, or the reason why it has none. Returns false and adds a problem if
 * BIRD would not accept the secret. */
static bool set_secret(const struct maker *maker, struct key *key, const struct statement *item)
{
    const struct word word = value(maker, item, 1);
    size_t length;

    key->withheld = removed_reason(word.at, word.length);
    if (key->withheld)
        return true;
    key->secret = bird_secret(word);
    if (!key->secret) {
        key->withheld = not_spelled_out;
        return true;
    }
    secret_bytes(key->secret, &length);
    if (length > 0 && length <= LONGEST)
        return true;
    import_problem(maker->session->import, item->line, "BIRD accepts secrets of 1 to %d bytes",
                   LONGEST);
    return false;
}

static bool set_id(const struct maker *maker, struct key *key, enum key_attribute attribute,
                   const struct statement *entry, struct word id)
{
    return id.length == 0 || key_read(maker->session->import, entry->line, key, attribute, id);
}

/* ALGORITHM is a statement, or NULL for BIRD's default. */
static void set_algorithm(struct key *key, const struct statement *algorithm)
{
    const struct word kind = algorithm ? statement_word(algorithm, 1) : (struct word){"hmac", 4, 0};
    const struct word name = algorithm ? statement_word(algorithm, 2) : (struct word){"sha1", 4, 0};
    char *both = g_strdup_printf("%.*s %.*s", (int)kind.length, kind.at, (int)name.length, name.at);

    key_read_algorithm(key, word_from(both));
    g_free(both);
}

/* Names KEY by its ID. BIRD's keys have a number, the ID with which the sender signs, but no
 * chain. */
static void name_ao_key(struct key *key, struct word id)
{
    char *number = word_dup(id);
    import_tell_apart(key, "key", number);
    key_set(key, KEY_NUMBER, number, NULL);
    g_free(number);
}

/* Adds the key of ENTRY, one "key" of "keys". */
static void add_ao_key(const struct maker *maker, const struct statement *entry)
{
    const struct statement *secret = statement_find(entry, "secret *");
    const struct statement *both = statement_find(entry, "id *");
    const struct statement *send = statement_find(entry, "send id *");
    const struct statement *recv = statement_find(entry, "recv id *");
    const struct word id = both ? value(maker, both, 1) : (struct word){.at = ""};

    if (!secret) {
        import_problem(maker->session->import, entry->line, "a TCP-AO key has no secret");
        return;
    }
    struct key *key = session_key(maker->session, secret->line);
    if (!key)
        return;
    name_ao_key(key, send ? value(maker, send, 2) : id);
    if (statement_find(entry, "preferred"))
        key->preference = KEY_PREFERRED;
    else if (statement_find(entry, "deprecated"))
        key->preference = KEY_DEPRECATED;
    set_algorithm(key, statement_find(entry, "algorithm"));
    key->options = KEY_OPTIONS_INCLUDED; /* BIRD leaves Linux's default */
    import_add_if(maker->session->import, key,
                  set_id(maker, key, KEY_SEND_ID, entry, send ? value(maker, send, 2) : id) &&
                      set_id(maker, key, KEY_RECV_ID, entry, recv ? value(maker, recv, 2) : id) &&
                      (key->withheld || set_secret(maker, key, secret)));
}

static void add_all(const struct maker *maker, const struct bird_protocol *protocol)
{
    if (protocol->password && protocol->authentication != BIRD_AO) {
        struct key *key = session_key(maker->session, protocol->password->line);
        if (key)
            import_add_if(maker->session->import, key, set_secret(maker, key, protocol->password));
    }
    if (protocol->keys && protocol->authentication != BIRD_MD5)
        for (const struct statement *child = protocol->keys->first; child; child = child->next)
            if (statement_is(child, 0, "key"))
                add_ao_key(maker, child);
}

/* Returns the port on which both ends listen, or "*" if they differ. Free with g_free(). */
static char *common_port(const struct bird_protocol *protocol)
{
    const struct word rpki = {"323", 3, 0}, bgp = {"179", 3, 0};
    struct word remote = protocol->remote_port, local = protocol->local_port;

    if (remote.length == 0)
        remote = protocol->rpki ? rpki : bgp;
    if (local.length == 0)
        local = protocol->rpki ? remote : bgp;
    const bool same =
        remote.length == local.length && memcmp(remote.at, local.at, local.length) == 0;
    return same ? word_dup(remote) : g_strdup("*");
}

void bird_add_keys(struct budget *budget, GHashTable *constants,
                   const struct bird_protocol *protocol, unsigned line)
{
    const struct import *import = budget->import;
    const size_t count = protocol->keys ? protocol->keys->child_count : 0;
    if ((!protocol->password && !protocol->keys) || !budget_spend(budget, count, line))
        return;
    if (protocol->remote.length == 0 || is_name(protocol->remote)) {
        import_problem(import, line, "this file does not spell out with whom the protocol speaks");
        return;
    }
    struct prefix address;
    const bool is_host = protocol->remote.quote &&
                         !prefix_from_words(protocol->remote, (struct word){.at = ""}, &address);
    char *port = common_port(protocol);
    const struct session session = {
        .import = import,
        .protocol = protocol->rpki ? "rpki " : "",
        .port = port,
        .peer = is_host ? (struct word){"*", 1, 0} : protocol->remote,
        .alias = protocol->remote,
        .bits = {.at = ""},
        .local = protocol->local,
        .vrf = protocol->vrf,
    };
    const struct maker maker = {constants, &session};
    add_all(&maker, protocol);
    g_free(port);
}
