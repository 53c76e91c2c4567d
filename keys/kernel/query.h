/* Asks the kernel, through netlink, about all TCP sockets of a network namespace.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KERNEL_QUERY_H
#define TCPAUTH_KEYS_KERNEL_QUERY_H

#include "holding.h"

struct mnl_socket;

/* Opens a socket to the kernel for the network namespace of this thread. Returns NULL and sets
 * errno on error. Close with query_close(). */
struct mnl_socket *query_open(void);
void query_close(struct mnl_socket *socket);

/* Adds the keys of all sockets to HOLDING. Returns false and sets ERROR (KEY_ERROR_FILE) if some
 * keys could not be read. */
bool query_run(struct mnl_socket *socket, struct holding *holding, GError **error);

#endif
