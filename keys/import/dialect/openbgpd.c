/* Reads OpenBGPD's configurations: neighbors, which inherit from groups, and sessions with RPKI
 * caches. Those of OpenBSD's ldpd have the same form: "neighbor ADDRESS { password SECRET }".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/dialect.h"
#include "openbgpd-settings.h"
#include "keys/import/model/session.h"

#include <string.h>

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

struct openbgpd_reader {
    const struct import *import;
    struct bgpd_lexer lexer;
    GPtrArray *secrets; /* struct secret *, owned */
    char listen[8];     /* the port that bgpd listens on, "*" if there are several, or empty */
};

/* Reads the items in braces with READ. */
static void read_block(struct openbgpd_reader *reader, struct bgpd_settings *settings,
                       void (*read)(struct openbgpd_reader *, struct bgpd_settings *))
{
    if (!bgpd_lexer_pass(&reader->lexer, "{"))
        return;
    while (reader->lexer.token != BGPD_END && !bgpd_lexer_is(&reader->lexer, "}"))
        if (reader->lexer.token == BGPD_NEWLINE)
            bgpd_lexer_next(&reader->lexer);
        else
            read(reader, settings);
    bgpd_lexer_pass(&reader->lexer, "}");
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
    bgpd_lexer_clear(&reader.lexer);
    g_ptr_array_free(reader.secrets, TRUE);
}

const struct dialect dialect_openbgpd = {.name = "openbgpd",
                                         .title = "OpenBGPD and OpenBSD's ldpd",
                                         .signs = signs,
                                         .read = read_text,
                                         .braces = true};
