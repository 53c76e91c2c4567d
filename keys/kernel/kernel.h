/* The MD5 keys held by the sockets of the running Linux kernel.
 *
 * Linux does not reveal the keys of TCP-AO.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KERNEL_KERNEL_H
#define TCPAUTH_KEYS_KERNEL_KERNEL_H

#include "keys/keyring.h"

/* Adds the keys of listeners and connections to RING: those in the network namespace NAME of
 * ip-netns(8) or, if NAME is NULL, in all visible namespaces. The first end of a key is the
 * socket's address, or any; its origin is "the kernel". Appends a GError (KEY_ERROR_FILE) to
 * PROBLEMS for whatever cannot be read. Returns false if no namespace could be read. */
bool kernel_read(const char *name, struct keyring *ring, GPtrArray *problems);

#endif
