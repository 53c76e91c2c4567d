/* Keys and segments for the tests of verdicts, and a finding as text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_TEST_JUDGED_H
#define TCPAUTH_VERIFY_TEST_JUDGED_H

#include "plugin/verify/verify.h"

/* Make the hasher and the keys of the table in judged.c, which all tests use, and free them. */
void judged_begin(void);
void judged_end(void);

extern struct hasher *hasher;

/* Returns the keys named in NAMES as candidates, in this order, valid until the next call. */
struct candidates candidates_of(const char *names);

/* Returns the key named NAME. */
const struct key *key_named(const char *name);

/* A segment with room for a signature. */
extern uint8_t bytes[TCP_HEADER_LENGTH + 20 + 5];

/* Returns the segment of BYTES from PORT to OTHER_PORT. */
struct segment segment_between(uint16_t port, uint16_t other_port);

/* Writes the digest of the segment above with SECRET, computed by GLib. */
void sign(const char *secret, uint8_t *digest);

/* Signs SEGMENT with KEY, for TCP-AO: writes the MAC to MAC, which is where SIGNATURE has it. */
void sign_ao(const struct segment *segment, const struct signature *signature,
             const struct flow *flow, const struct key *key, uint8_t *mac);

/* How a segment is signed. */
enum kind { MD5, AO, BOTH };

/* The options of a segment that is signed so, without the signature. */
extern const struct signature_options signatures[3];

/* Returns the signature whose digest is at DIGEST, which must outlive it. */
struct signature md5_signature(const uint8_t *digest);

/* Returns the finding on SEGMENT with OPTIONS, signed with the secret "right", with the keys in
 * NAMES. */
struct finding judge(const struct segment *segment, struct signature_options options,
                     const char *names);

/* Returns the same with CANDIDATES. */
struct finding judge_with(const struct segment *segment, struct signature_options options,
                          const struct candidates *candidates);

/* Asserts that FINDING as text is EXPECTED, such as "Bad MD5, key wrong of 2": verdict, key, and
 * number of keys tried. */
void assert_finding(const struct finding *finding, const char *expected);

#endif
