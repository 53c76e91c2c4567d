/* The kernel's answer about one TCP socket.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "answer.h"

#include <libmnl/libmnl.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>

#define TCP_LISTENING 10 /* TCP_LISTEN of the kernel's tcp_states.h */

/* The length of an attribute has 16 bits. If there are more keys, the kernel still writes them all,
 * but truncates the length; nothing follows them. */
#define MAX_ATTRIBUTE UINT16_MAX

static bool is_zero(const uint8_t *bytes, size_t length)
{
    while (length > 0 && bytes[length - 1] == 0)
        length--;
    return length == 0;
}

/* Returns the address at BYTES, where IPv4 may be mapped into IPv6 (RFC 4291 section 2.5.5.2). */
static struct ip_address read_address(uint8_t family, const void *bytes)
{
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    const unsigned length = family == AF_INET ? 4 : 16;

    if (is_zero(bytes, length))
        return (struct ip_address){0};
    if (length == 16 && memcmp(bytes, mapped, sizeof mapped) == 0)
        return ip_address_from_bytes((const uint8_t *)bytes + sizeof mapped, 4);
    return ip_address_from_bytes(bytes, length);
}

static void read_attributes(const struct nlmsghdr *message, struct answer *answer)
{
    const struct nlattr *attribute =
        mnl_nlmsg_get_payload_offset(message, sizeof(struct inet_diag_msg));
    const char *end = (const char *)message + message->nlmsg_len;

    while ((const char *)attribute < end &&
           mnl_attr_ok(attribute, (int)(end - (const char *)attribute))) {
        const size_t rest = (size_t)(end - (const char *)mnl_attr_get_payload(attribute));
        const size_t length = mnl_attr_get_payload_len(attribute);
        if (mnl_attr_get_type(attribute) == INET_DIAG_MARK)
            answer->is_privileged = true;
        if (mnl_attr_get_type(attribute) == INET_DIAG_MD5SIG) {
            const bool is_cut = rest > MAX_ATTRIBUTE;
            answer->keys = mnl_attr_get_payload(attribute);
            answer->key_count =
                (unsigned)((is_cut ? rest : length) / sizeof(struct tcp_diag_md5sig));
            if (is_cut)
                return;
        }
        attribute = mnl_attr_next(attribute);
    }
}

bool answer_read(const struct nlmsghdr *message, struct answer *answer)
{
    const struct inet_diag_msg *body = mnl_nlmsg_get_payload(message);

    *answer = (struct answer){0};
    if (message->nlmsg_type != SOCK_DIAG_BY_FAMILY ||
        message->nlmsg_len < MNL_NLMSG_HDRLEN + sizeof *body ||
        (body->idiag_family != AF_INET && body->idiag_family != AF_INET6))
        return false;
    answer->family = body->idiag_family;
    answer->id = body->id;
    answer->is_listener = body->idiag_state == TCP_LISTENING;
    answer->local = (struct end){read_address(body->idiag_family, body->id.idiag_src),
                                 ntohs(body->id.idiag_sport)};
    answer->remote = (struct end){read_address(body->idiag_family, body->id.idiag_dst),
                                  ntohs(body->id.idiag_dport)};
    read_attributes(message, answer);
    return true;
}

bool answer_key(const struct answer *answer, unsigned index, struct prefix *peer,
                struct secret **secret)
{
    struct tcp_diag_md5sig key;
    memcpy(&key, answer->keys + index * sizeof key, sizeof key);

    const unsigned length = key.tcpm_family == AF_INET ? 4 : 16;
    const bool is_sound = (key.tcpm_family == AF_INET || key.tcpm_family == AF_INET6) &&
                          key.tcpm_prefixlen <= 8 * length && key.tcpm_keylen > 0 &&
                          key.tcpm_keylen <= sizeof key.tcpm_key;
    if (is_sound) {
        const struct ip_address address = ip_address_from_bytes(key.tcpm_addr, length);
        *peer = prefix_of(&address, key.tcpm_prefixlen);
        *secret = secret_new(key.tcpm_key, key.tcpm_keylen);
    }
    secret_wipe(&key, sizeof key);
    return is_sound;
}
