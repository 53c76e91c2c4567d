/* Reads the lines of Huawei VRP and HPE Comware about sessions into branches.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "vrp.h"

#include "keys/import/model/key-words.h"

#include <string.h>

struct branch *vrp_add(struct branch *at, const char *word, unsigned line)
{
    return branch_add(at, word_from(word), line);
}

unsigned vrp_index_after(const struct statement *statement, const char *word)
{
    for (unsigned i = 1; i < statement_length(statement); i++)
        if (statement_is(statement, i - 1, word))
            return i;
    return 0;
}

struct word vrp_word_after(const struct statement *statement, const char *word)
{
    const unsigned index = vrp_index_after(statement, word);
    return index > 0 ? statement_word(statement, index) : (struct word){.at = ""};
}

void vrp_set_secret(struct branch *at, const char *word, const struct statement *statement,
                    unsigned kind, unsigned text)
{
    static const char *const kinds[] = {"cipher", "simple", "plain"};
    unsigned i = 0;
    while (i < G_N_ELEMENTS(kinds) && !statement_is(statement, kind, kinds[i]))
        i++;
    const bool told = i < G_N_ELEMENTS(kinds);
    struct branch *secret =
        branch_set(at, word, statement_rest(statement, told ? text : kind), statement->line);
    if (told)
        vrp_add(secret, kinds[i], statement->line);
}

static void forget_secrets(struct branch *at)
{
    branch_forget(at, word_from("password"));
    branch_forget(at, word_from("keychain"));
    branch_forget(at, word_from("tcp-ao"));
    branch_forget(at, word_from("signs"));
}

/* Sets how sessions AT are signed: WORD is "password", "keychain" or "tcp-ao". The words from INDEX
 * on follow it. */
static void set_signature(struct branch *at, const char *word, const struct statement *statement,
                          unsigned index)
{
    forget_secrets(at);
    if (statement_is(statement, index, "disable")) {
        vrp_add(branch_set(at, "password", (struct word){.at = ""}, statement->line), "disabled",
                statement->line);
    } else if (strcmp(word, "password") == 0) {
        vrp_set_secret(at, word, statement, index, index + 1);
    } else {
        const bool ao = strcmp(word, "tcp-ao") == 0;
        index += statement_is(statement, index, "policy");
        branch_set(at, word, statement_word(statement, index), statement->line);
        branch_set(at, "signs", word_from(ao ? "ao" : "enhanced"), statement->line);
    }
}

/* Sets the source of sessions AT, as in "connect-interface LoopBack0 192.0.2.1", "connect-interface
 * LoopBack0" or "source-address A". VERB is the index of the first of these words. */
static void set_source(struct branch *at, const struct statement *statement, unsigned verb)
{
    const struct word last = statement_word(statement, statement_length(statement) - 1);
    char *address = word_dup(last);
    struct cidr cidr;
    branch_set(at, "source",
               cidr_parse(address, &cidr) ? last : statement_rest(statement, verb + 1),
               statement->line);
    g_free(address);
}

/* Returns the session of VIEW with the peer or peer group NAME, and revives it if it was removed.
 * BITS are the length or mask of a prefix, or empty. */
static struct branch *session_with(const struct vrp *vrp, const struct vrp_view *view,
                                   struct word name, struct word bits, unsigned line)
{
    struct prefix prefix;
    char *text = prefix_from_words(name, bits, &prefix) ? prefix_text(&prefix) : word_dup(name);
    const char *kept = g_string_chunk_insert_const(vrp->names, text);
    struct branch *at = branch_add(view->list, view->vpn, line);

    if (view->vpn.length > 0 && !branch_child(at, word_from("vrf")))
        branch_set(at, "vrf", view->vpn, line);
    at = vrp_add(vrp_add(at, "session", line), kept, line);
    branch_forget(at, word_from("removed"));
    g_free(text);
    return at;
}

static void remove_peer(struct branch *peer, unsigned line)
{
    forget_secrets(peer);
    branch_forget(peer, word_from("group"));
    branch_forget(peer, word_from("source"));
    vrp_add(peer, "removed", line);
}

