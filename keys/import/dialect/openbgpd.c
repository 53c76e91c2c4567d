/* Reads OpenBGPD's configurations: neighbors, which inherit from groups, and sessions with RPKI
 * caches. Those of OpenBSD's ldpd have the same form: "neighbor ADDRESS { password SECRET }".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/dialect.h"
#include "openbgpd-lexer.h"
#include "keys/import/removed.h"
#include "keys/import/model/key-words.h"

#include <string.h>

#define LONGEST_PASSWORD 79 /* the most bytes that bgpd accepts */
#define LONGEST_KEY      80

/* The settings of a neighbor, a group or an RPKI cache, or of a neighbor of OpenBSD's ldpd. */
struct bgpd_settings {
    char local[2][64];           /* the router's own addresses of IPv4 and of IPv6, or empty */
    char port[8];                /* the port to which bgpd connects, or empty */
    const struct secret *secret; /* or NULL */
    const char *withheld;        /* why there is none, or NULL */
    bool is_ldp;                 /* it is a neighbor of ldpd, not of bgpd */
    unsigned line;               /* the line of the secret */
};

/* Returns the password VALUE. Returns NULL and adds a problem if bgpd would not accept it. */
static struct secret *from_text(const struct import *import, unsigned line, struct word value)
{
    if (value.length > 0 && value.length <= LONGEST_PASSWORD)
        return secret_new(value.at, value.length);
    import_problem(import, line, "bgpd accepts passwords of 1 to %d bytes", LONGEST_PASSWORD);
    return NULL;
}

/* Returns the key VALUE, hexadecimal digits. Returns NULL and adds a problem if bgpd would not
 * accept it. */
static struct secret *from_digits(const struct import *import, unsigned line, struct word value)
{
    char digits[2 * LONGEST_KEY + 2] = ""; /* one digit too many is enough to be invalid */
    memcpy(digits, value.at, MIN(value.length, sizeof digits - 1));
    struct secret *secret = secret_from_hex(digits, NULL);
    secret_wipe(digits, sizeof digits);
    if (!secret)
        import_problem(import, line, "bgpd accepts keys of 1 to %d pairs of hexadecimal digits",
                       LONGEST_KEY);
    return secret;
}

/* Reads the secret after "password" or "key", in which case it IS_KEY, and adds it to SECRETS. */
static void read_secret(struct bgpd_settings *settings, struct bgpd_lexer *lexer, unsigned line,
                        bool is_key, GPtrArray *secrets)
{
    struct secret *value = bgpd_lexer_value(lexer);
    struct word word = {.at = ""};

    if (value)
        word.at = (const char *)secret_bytes(value, &word.length);
    else if (lexer->token != BGPD_BROKEN)
        import_problem(lexer->import, line, "the secret is missing");
    settings->line = line;
    settings->withheld = removed_reason(word.at, word.length);
    settings->secret = NULL;
    if (value && !settings->withheld)
        settings->secret = (is_key ? from_digits : from_text)(lexer->import, line, word);
    if (settings->secret)
        g_ptr_array_add(secrets, (gpointer)settings->secret);
    secret_free(value);
}

static void read_local(struct bgpd_settings *settings, struct bgpd_lexer *lexer)
{
    char address[sizeof settings->local[0]];
    bgpd_lexer_read(lexer, address, sizeof address);
    g_strlcpy(settings->local[strchr(address, ':') != NULL], address, sizeof address);
}

/* Reads one item and moves to the token after it. Adds secrets to SECRETS (struct secret *), which
 * owns them. */
static void bgpd_settings_read(struct bgpd_settings *settings, struct bgpd_lexer *lexer,
                               GPtrArray *secrets)
{
    const unsigned line = lexer->line;
    if (bgpd_lexer_pass(lexer, "tcp")) {
        const bool is_signed = bgpd_lexer_pass(lexer, "md5sig");
        const bool is_key = is_signed && bgpd_lexer_pass(lexer, "key");
        if (is_key || (is_signed && bgpd_lexer_pass(lexer, "password")))
            read_secret(settings, lexer, line, is_key, secrets);
    } else if (bgpd_lexer_pass(lexer, "password")) {
        settings->is_ldp = true;
        read_secret(settings, lexer, line, false, secrets);
    } else if (bgpd_lexer_pass(lexer, "local-address")) {
        read_local(settings, lexer);
    } else if (bgpd_lexer_pass(lexer, "no")) {
        if (bgpd_lexer_pass(lexer, "local-address"))
            memset(settings->local, 0, sizeof settings->local);
    } else if (bgpd_lexer_pass(lexer, "port")) {
        bgpd_lexer_read(lexer, settings->port, sizeof settings->port);
    } else if (bgpd_lexer_pass(lexer, "descr")) {
        secret_free(bgpd_lexer_value(lexer));
    } else if (bgpd_lexer_pass(lexer, "min-version")) {
        bgpd_lexer_next(lexer);
    } else {
        bgpd_lexer_skip(lexer);
    }
}

