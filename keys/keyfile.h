/* The keyring file: tcpauth's own format, described for its writers in tcpauth-keyring(5).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KEYFILE_H
#define TCPAUTH_KEYS_KEYFILE_H

#include "keyring.h"
#include "text.h"

/* Adds the keys in LENGTH bytes of TEXT, and the initial sequence numbers, to RING; messages call
 * the file NAME. Whatever is wrong is appended to PROBLEMS (GError *, KEY_ERROR), each naming file
 * and line and never a secret: an entry that cannot be read costs that entry only. */
void keyfile_parse(const char *text, size_t length, const char *name, struct keyring *ring,
                   GPtrArray *problems);

/* Where an entry stands in its text: from its first word to the end of its last. */
struct keyfile_span {
    size_t begin, end;
};

/* Gets what can be read of a keyring file. */
struct keyfile_receiver {
    void (*take)(struct key *key, struct keyfile_span span, void *data); /* it owns KEY */
    void *data;
    struct isns *isns;
};

/* Reads likewise, but hands what is read to RECEIVER. */
void keyfile_visit(const char *text, size_t length, const char *name, GPtrArray *problems,
                   const struct keyfile_receiver *receiver);

/* Returns true if TEXT begins as a keyring file does, with an entry and an attribute of it or with
 * an isn line. Routers have lines that begin with "key", too, but do not go on so. */
bool keyfile_is_likely(const char *text, size_t length);

/* Returns true if TEXT has an entry anywhere, or nothing at all but comments. */
bool keyfile_is_possible(const char *text, size_t length);

/* Appends KEY, which has a secret, to TEXT as an entry, with COMMENT behind its name unless it is
 * NULL: reading that gives an equal key. The last line has no end. */
void keyfile_write(struct text *text, const struct key *key, const char *comment);

/* Appends ISN to TEXT as an isn line, with its end. */
void keyfile_write_isn(struct text *text, const struct isn *isn);

/* Appends SECRET as a keyring file has it: "text" if that is what it is, else hex DIGITS. */
void keyfile_write_secret(struct text *text, const struct secret *secret);

#endif
