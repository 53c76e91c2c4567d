/* A router's session with a peer, as the keys for it see it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "session.h"

#include "peer.h"

#include <string.h>

/* SR OS names the link of a link-local address as in "fe80::1-toR2". */
static bool peer_from_word(struct word word, struct prefix *peer)
{
    char *text = word_dup(word);
    if (g_ascii_strncasecmp(text, "fe80:", 5) == 0)
        text[strcspn(text, "-")] = '\0';
    const bool fine = word_is(word, "*") ? prefix_parse("*", peer, NULL) : peer_parse(text, peer);
    g_free(text);
    return fine;
}

/* How many bits the mask 255.255.255.0 has; false if they are not all in front. */
static bool mask_bits(const struct ip_address *mask, unsigned *bits)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < 4; i++)
        value = value << 8 | mask->bytes[i];
    *bits = (unsigned)__builtin_popcount(value);
    return (~value & (~value + 1)) == 0;
}

static bool narrow(struct prefix *prefix, struct word bits)
{
    char *text = word_dup(bits);
    guint64 number = 0;
    struct prefix mask;
    unsigned length = 0;
    bool fine = true;

    if (g_ascii_string_to_unsigned(text, 10, 0, 8u * prefix->address.length, &number, NULL))
        length = (unsigned)number;
    else
        fine = prefix->address.length == 4 && prefix_parse(text, &mask, NULL) &&
               mask.address.length == 4 && mask_bits(&mask.address, &length);
    if (fine)
        *prefix = prefix_of(&prefix->address, length);
    g_free(text);
    return fine;
}

bool prefix_from_words(struct word address, struct word bits, struct prefix *prefix)
{
    return peer_from_word(address, prefix) && (bits.length == 0 || narrow(prefix, bits));
}

static char *session_name(const struct session *session, const struct prefix *peer)
{
    GString *name = g_string_new(session->protocol);
    char *text = peer->address.length > 0 || session->alias.length == 0 ? peer_text(peer)
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
    key->ends[0] = local_end(session, &peer);
    key->ends[1] = peer;
    return key;
}

void session_tell_apart(struct key *key, struct word chain, struct word number)
{
    char *name = word_dup(chain), *text = word_dup(number);
    import_tell_apart(key, name, text);
    import_set_chain(key, name, text);
    g_free(text);
    g_free(name);
}

struct secret *secret_from_word(struct word word)
{
    if (!word.quote)
        return secret_new(word.at, word.length);

    char *plain = g_malloc(word.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < word.length; i++) {
        const bool escape = word.at[i] == '\\' && i + 1 < word.length &&
                            (word.at[i + 1] == '\\' || word.at[i + 1] == word.quote);
        plain[length++] = word.at[i += escape];
    }
    struct secret *secret = secret_new(plain, length);
    secret_wipe(plain, word.length + 1);
    g_free(plain);
    return secret;
}

const char *secret_removed(struct word word)
{
    static const char *const marks[] = {"removed", "hidden", "redacted", "masked", "secret"};
    size_t stars = 0;
    bool removed = false;

    while (stars < word.length && word.at[stars] == '*')
        stars++;
    if (word.length > 2 && *word.at == '<' && word.at[word.length - 1] == '>')
        for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++)
            removed = removed || memmem(word.at, word.length, marks[i], strlen(marks[i]));
    return removed || (stars > 2 && stars == word.length)
               ? "the secret was removed from this copy of the configuration"
               : NULL;
}

bool moment_from(int year, int month, int day, int hour, int minute, int second, int64_t *moment)
{
    char *text =
        g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, hour, minute, second);
    const bool fine = key_time_parse(text, moment, NULL);
    g_free(text);
    return fine;
}