/* Reads "peer NAME VERB ...", after "undo" if UNDO. */
static void say_peer(const struct vrp *vrp, const struct vrp_view *view,
                     const struct statement *statement, bool undo)
{
    static const char *const secrets[] = {"password", "keychain", "tcp-ao"};
    struct word bits = statement_word(statement, undo + 2u);
    bits.length = bits.length > 0 && g_ascii_isdigit(*bits.at) ? bits.length : 0;
    const unsigned verb = undo + 2u + (bits.length > 0);
    struct branch *peer =
        session_with(vrp, view, statement_word(statement, undo + 1u), bits, statement->line);
    struct prefix address;
    const bool creates_peer = /* "group" creates a peer group */
        statement_is(statement, verb, "as-number") &&
        prefix_from_words(peer->word, word_from(""), &address);

    for (unsigned i = 0; i < G_N_ELEMENTS(secrets); i++)
        if (statement_is(statement, verb, secrets[i]) && undo)
            forget_secrets(peer);
        else if (statement_is(statement, verb, secrets[i]))
            set_signature(peer, secrets[i], statement, verb + 1);
    if (undo && (verb >= statement_length(statement) || creates_peer)) {
        remove_peer(peer, statement->line);
    } else if (statement_is(statement, verb, "connect-interface") ||
               statement_is(statement, verb, "source-address")) {
        branch_forget(peer, word_from("source"));
        if (!undo)
            set_source(peer, statement, verb);
    } else if (statement_is(statement, verb, "group")) {
        if (undo)
            branch_forget(peer, word_from("group"));
        else if (!branch_child(peer, word_from("group")))
            branch_set(peer, "group", statement_word(statement, verb + 1), statement->line);
    } else if (statement_is(statement, verb, "listen-net")) {
        struct branch *range = session_with(vrp, view, statement_word(statement, verb + 1),
                                            statement_word(statement, verb + 2), statement->line);
        branch_set(range, "group", peer->word, statement->line);
        if (undo)
            remove_peer(range, statement->line);
    }
}

void vrp_say_peers(const struct vrp *vrp, const struct vrp_view *view,
                   const struct statement *statement)
{
    const bool undo = statement_is(statement, 0, "undo");
    if (statement_is(statement, undo, "peer") && statement_length(statement) > undo + 1u) {
        say_peer(vrp, view, statement, undo);
    } else if (statement_is(statement, undo, "group")) {
        struct branch *group = session_with(vrp, view, statement_word(statement, undo + 1u),
                                            word_from(""), statement->line);
        if (undo)
            remove_peer(group, statement->line);
    }
}

void vrp_say_ldp(struct vrp *vrp, const struct vrp_view *view, const struct statement *statement)
{
    const bool undo = statement_is(statement, 0, "undo");
    const bool comware = statement_is(statement, undo, "md5-authentication");
    const bool password = comware || statement_is(statement, undo, "md5-password");
    const bool ao = statement_match(statement, undo, "authentication tcp-ao");
    const unsigned index = undo       ? statement_length(statement) - 1
                           : password ? 2u - comware
                                      : 2u + statement_is(statement, 2, "peer"); /* of the peer */

    if (statement_is(statement, 0, "lsr-id"))
        vrp->lsr_id = statement_word(statement, 1);
    if (!password && !ao && !statement_match(statement, undo, "authentication key-chain"))
        return;
    if (statement_is(statement, index, "peer-group")) {
        g_ptr_array_add(vrp->unread, (gpointer)statement);
        return;
    }
    struct branch *session =
        session_with(vrp, view, statement_word(statement, index), word_from(""), statement->line);
    forget_secrets(session);
    if (undo)
        return;
    if (password)
        vrp_set_secret(session, "password", statement, comware ? 2 : 1, 3);
    else
        set_signature(session, ao ? "tcp-ao" : "keychain", statement, index + 2);
}

void vrp_forget_cache(const struct vrp *vrp, const struct vrp_view *view,
                      const struct statement *statement)
{
    if (statement_matches(statement, "undo session *"))
        forget_secrets(
            session_with(vrp, view, statement_word(statement, 2), word_from(""), statement->line));
}

void vrp_say_cache(const struct vrp *vrp, const struct vrp_view *view,
                   const struct statement *statement)
{
    struct branch *at = session_with(vrp, view, view->name, word_from(""), statement->line);
    const unsigned password = vrp_index_after(statement, "password");
    const struct word port = vrp_word_after(statement, "port");
    uint64_t number;

    if (statement_is(statement, 0, "connect-interface"))
        set_source(at, statement, 0);
    if (!statement_is(statement, 0, "tcp") && !statement_matches(statement, "undo tcp"))
        return;
    forget_secrets(at);
    if (statement_is(statement, 0, "undo"))
        return;
    if (word_number(port, G_MAXUINT16, &number))
        branch_set(at, "port", port, statement->line);
    if (password > 0)
        set_signature(at, "password", statement,
                      password + statement_is(statement, password, "md5"));
    else if (vrp_index_after(statement, "keychain") > 0)
        set_signature(at, "keychain", statement, vrp_index_after(statement, "keychain"));
}
