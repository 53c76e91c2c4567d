/* Reads ExaBGP's configurations: neighbors, which inherit from templates (since ExaBGP 4) or groups
 * (before).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "exabgp-secret.h"
#include "keys/import/removed.h"
#include "keys/import/model/key-words.h"

#include <string.h>

#define LONGEST 80 /* the most bytes that ExaBGP accepts in a secret */

/* The settings of a session. */
enum field {
    PEER,
    LOCAL,
    MD5_IP,
    LISTEN,
    CONNECT,
    AO_ID,
    AO_ALGORITHM,
    BASE64,
    AO_BASE64,
    PASSWORD,
    AO_PASSWORD,
    FIELDS,
};

/* A statement that sets one, or a block of such statements. The last has no word. */
struct item {
    const char *word;
    enum field field;
    const struct item *inside; /* instead of FIELD, or NULL */
};

static const struct item ao_items[] = {
    {"keyid", AO_ID, NULL},
    {"algorithm", AO_ALGORITHM, NULL},
    {"base64", AO_BASE64, NULL},
    {"password", AO_PASSWORD, NULL},
    {NULL, 0, NULL},
};
static const struct item items[] = {
    {"peer-address", PEER, NULL}, {"local-address", LOCAL, NULL},
    {"md5-ip", MD5_IP, NULL},     {"listen", LISTEN, NULL},
    {"connect", CONNECT, NULL},   {"md5-base64", BASE64, NULL},
    {"md5", PASSWORD, NULL},      {"md5-password", PASSWORD, NULL},
    {"tcp-ao", 0, ao_items},      {NULL, 0, NULL},
};

struct settings {
    const struct statement *at[FIELDS]; /* or NULL */
};

struct exabgp_reader {
    const struct import *import;
    GHashTable *templates; /* word table of struct settings * */
};

static const char in_ipsec_conf[] = "\"kernel\" means that FreeBSD has it from its ipsec.conf";

static struct word value(const struct settings *settings, enum field field)
{
    return statement_word(settings->at[field], 1);
}

/* What a password is: base64 or text, unless that is UNTOLD. */
enum kind { UNTOLD, TEXT, IN_BASE64 };

static enum kind kind_of(const struct settings *settings, enum field field)
{
    const struct word word = value(settings, field);
    if (!settings->at[field] || word_is(word, "auto"))
        return UNTOLD;
    return word_is(word, "true") || word_is(word, "enable") || word_is(word, "enabled") ? IN_BASE64
                                                                                        : TEXT;
}

/* Returns the reason why TEXT is not the secret itself, or NULL. */
static const char *reason_to_withhold(const struct secret *text)
{
    struct word word = {.at = ""};
    word.at = (const char *)secret_bytes(text, &word.length);
    return word_is(word, "kernel") ? in_ipsec_conf : removed_reason(word.at, word.length);
}

/* Gives KEY the secret TEXT, decoded if it is IN_BASE64, or the reason why it has none. Returns
 * false and adds a problem at LINE if ExaBGP would not accept it. */
static bool set_secret(const struct import *import, struct key *key, const struct secret *text,
                       enum kind kind, unsigned line)
{
    size_t length = 0;
    key->withheld = reason_to_withhold(text);
    if (key->withheld)
        return true;
    key->secret = kind == IN_BASE64 ? exabgp_from_base64(text) : secret_copy(text);
    if (key->secret)
        secret_bytes(key->secret, &length);
    if (length > 0 && length <= LONGEST)
        return true;
    if (key->secret)
        import_problem(import, line, "ExaBGP accepts secrets of 1 to %d bytes", LONGEST);
    else
        import_problem(import, line, "the secret is not base64");
    return false;
}

/* Returns a key with the secret TEXT, or NULL after a problem. */
static struct key *make_key(const struct session *session, const struct secret *text,
                            enum kind kind, unsigned line)
{
    struct key *key = session_key(session, line);
    if (key && !set_secret(session->import, key, text, kind, line))
        g_clear_pointer(&key, key_free);
    return key;
}

