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
    bool is_complete;    /* a capture is open, and all its packets were tried */
    unsigned is_signed;  /* with MD5 or TCP-AO */
    unsigned of_kind;    /* of IS_SIGNED, those with the signature that the keys are for */
    unsigned matching;   /* of OF_KIND, those between the ends of a key */
    unsigned verified;   /* of MATCHING, those that a key verifies */
    unsigned unnumbered; /* of MATCHING, those whose initial sequence numbers are unknown */
};

/* Tries the keys of RING on all segments of the capture, independently of their dissection. Returns
 * only zeros if no capture is open or not all packets could be passed: see window_tap(). */
struct trial trial_of(const struct keyring *ring);

/* Tries KEY on all segments of the capture; with each algorithm if ANY_ALGORITHM, and in any case
 * with each KeyID of TCP-AO, with and without the other options. If it verifies segments, sets
 * KEY's algorithm, MAC length, key ids and options to those of these segments. */
struct trial trial_fit(struct key *key, bool any_algorithm);

/* Returns true if the open capture contradicts the key: it has segments signed in its way that
 * could be checked, and the key verifies none of them. */
bool trial_failed(const struct trial *trial);

/* Returns text on TRIAL, the result of trial_fit() with KEY; empty if the capture shows nothing.
 * Free with g_free(). */
char *trial_text(const struct trial *trial, const struct key *key);

#endif
