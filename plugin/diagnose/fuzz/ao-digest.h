/* The MAC of TCP-AO, computed by GLib without any code of the plugin.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_FUZZ_AO_DIGEST_H
#define TCPAUTH_DIAGNOSE_FUZZ_AO_DIGEST_H

#include "plugin/verify/option.h"

#define AO_DIGEST_MAX 64 /* octets of the longest hash */

/* Stores in MAC the whole MAC of SEGMENT with KEY and TERMS. SEGMENT must be whole and have
 * SIGNATURE. Returns the length of the MAC; 0 if GLib lacks the algorithm. */
size_t ao_digest_of(const struct segment *segment, const struct signature *signature,
                    const struct key *key, const struct ao_terms *terms,
                    uint8_t mac[static AO_DIGEST_MAX]);

#endif
