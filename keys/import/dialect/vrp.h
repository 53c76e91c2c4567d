/* The text of Huawei VRP or HPE Comware as branches:
 *
 *     bgp, msdp, rpki, ldp   a branch for each VPN instance, with "vrf" and "session" NAME
 *     policy                 NAME "key-id" NUMBER: keys for TCP-AO, with those of their key chain
 *
 * A session, or a peer group, has "source", "group" and "port"; one of "password", "keychain" and
 * "tcp-ao"; with a key chain, "signs" tells how.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_VRP_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_VRP_H

#include "keys/import/model/rows.h"

/* What has no place in the branches. */
struct vrp {
    struct rows *rows;
    GStringChunk *names;  /* of peers, in a uniform spelling */
    GPtrArray *unread;    /* const struct statement *: lines of LDP for groups of peers */
    struct word lsr_id;   /* the source of LDP sessions, or empty */
    bool other_transport; /* some LDP sessions have another source */
};

enum vrp_view_kind {
    VIEW_SYSTEM,
    VIEW_BGP,
    VIEW_LDP,
    VIEW_MSDP,
    VIEW_INTERFACE,
    VIEW_RPKI,
    VIEW_SESSION, /* of RPKI */
};

/* The view to which a line belongs. */
struct vrp_view {
    enum vrp_view_kind kind;
    struct branch *list; /* of the sessions of its protocol */
    struct word vpn;     /* the name of the VPN instance, or empty */
    struct word name;    /* of the interface or the RPKI session */
};

/* Adds TEXT, and the addresses of interfaces, to VRP's rows. */
void vrp_say(struct vrp *vrp, const struct statement *text);

/* Reads a line of BGP or MSDP: "peer NAME VERB ...", "group NAME ...", or one of them after
 * "undo". */
void vrp_say_peers(const struct vrp *vrp, const struct vrp_view *view,
                   const struct statement *statement);

/* Reads a line of LDP: "md5-password cipher PEER SECRET", "authentication tcp-ao peer PEER name
 * NAME", "authentication key-chain all name NAME" or, in Comware, "md5-authentication PEER cipher
 * SECRET". */
void vrp_say_ldp(struct vrp *vrp, const struct vrp_view *view, const struct statement *statement);

/* Reads "undo session ..." of RPKI. */
void vrp_forget_cache(const struct vrp *vrp, const struct vrp_view *view,
                      const struct statement *statement);

/* Reads a line of an RPKI session: "tcp port 323 password md5 SECRET", "tcp port 323 keychain
 * NAME", "undo tcp" or "connect-interface ...". */
void vrp_say_cache(const struct vrp *vrp, const struct vrp_view *view,
                   const struct statement *statement);

/* Makes WORD's value the secret that begins with the word at TEXT. The word at KIND, "simple",
 * "plain" or "cipher", is the child of the secret; without such a word, the secret begins at
 * KIND. */
void vrp_set_secret(struct branch *at, const char *word, const struct statement *statement,
                    unsigned kind, unsigned text);

/* Returns the child WORD of AT, which it adds if there is none. */
struct branch *vrp_add(struct branch *at, const char *word, unsigned line);

/* Return the word after WORD in STATEMENT, empty if there is none, and its index, 0 if there is
 * none. */
struct word vrp_word_after(const struct statement *statement, const char *word);
unsigned vrp_index_after(const struct statement *statement, const char *word);

#endif