struct openbgpd_reader {
    const struct import *import;
    struct bgpd_lexer lexer;
    GPtrArray *secrets; /* struct secret *, owned */
    char listen[8];     /* the port that bgpd listens on, "*" if there are several, or empty */
    unsigned unclosed;  /* the line of a brace that is never closed; 0: none */
};

/* Reads the items in braces with READ. */
static void read_block(struct openbgpd_reader *reader, struct bgpd_settings *settings,
                       void (*read)(struct openbgpd_reader *, struct bgpd_settings *))
{
    const unsigned line = reader->lexer.line;
    if (!bgpd_lexer_pass(&reader->lexer, "{"))
        return;
    while (reader->lexer.token != BGPD_END && !bgpd_lexer_is(&reader->lexer, "}"))
        if (reader->lexer.token == BGPD_NEWLINE)
            bgpd_lexer_next(&reader->lexer);
        else
            read(reader, settings);
    if (!bgpd_lexer_pass(&reader->lexer, "}") && reader->unclosed == 0)
        reader->unclosed = line;
}

static void read_item(struct openbgpd_reader *reader, struct bgpd_settings *settings)
{
    bgpd_settings_read(settings, &reader->lexer, reader->secrets);
}

/* Adds the key of SESSION, whose peer, port and protocol are set. */
static void add_key(const struct openbgpd_reader *reader, struct session *session,
                    const struct bgpd_settings *settings)
{
    const bool six = memchr(session->peer.at, ':', session->peer.length);
    if (!settings->secret && !settings->withheld)
        return;
    session->import = reader->import;
    session->local = word_from(settings->local[six]);
    session->alias = session->peer;
    session->vrf = word_from("");
    struct key *key = session_key(session, settings->line);
    if (!key)
        return;
    key->withheld = settings->withheld;
    key->secret = secret_copy(settings->secret);
    import_add(reader->import, key);
}

/* Returns the port on which both ends listen, or "*" if they differ. */
static const char *common_port(const struct openbgpd_reader *reader,
                               const struct bgpd_settings *settings)
{
    const char *local = *reader->listen ? reader->listen : "179";
    const char *remote = *settings->port ? settings->port : "179";
    return strcmp(local, remote) == 0 ? remote : "*";
}

static void openbgpd_read_neighbor(struct openbgpd_reader *reader,
                                   const struct bgpd_settings *group)
{
    char peer[64], bits[8] = "";
    struct bgpd_settings settings = *group;

    if (!bgpd_lexer_read(&reader->lexer, peer, sizeof peer)) {
        bgpd_lexer_skip(&reader->lexer);
        return;
    }
    if (bgpd_lexer_pass(&reader->lexer, "/"))
        bgpd_lexer_read(&reader->lexer, bits, sizeof bits);
    read_block(reader, &settings, read_item);
    struct session session = {
        .protocol = settings.is_ldp ? "ldp " : "",
        .port = settings.is_ldp ? "646" : common_port(reader, &settings),
        .peer = word_from(peer),
        .bits = word_from(bits),
    };
    add_key(reader, &session, &settings);
}

/* Reads an item of a group. As in bgpd, a neighbor inherits the settings that precede it in its
 * group. */
static void read_group_item(struct openbgpd_reader *reader, struct bgpd_settings *settings)
{
    if (bgpd_lexer_pass(&reader->lexer, "neighbor"))
        openbgpd_read_neighbor(reader, settings);
    else
        read_item(reader, settings);
}

static void read_group(struct openbgpd_reader *reader)
{
    struct bgpd_settings settings = {.secret = NULL};
    secret_free(bgpd_lexer_value(&reader->lexer)); /* its name */
    read_block(reader, &settings, read_group_item);
}

