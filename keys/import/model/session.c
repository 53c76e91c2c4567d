/* A router's session with a peer: the attributes that its keys need.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "session.h"

#include "peer.h"

#include <string.h>

static char *session_name(const struct session *session, const struct prefix *peer)
{
    GString *name = g_string_new(session->protocol);
    char *text = peer->address.length > 0 || session->alias.length == 0 ? prefix_text(peer)
                                                                        : word_dup(session->alias);

    g_string_append(name, text);
    g_free(text);
    if (session->vrf.length > 0) {
        g_string_append(name, " vrf ");
        g_string_append_len(name, session->vrf.at, (gssize)session->vrf.length);
    }
    if (session->realm)
        g_string_append(name, session->realm);
    return g_string_free(name, FALSE);
}

static struct prefix local_end(const struct session *session, const struct prefix *peer)
{
    if (session->local.length == 0)
        return (struct prefix){0};
    char *text = word_dup(session->local);
    const struct prefix end = peer_source(text, peer);
    g_free(text);
    return end;
}

struct key *session_key(const struct session *session, unsigned line)
{
    struct prefix peer;
    if (!prefix_from_words(session->peer, session->bits, &peer)) {
        import_problem(session->import, line, "the peer of this key is no IP address");
        return NULL;
    }

    char *name = session_name(session, &peer);
    struct key *key = import_key(session->import, line, name);
    g_free(name);
    import_set(session->import, line, key, KEY_PORT, session->port);
    if (session->vrf.length > 0) {
        char *instance = g_strdup_printf("vrf %.*s", (int)session->vrf.length, session->vrf.at);
        import_set_instance(key, instance);
        g_free(instance);
    }
    key->ends[0] = local_end(session, &peer);
    key->ends[1] = peer;
    return key;
}
