/* The keys of TCP MD5 that the sockets of the running Linux kernel hold.
 *
 * Keys of TCP-AO are not told by Linux.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KERNEL_KERNEL_H
#define TCPAUTH_KEYS_KERNEL_KERNEL_H

#include "keys/keyring.h"

/* Adds the keys of listeners and connections to RING: those in the network namespace NAME of
 * ip-netns(8), or, if NAME is NULL, in all namespaces that can be seen. A key has the address of
 * the socket for its first end, or any; its origin is "the kernel". Appends what cannot be read to
 * PROBLEMS (GError *, KEY_ERROR_FILE). Returns false if no namespace could be read. */
bool kernel_read(const char *name, struct keyring *ring, GPtrArray *problems);

#endif
