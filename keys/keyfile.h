/* The keyring file, tcpauth's own format. tcpauth-keyring(5) describes it for users.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KEYFILE_H
#define TCPAUTH_KEYS_KEYFILE_H

#include "keyring.h"
#include "text.h"

/* Adds the keys and the initial sequence numbers in LENGTH bytes of TEXT to RING. Messages call the
 * file NAME. Appends a GError (domain KEY_ERROR) to PROBLEMS for each problem; it names the file
 * and the line, never a secret. An entry that cannot be read is skipped; all others are added. */
void keyfile_parse(const char *text, size_t length, const char *name, struct keyring *ring,
                   GPtrArray *problems);

/* The position of an entry in its text: from its first word to the end of its last. */
struct keyfile_span {
    size_t begin, end;
};

/* Receives what can be read of a keyring file. */
struct keyfile_receiver {
    void (*take)(struct key *key, struct keyfile_span span,
                 void *data); /* takes ownership of KEY */
    void *data;
    struct isns *isns;
};

/* Reads TEXT as keyfile_parse() does, but passes what it reads to RECEIVER. */
void keyfile_visit(const char *text, size_t length, const char *name, GPtrArray *problems,
                   const struct keyfile_receiver *receiver);

/* Returns true if TEXT begins as a keyring file: with an entry and one of its attributes, or with
 * an isn line. Routers' configurations also have lines that begin with "key", but other words
 * follow. */
bool keyfile_is_likely(const char *text, size_t length);

/* Returns true if TEXT has an entry anywhere, or has nothing but comments. */
bool keyfile_is_possible(const char *text, size_t length);

/* Appends KEY, which has a secret, to TEXT as an entry that is read as an equal key. COMMENT,
 * unless it is NULL, goes after its name. The last line has no line end. */
void keyfile_write(struct text *text, const struct key *key, const char *comment);

/* Appends ISN to TEXT as an isn line, with its line end. */
void keyfile_write_isn(struct text *text, const struct isn *isn);

/* Appends SECRET in the notation of a keyring file: as "text" if it is readable, otherwise as hex
 * DIGITS. */
void keyfile_write_secret(struct text *text, const struct secret *secret);

#endif
