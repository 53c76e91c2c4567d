/* What can be wrong with keys although each can be read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_FLAW_H
#define TCPAUTH_CLI_FLAW_H

#include "keys/keyring.h"

struct flaw {
    const char *kind; /* one word, the same for ever: "expired" */
    bool is_note;     /* it may well be meant so */
    char *where;      /* "session.keys:12" or NULL */
    char *name;       /* of the key, or NULL */
    char *text;       /* for people */
};

void flaw_free(struct flaw *flaw);

/* Adds what is wrong with the keys of RING at TIME to FLAWS (struct flaw *). */
void flaws_of_keys(const struct keyring *ring, int64_t time, GPtrArray *flaws);

/* Does the same for the secret of KEY alone. */
void flaws_of_secret(const struct key *key, GPtrArray *flaws);

/* Does the same for what was wrong while PATH was read (GError *). */
void flaws_of_reading(const char *path, const GPtrArray *problems, GPtrArray *flaws);

#endif
