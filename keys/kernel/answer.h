/* The kernel's answer about one TCP socket: sock_diag(7), with the keys set by TCP_MD5SIG.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KERNEL_ANSWER_H
#define TCPAUTH_KEYS_KERNEL_ANSWER_H

#include "keys/keyring.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>

struct answer {
    uint8_t family; /* identifies the socket, together with ID */
    struct inet_diag_sockid id;
    struct end local, remote; /* an unspecified address has length 0 */
    bool is_listener;
    bool is_privileged;  /* the kernel shows us the keys */
    const uint8_t *keys; /* within the message; see answer_key() */
    unsigned key_count;
};

/* Sets ANSWER from MESSAGE, which must have all its nlmsg_len bytes. Returns false if it is not an
 * answer about a socket of IPv4 or IPv6. ANSWER points into MESSAGE. */
bool answer_read(const struct nlmsghdr *message, struct answer *answer);

/* Sets *PEER and *SECRET from the key at INDEX, which must be below KEY_COUNT. Free SECRET with
 * secret_free(). Returns false if the key is malformed. */
bool answer_key(const struct answer *answer, unsigned index, struct prefix *peer,
                struct secret **secret);

#endif