/* Adds the MD5 keys of SESSION. If the kind of the password is not set, ExaBGP 4 may read it as
 * base64 and other releases as text. Both keys are then added. */
static void add_md5(const struct session *session, const struct settings *settings)
{
    const struct statement *item = settings->at[PASSWORD];
    const bool old = statement_is(item, 0, "md5");
    const enum kind kind = old ? TEXT : kind_of(settings, BASE64);
    struct secret *text = old ? exabgp_old_text(item) : exabgp_text(item);
    struct key *key = make_key(session, text, kind, item->line);

    import_add_if(session->import, key, key);
    if (key && kind == UNTOLD && exabgp_looks_like_base64(text)) {
        struct session other = *session;
        other.realm = " from base64";
        key = make_key(&other, text, IN_BASE64, item->line);
        import_add_if(session->import, key, key);
    }
    secret_free(text);
}

static void add_ao(const struct session *session, const struct settings *settings)
{
    const unsigned line = settings->at[AO_PASSWORD]->line;
    const struct word id = value(settings, AO_ID);
    struct secret *text = exabgp_text(settings->at[AO_PASSWORD]);
    struct key *key = make_key(session, text, kind_of(settings, AO_BASE64), line);

    secret_free(text);
    if (!key)
        return;
    key->options = KEY_OPTIONS_INCLUDED; /* ExaBGP leaves Linux's default */
    key_read_algorithm(key, value(settings, AO_ALGORITHM));
    import_add_if(session->import, key,
                  key_read(session->import, line, key, KEY_SEND_ID, id) &&
                      key_read(session->import, line, key, KEY_RECV_ID, id));
}

/* Returns the port to which ExaBGP connects, or "*" if it listens on another. Free with
 * g_free(). */
static char *common_port(const struct settings *settings)
{
    struct word connect = value(settings, CONNECT), listen = value(settings, LISTEN);
    connect = connect.length > 0 ? connect : (struct word){"179", 3, 0};
    listen = listen.length > 0 ? listen : connect;
    return word_equal(&connect, &listen) ? word_dup(connect) : g_strdup("*");
}

static void add_keys(const struct import *import, const struct settings *settings)
{
    const struct word own = value(settings, MD5_IP);
    char *port = common_port(settings);
    const struct session session = {
        .import = import,
        .protocol = "",
        .port = port,
        .peer = value(settings, PEER),
        .bits = {.at = ""},
        .local = own.length > 0 ? own : value(settings, LOCAL), /* "auto" is not an address */
        .alias = value(settings, PEER),
        .vrf = {.at = ""},
    };
    if (settings->at[PASSWORD])
        add_md5(&session, settings);
    if (settings->at[AO_PASSWORD])
        add_ao(&session, settings);
    g_free(port);
}

static void read_items(struct settings *settings, const struct statement *block,
                       const struct item *known);

/* Reads ITEM if it is one of KNOWN, or a block of them. */
static void read_item(struct settings *settings, const struct statement *item,
                      const struct item *known)
{
    for (; known->word; known++)
        if (statement_is(item, 0, known->word) && known->inside)
            read_items(settings, item, known->inside);
        else if (statement_is(item, 0, known->word))
            settings->at[known->field] = item;
}

static void read_items(struct settings *settings, const struct statement *block,
                       const struct item *known)
{
    for (const struct statement *child = block->first; child; child = child->next)
        read_item(settings, child, known);
}

/* Returns true if SETTINGS have FIELD. */
static bool is_told(const struct settings *settings, enum field field)
{
    switch (field) {
    case PASSWORD:
    case AO_PASSWORD:
        return settings->at[field];
    case BASE64:
    case AO_BASE64:
        return kind_of(settings, field) != UNTOLD;
    default:
        return value(settings, field).length > 0;
    }
}

/* Copies the template's settings over the neighbor's own: in ExaBGP, the template is stronger. */
static void overrule(struct settings *settings, const struct settings *template)
{
    for (unsigned i = 0; i < FIELDS; i++)
        if (is_told(template, i))
            settings->at[i] = template->at[i];
}

