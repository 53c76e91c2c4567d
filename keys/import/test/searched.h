/* Counts the bytes that memmem() searches: link with --wrap=memmem.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEST_SEARCHED_H
#define TCPAUTH_KEYS_IMPORT_TEST_SEARCHED_H

#include <stddef.h>

extern size_t searched_bytes; /* so far; a test may set it */

#endif
