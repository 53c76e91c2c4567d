/* The digest of what was signed, computed by GLib without any code of the plugin.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_FUZZ_DIGEST_H
#define TCPAUTH_DIAGNOSE_FUZZ_DIGEST_H

#include "plugin/diagnose/hypothesis/hypothesis.h"

/* Stores in DIGEST the digest of MESSAGE with SECRET, which is hashed after it or, if KEY_FIRST,
 * before it. */
void digest_of(const struct message *message, const struct secret *secret, bool key_first,
               uint8_t digest[static DIGEST_LENGTH]);

/* Returns true if SEGMENT, which must be whole, has the digest RECEIVED with SECRET. */
bool digest_fits(const struct segment *segment, const struct secret *secret,
                 const uint8_t *received);

#endif
