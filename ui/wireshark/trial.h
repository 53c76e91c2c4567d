/* Keys that are tried on the open capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_TRIAL_H
#define TCPAUTH_WIRESHARK_TRIAL_H

#include "keys/keyring.h"

#include <stdbool.h>

/* What came of it, in segments. */
struct trial {
    unsigned is_signed; /* by MD5 or TCP-AO */
    unsigned md5;       /* of these, by MD5 */
    unsigned matching;  /* of these, between the ends of a key */
    unsigned verified;  /* of these, by a key */
};

/* Tries the keys of RING on all segments, however they are dissected. All counts are 0 if no
 * capture is open. */
struct trial trial_of(const struct keyring *ring);

/* Returns true if the open capture contradicts the key: it has segments with an MD5
 * signature, and the key verifies none of them. */
bool trial_failed(const struct trial *trial);

/* Returns what came of the TRIAL of one key, in a sentence; empty if the capture says nothing. Free
 * with g_free(). */
char *trial_text(const struct trial *trial);

#endif
