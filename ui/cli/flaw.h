/* Flaws in keys that can be read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_FLAW_H
#define TCPAUTH_CLI_FLAW_H

#include "keys/keyring.h"

struct flaw {
    const char *kind; /* one word that never changes, such as "expired" */
    bool is_note;     /* it may well be intended */
    char *where;      /* "session.keys:12" or NULL */
    char *name;       /* the key's name, or NULL */
    char *text;       /* human-readable */
};

void flaw_free(struct flaw *flaw);

/* Appends the flaws of the keys of RING at TIME to FLAWS (struct flaw *). */
void flaws_of_keys(const struct keyring *ring, int64_t time, GPtrArray *flaws);

/* Appends the flaws of KEY's secret to FLAWS. */
void flaws_of_secret(const struct key *key, GPtrArray *flaws);

/* Appends a flaw to FLAWS for each of PROBLEMS (GError *), which reading PATH reported. */
void flaws_of_reading(const char *path, const GPtrArray *problems, GPtrArray *flaws);

#endif