/* "inherit NAME" or "inherit [ NAME NAME ]" */
static void inherit(const struct exabgp_reader *reader, struct settings *settings,
                    const struct statement *item)
{
    for (unsigned i = 1; i < statement_length(item); i++) {
        char *words = word_dup(statement_word(item, i));
        char **names = g_strsplit_set(words, "[],", -1);
        for (unsigned j = 0; names[j]; j++) {
            const struct settings *template =
                word_table_get(reader->templates, (struct word){names[j], strlen(names[j]), 0});
            if (template)
                overrule(settings, template);
            else if (*names[j])
                import_problem(reader->import, item->line,
                               "it inherits from a template that this file does not define "
                               "before it");
        }
        g_strfreev(names);
        g_free(words);
    }
}

static void exabgp_read_neighbor(const struct exabgp_reader *reader, const struct settings *group,
                                 const struct statement *statement)
{
    struct settings settings = *group;

    settings.at[PEER] = statement;
    read_items(&settings, statement, items);
    for (const struct statement *child = statement->first; child; child = child->next)
        if (statement_is(child, 0, "inherit"))
            inherit(reader, &settings, child);
    add_keys(reader->import, &settings);
}

/* Reads a group. A neighbor inherits the settings that precede it in the group. */
static void read_group(const struct exabgp_reader *reader, const struct statement *statement)
{
    struct settings settings = {0};
    for (const struct statement *item = statement->first; item; item = item->next) {
        if (statement_is(item, 0, "neighbor"))
            exabgp_read_neighbor(reader, &settings, item);
        else
            read_item(&settings, item, items);
    }
}

static void read_template(const struct exabgp_reader *reader, const struct statement *statement)
{
    for (const struct statement *neighbor = statement->first; neighbor; neighbor = neighbor->next) {
        struct settings *settings = g_new0(struct settings, 1);

        read_items(settings, neighbor, items);
        word_table_set(reader->templates, statement_word(neighbor, 1), settings);
    }
}

static void read_text(const char *text, size_t length, const struct import *import)
{
    struct statement *root =
        statement_read_braced(text, length, BRACE_SINGLE_QUOTES | BRACE_LINE_QUOTES | BRACE_PROSE);
    static const struct settings none;
    const struct exabgp_reader reader = {
        .import = import,
        .templates = word_table_new(g_free),
    };
    for (const struct statement *statement = root->first; statement; statement = statement->next) {
        if (statement_is(statement, 0, "neighbor"))
            exabgp_read_neighbor(&reader, &none, statement);
        else if (statement_is(statement, 0, "group"))
            read_group(&reader, statement);
        else if (statement_is(statement, 0, "template"))
            read_template(&reader, statement);
    }
    g_hash_table_destroy(reader.templates);
    import_unclosed(import, root->line);
    statement_free(root);
}

static const struct sign signs[] = {
    {"md5-password *", 100},
    {"md5-base64 *", 100},
    {"md5-ip *", 100},
    {"group-updates *", 100},
    {"auto-flush *", 60},
    {"adj-rib-out *", 60},
    {"adj-rib-in *", 60},
    {"tcp-ao {", 60},
    {"encoder json;", 60},
    {"encoder text;", 60},
    {"processes [", 60},
    {"multi-session *", 40},
    {"md5 *", 40},
    {"inherit *", 30},
    {"template {", 20},
    {"process * {", 20},
    {"api {", 20},
    {"api * {", 20},
    {"neighbor * {", 10},
    {"peer-as *", 10},
    {"local-as *", 5},
    {"local-address *", 5},
    {"router-id *", 5},
    {"route * next-hop *", 5},
    {"authentication-key *", -100},
    {"tcp md5sig *", -100},
    {NULL, 0},
};

const struct dialect dialect_exabgp = {
    .name = "exabgp", .title = "ExaBGP", .signs = signs, .read = read_text, .braces = true};
