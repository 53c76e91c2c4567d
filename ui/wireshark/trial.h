/* Tries keys on the open capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_TRIAL_H
#define TCPAUTH_WIRESHARK_TRIAL_H

#include "keys/keyring.h"

#include <stdbool.h>

/* The result, in numbers of segments. */
struct trial {
    unsigned is_signed; /* with MD5 or TCP-AO */
    unsigned md5;       /* of IS_SIGNED, those with MD5 */
    unsigned matching;  /* of IS_SIGNED, those between the ends of a key */
    unsigned verified;  /* of IS_SIGNED, those that a key verifies */
};

/* Tries the keys of RING on all segments of the capture, independently of their dissection. Returns
 * only zeros if no capture is open. */
struct trial trial_of(const struct keyring *ring);

/* Returns true if the open capture contradicts the key: it has segments with an MD5 signature, and
 * the key verifies none of them. */
bool trial_failed(const struct trial *trial);

/* Returns a sentence on the result of trying one key; empty if the capture shows nothing. Free with
 * g_free(). */
char *trial_text(const struct trial *trial);

#endif
