/* What the kernel answers about one TCP socket: sock_diag(7), with the keys of TCP_MD5SIG.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KERNEL_ANSWER_H
#define TCPAUTH_KEYS_KERNEL_ANSWER_H

#include "keys/keyring.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>

struct answer {
    uint8_t family; /* with ID, the kernel's name for the socket */
    struct inet_diag_sockid id;
    struct end local, remote; /* an unspecified address has no length */
    bool is_listener;
    bool is_privileged;  /* the kernel shows keys to whoever asked */
    const uint8_t *keys; /* in the message; see answer_key() */
    unsigned key_count;
};

/* Reads MESSAGE, of which all nlmsg_len bytes are there. Returns false if it is not an answer about
 * a socket of IPv4 or IPv6. ANSWER points into MESSAGE. */
bool answer_read(const struct nlmsghdr *message, struct answer *answer);

/* Sets PEER and SECRET to what the key at INDEX, below KEY_COUNT, is for and is. The caller frees
 * SECRET. Returns false if the key is malformed. */
bool answer_key(const struct answer *answer, unsigned index, struct prefix *peer,
                struct secret **secret);

#endif
