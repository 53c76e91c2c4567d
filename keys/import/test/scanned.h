/* Counts the bytes that memchr() searches: link with --wrap=memchr.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEST_SCANNED_H
#define TCPAUTH_KEYS_IMPORT_TEST_SCANNED_H

#include <stddef.h>

extern size_t scanned_bytes; /* so far; a test may set it */

#endif
