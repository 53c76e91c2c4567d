/* A format in which keys can be exported.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_FORMAT_H
#define TCPAUTH_CLI_FORMAT_H

#include "keys/isns.h"
#include "keys/key.h"
#include "keys/text.h"

/* Appends KEY, which has a secret, to TEXT and returns NULL. If the format cannot express KEY,
 * returns a static, human-readable reason. If the format distinguishes them, the first end is the
 * router and the second its peer. */
typedef const char *format_writer(struct text *text, const struct key *key);

/* Appends KEY to ENTRY, which the format's writer made of another TCP-AO key between the same ends
 * that has other KeyIDs. The writer has accepted KEY. */
typedef void format_joiner(struct text *entry, const struct key *key);

/* The attributes of a key that a format may be unable to express. */
enum format_lack {
    FORMAT_LACKS_SIGNED_AS = 1 << 0,
    FORMAT_LACKS_PORT = 1 << 1,
    FORMAT_LACKS_TIMES = 1 << 2,
    FORMAT_LACKS_CHAIN = 1 << 3,
    FORMAT_LACKS_PREFERENCE = 1 << 4,
    FORMAT_LACKS_SIGNATURE = 1 << 5,
    FORMAT_LACKS_DEPRECATED = 1 << 6, /* but not another preference */
    FORMAT_LACKS_INSTANCE = 1 << 7,
};

/* The connections for which a format without times can have only one key, or one entry with several
 * TCP-AO keys. */
enum format_place {
    FORMAT_PLACE_ANY,  /* the format has times, and so any number of keys */
    FORMAT_PLACE_ENDS, /* those of a router's address and a peer */
    FORMAT_PLACE_PAIR, /* those of two addresses, whichever is the router's */
    FORMAT_PLACE_PEER, /* those of a peer with any address of the router */
};

struct format {
    const char *name;
    const char *title;   /* its description, for --help */
    const char *comment; /* the start of a comment line; NULL if entries need no comments */
    const char *preface; /* lines before all keys, or NULL */
    enum format_place place;
    enum format_lack lacks;
    format_writer *write;
    format_joiner *join; /* NULL if the format allows one TCP-AO key in a place */
    void (*write_isn)(
        struct text *text,
        const struct isn *isn); /* NULL if the format has no initial sequence numbers */
};

extern const struct format format_native;
extern const struct format format_bird;
extern const struct format format_frr;
extern const struct format format_gobgp;
extern const struct format format_setkey;
extern const struct format format_uat;

/* Returns true if PREFIX is a single address. */
bool format_is_address(const struct prefix *prefix);

/* Returns true if SECRET consists of at most LONGEST printable ASCII characters, none of them in
 * EXCEPT. */
bool format_is_plain(const struct secret *secret, size_t longest, const char *except);

/* Appends the bytes of SECRET unchanged. */
void format_add_secret(struct text *text, const struct secret *secret);

/* Appends PREFIX. */
void format_add_end(struct text *text, const struct prefix *prefix);

/* Appends the bytes of SECRET in hexadecimal. */
void format_add_hex(struct text *text, const struct secret *secret);

#endif