static void read_rtr(struct openbgpd_reader *reader)
{
    char peer[64];
    struct bgpd_settings settings = {.port = "323"};

    if (!bgpd_lexer_read(&reader->lexer, peer, sizeof peer))
        return;
    read_block(reader, &settings, read_item);
    struct session session = {
        .protocol = "rpki ",
        .port = settings.port,
        .peer = word_from(peer),
        .bits = word_from(""),
    };
    add_key(reader, &session, &settings);
}

/* "listen on ADDRESS [port PORT]" */
static void read_listen(struct openbgpd_reader *reader)
{
    char address[64], port[sizeof reader->listen] = "179";

    if (bgpd_lexer_pass(&reader->lexer, "on"))
        bgpd_lexer_read(&reader->lexer, address, sizeof address);
    if (bgpd_lexer_pass(&reader->lexer, "port"))
        bgpd_lexer_read(&reader->lexer, port, sizeof port);
    const bool differs = *reader->listen && strcmp(reader->listen, port) != 0;
    g_strlcpy(reader->listen, differs ? "*" : port, sizeof port);
}

/* Reads "NAME = VALUE". Any other statement has no keys. */
static void read_macro(struct openbgpd_reader *reader)
{
    char name[BGPD_LONGEST_NAME + 1];
    struct secret *value = NULL;

    if (bgpd_lexer_read(&reader->lexer, name, sizeof name) && bgpd_lexer_pass(&reader->lexer, "="))
        value = bgpd_lexer_value(&reader->lexer);
    if (value)
        bgpd_lexer_define(&reader->lexer, name, value);
}

static void read_statement(struct openbgpd_reader *reader)
{
    static const struct bgpd_settings none;
    struct bgpd_lexer *lexer = &reader->lexer;
    const unsigned line = lexer->line;

    if (bgpd_lexer_pass(lexer, "neighbor"))
        openbgpd_read_neighbor(reader, &none);
    else if (bgpd_lexer_pass(lexer, "group"))
        read_group(reader);
    else if (bgpd_lexer_pass(lexer, "rtr"))
        read_rtr(reader);
    else if (bgpd_lexer_pass(lexer, "listen"))
        read_listen(reader);
    else if (bgpd_lexer_pass(lexer, "include"))
        import_problem(reader->import, line, "included files are not read for keys");
    else if (!bgpd_lexer_pass(lexer, "}"))
        read_macro(reader);
    bgpd_lexer_skip(lexer);
    if (lexer->token == BGPD_NEWLINE)
        bgpd_lexer_next(lexer);
}

static void read_text(const char *text, size_t length, const struct import *import)
{
    struct openbgpd_reader reader = {
        .import = import,
        .secrets = g_ptr_array_new_with_free_func((GDestroyNotify)secret_free),
    };
    bgpd_lexer_init(&reader.lexer, text, length, import);
    while (reader.lexer.token != BGPD_END)
        read_statement(&reader);
    import_unclosed(import, reader.unclosed);
    bgpd_lexer_clear(&reader.lexer);
    g_ptr_array_free(reader.secrets, TRUE);
}

static const struct sign signs[] = {
    {"tcp md5sig *", 100},
    {"neighbor * { tcp md5sig *", 100},
    {"gtsm-enable *", 60},
    {"l2vpn * type * {", 60},
    {"link-hello-holdtime *", 60},
    {"targeted-neighbor *", 60},
    {"rtr * {", 60},
    {"roa-set {", 60},
    {"fib-update *", 60},
    {"announce IPv4 *", 60},
    {"announce IPv6 *", 60},
    {"enforce neighbor-as *", 60},
    {"nexthop qualify via *", 60},
    {"network inet *", 60},
    {"network inet6 *", 60},
    {"neighbor $*", 40},
    {"rde rib *", 60},
    {"listen on *", 30},
    {"allow from *", 30},
    {"deny from *", 30},
    {"allow to *", 30},
    {"deny to *", 30},
    {"match from *", 30},
    {"match to *", 30},
    {"allow quick *", 30},
    {"deny quick *", 30},
    {"AS *", 25},
    {"descr *", 10},
    {"remote-as *", 5},
    {NULL, 0},
};

const struct dialect dialect_openbgpd = {.name = "openbgpd",
                                         .title = "OpenBGPD and OpenBSD's ldpd",
                                         .signs = signs,
                                         .read = read_text,
                                         .braces = true};
