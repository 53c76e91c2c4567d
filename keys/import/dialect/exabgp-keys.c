/* The keys for a session of ExaBGP's.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/model/ao-algorithm.h"
#include "exabgp-secret.h"
#include "exabgp.h"
#include "keys/import/model/session.h"

#include <string.h>

#define LONGEST 80 /* the most bytes that ExaBGP accepts in a secret */

static const char in_ipsec_conf[] = "\"kernel\" means that FreeBSD has it from its ipsec.conf";

/* Returns the reason why TEXT is not the secret itself, or NULL. */
static const char *reason_to_withhold(const struct secret *text)
{
    struct word word = {.at = ""};
    word.at = (const char *)secret_bytes(text, &word.length);
    return word_is(word, "kernel") ? in_ipsec_conf : secret_removed(word);
}

/* Sets the secret of KEY and takes ownership of SECRET, which is NULL if it was invalid base64.
 * Returns false and adds a problem at LINE if ExaBGP would not accept it. */
static bool set_secret(const struct import *import, struct key *key, struct secret *secret,
                       unsigned line)
{
    size_t length = 0;
    key->secret = secret;
    if (secret)
        secret_bytes(secret, &length);
    else
        import_problem(import, line, "the secret is not base64");
    if (secret && (length == 0 || length > LONGEST))
        import_problem(import, line, "ExaBGP accepts secrets of 1 to %d bytes", LONGEST);
    return length > 0 && length <= LONGEST;
}

/* Returns a key with the secret TEXT, decoded if KIND is EXABGP_BASE64. Returns NULL and adds a
 * problem on error. */
static struct key *make_key(const struct session *session, const struct secret *text,
                            enum exabgp_kind kind, unsigned line)
{
    struct key *key = session_key(session, line);
    if (!key)
        return NULL;
    key->withheld = reason_to_withhold(text);
    if (key->withheld)
        return key;
    struct secret *secret = kind == EXABGP_BASE64 ? exabgp_from_base64(text) : secret_copy(text);
    if (set_secret(session->import, key, secret, line))
        return key;
    key_free(key);
    return NULL;
}

/* Adds the MD5 keys of SESSION. If the kind of the password is not set, ExaBGP 4 may read it as
 * base64 and other releases as text. Both keys are then added. */
static void add_md5(const struct session *session, const struct exabgp_settings *settings)
{
    const struct statement *item = settings->password;
    const bool old = statement_is(item, 0, "md5");
    struct secret *text = old ? exabgp_old_text(item) : exabgp_text(item);
    struct key *key = make_key(session, text, old ? EXABGP_TEXT : settings->kind, item->line);

    if (key)
        import_add(session->import, key);
    if (key && !old && settings->kind == EXABGP_UNTOLD && exabgp_looks_like_base64(text)) {
        struct session other = *session;
        other.realm = " from base64";
        key = make_key(&other, text, EXABGP_BASE64, item->line);
        if (key)
            import_add(session->import, key);
    }
    secret_free(text);
}

static bool set_ao(const struct import *import, struct key *key,
                   const struct exabgp_settings *settings)
{
    const unsigned line = settings->ao_password->line;
    const bool fine = key_read(import, line, key, KEY_SEND_ID, settings->ao_id) &&
                      key_read(import, line, key, KEY_RECV_ID, settings->ao_id);

    key->options = KEY_OPTIONS_INCLUDED; /* ExaBGP leaves Linux's default */
    key_read_algorithm(key, settings->ao_algorithm);
    return fine;
}

static void add_ao(const struct session *session, const struct exabgp_settings *settings)
{
    struct secret *text = exabgp_text(settings->ao_password);
    struct key *key = make_key(session, text, settings->ao_kind, settings->ao_password->line);

    secret_free(text);
    import_add_if(session->import, key, key && set_ao(session->import, key, settings));
}

/* Returns the port to which ExaBGP connects, or "*" if it listens on another. Free with
 * g_free(). */
static char *common_port(const struct exabgp_settings *settings)
{
    const struct word bgp = {"179", 3, 0};
    const struct word connect = settings->connect.length > 0 ? settings->connect : bgp;
    const struct word listen = settings->listen.length > 0 ? settings->listen : connect;
    const bool same =
        connect.length == listen.length && memcmp(connect.at, listen.at, listen.length) == 0;
    return same ? word_dup(connect) : g_strdup("*");
}

void exabgp_add_keys(const struct import *import, const struct exabgp_settings *settings)
{
    char *port = common_port(settings);
    const struct session session = {
        .import = import,
        .protocol = "",
        .port = port,
        .peer = settings->peer,
        .bits = {.at = ""},
        .local = settings->md5_ip.length > 0 ? settings->md5_ip : settings->local,
        .alias = settings->peer,
        .vrf = {.at = ""},
    };
    if (settings->password)
        add_md5(&session, settings);
    if (settings->ao_password)
        add_ao(&session, settings);
    g_free(port);
}
