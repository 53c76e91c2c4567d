/* The function that libFuzzer calls with each input, and the replay with each file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_FUZZ_TARGET_H
#define TCPAUTH_KEYS_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

/* Aborts if the reader makes an error with the SIZE bytes of DATA, after which nothing can be
 * read. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
