/* Tests that answers of the kernel are read within their bounds, however broken they are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/kernel/answer.h"

#include <libmnl/libmnl.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>

#define MANY 700 /* keys of 100 bytes: more than an attribute's 16-bit length can express */

static struct tcp_diag_md5sig md5sig(uint8_t family, uint8_t bits, const char *secret)
{
    struct tcp_diag_md5sig key = {
        .tcpm_family = family, .tcpm_prefixlen = bits, .tcpm_keylen = (uint16_t)strlen(secret)};
    memcpy(key.tcpm_addr, (const uint8_t[]){192, 0, 2, 1}, 4);
    memcpy(key.tcpm_key, secret, strlen(secret));
    return key;
}

/* Returns an answer about a listener that has COUNT copies of KEY. Free with g_free(). */
static struct nlmsghdr *answer_with(const struct tcp_diag_md5sig *key, unsigned count)
{
    struct nlmsghdr *message = mnl_nlmsg_put_header(g_malloc0(1024 + count * sizeof *key));
    struct inet_diag_msg *body = mnl_nlmsg_put_extra_header(message, sizeof *body);

    message->nlmsg_type = SOCK_DIAG_BY_FAMILY;
    *body = (struct inet_diag_msg){.idiag_family = AF_INET, .idiag_state = 10};
    body->id.idiag_sport = htons(179);
    mnl_attr_put_u32(message, INET_DIAG_MARK, 0);
    struct nlattr *keys = mnl_nlmsg_get_payload_tail(message);
    keys->nla_type = INET_DIAG_MD5SIG;
    keys->nla_len = (uint16_t)(MNL_ATTR_HDRLEN + count * sizeof *key);
    for (unsigned i = 0; i < count; i++)
        memcpy((char *)mnl_attr_get_payload(keys) + i * sizeof *key, key, sizeof *key);
    message->nlmsg_len += (uint32_t)(MNL_ATTR_HDRLEN + count * sizeof *key);
    return message;
}

static void test_keys(void)
{
    static const unsigned counts[] = {0, 1, 2, 655, MANY};
    for (unsigned i = 0; i < G_N_ELEMENTS(counts); i++) {
        const struct tcp_diag_md5sig key = md5sig(AF_INET, 24, "secret");
        struct nlmsghdr *message = answer_with(&key, counts[i]);
        struct secret *wanted = secret_new("secret", 6);
        struct answer answer;

        g_assert_true(answer_read(message, &answer));
        g_assert_true(answer.is_listener && answer.is_privileged);
        g_assert_cmpuint(answer.local.port, ==, 179);
        g_assert_cmpuint(answer.local.address.length, ==, 0);
        g_assert_cmpuint(answer.key_count, ==, counts[i]);
        for (unsigned j = 0; j < answer.key_count; j++) {
            struct prefix peer;
            struct secret *secret;
            g_assert_true(answer_key(&answer, j, &peer, &secret));
            char *text = prefix_text(&peer);
            g_assert_cmpstr(text, ==, "192.0.2.0/24");
            g_assert_true(secret_equal(secret, wanted));
            secret_free(secret);
            g_free(text);
        }
        secret_free(wanted);
        g_free(message);
    }
}

static void test_malformed_keys(void)
{
    struct tcp_diag_md5sig keys[] = {
        md5sig(AF_UNIX, 0, "family"), md5sig(AF_INET, 33, "bits"), md5sig(AF_INET6, 129, "bits"),
        md5sig(AF_INET, 32, ""),      md5sig(AF_INET, 32, "long"),
    };
    keys[4].tcpm_keylen = sizeof keys[4].tcpm_key + 1;
    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++) {
        struct nlmsghdr *message = answer_with(&keys[i], 1);
        struct prefix peer;
        struct secret *secret;
        struct answer answer;
        g_assert_true(answer_read(message, &answer));
        g_assert_cmpuint(answer.key_count, ==, 1);
        g_assert_false(answer_key(&answer, 0, &peer, &secret));
        g_free(message);
    }
}

/* Reads a copy of the first LENGTH bytes, after which nothing can be read, with the byte at AT set
 * to VALUE.
 */
static void read_broken(const struct nlmsghdr *message, size_t length, size_t at, uint8_t value)
{
    struct nlmsghdr *copy = g_malloc(length);
    memcpy(copy, message, length);
    if (at < length)
        ((uint8_t *)copy)[at] = value;
    copy->nlmsg_len = MIN(copy->nlmsg_len, (uint32_t)length);

    struct answer answer;
    if (mnl_nlmsg_ok(copy, (int)length) && answer_read(copy, &answer))
        for (unsigned i = 0; i < answer.key_count; i++) {
            struct prefix peer;
            struct secret *secret = NULL;
            g_assert_true(answer.keys + (i + 1) * sizeof(struct tcp_diag_md5sig) <=
                          (const uint8_t *)copy + length);
            if (answer_key(&answer, i, &peer, &secret))
                secret_free(secret);
        }
    g_free(copy);
}

static void test_broken_messages(void)
{
    static const uint8_t values[] = {0, 1, 4, 0x7f, 0x80, 0xff};
    const struct tcp_diag_md5sig key = md5sig(AF_INET, 24, "secret");
    struct nlmsghdr *message = answer_with(&key, 3), *large = answer_with(&key, MANY);

    for (size_t length = MNL_NLMSG_HDRLEN; length <= message->nlmsg_len; length++)
        read_broken(message, length, SIZE_MAX, 0);
    for (size_t at = 0; at < message->nlmsg_len; at++)
        for (unsigned i = 0; i < G_N_ELEMENTS(values); i++)
            read_broken(message, message->nlmsg_len, at, values[i]);
    for (size_t cut = 0; cut < 8192; cut += 7)
        read_broken(large, large->nlmsg_len - cut, SIZE_MAX, 0);
    g_free(message);
    g_free(large);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/kernel/answer/keys", test_keys);
    g_test_add_func("/kernel/answer/malformed-keys", test_malformed_keys);
    g_test_add_func("/kernel/answer/broken-messages", test_broken_messages);
    return g_test_run();
}
