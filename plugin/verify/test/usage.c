/* Tests when a connection is taken to be signed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/verify/usage.h"

#include <string.h>

static struct usage usage;
static uint8_t without[2];

static void pass_one(const char *word)
{
    uint8_t bytes[TCP_HEADER_LENGTH] = {0};
    const struct segment segment = {.bytes = bytes, .captured = sizeof bytes};
    const uint8_t direction = word[0] == 's';
    const enum signing signing = strchr(word, '+')   ? SIGNING_MD5
                                 : strchr(word, '*') ? SIGNING_AO
                                                     : SIGNING_NONE;

    bytes[13] = (uint8_t)((strchr(word, 'S') ? FLAG_SYN : 0) | (strchr(word, 'A') ? FLAG_ACK : 0));
    if (signing == SIGNING_NONE && !strchr(word, 'S'))
        without[direction]++;
    const struct unsigned_counts counts = {without[direction], without[!direction], direction};
    usage_note(&usage, &segment, signing, &counts);
}

/* Returns how a connection with these segments is signed. The letters are the client's or server's
 * flags, followed by + (MD5), * (TCP-AO) or nothing. */
static enum signing of(const char *segments)
{
    char **words = g_strsplit(segments, " ", -1);

    usage = (struct usage){0};
    memset(without, 0, sizeof without);
    for (unsigned i = 0; words[i]; i++)
        pass_one(words[i]);
    g_strfreev(words);
    return usage_signing(&usage);
}

static const struct {
    const char *segments;
    enum signing signing;
} connections[] = {
    /* a signed handshake */
    {"cS+", SIGNING_MD5},
    {"cS+ sSA cS+ sSA sSA cS+", SIGNING_MD5}, /* the client drops unsigned SYN-ACKs */
    {"cS+ sSA cA cA sA sA cA+ cA+ cA+ cA+", SIGNING_MD5},
    {"cS+ sSA cA sSA+ cA+ sA+", SIGNING_MD5}, /* somebody injected two segments */
    {"cS sSA+ cA sA cA sA cA", SIGNING_MD5},
    {"cS cA cS sSA+ cA cA cA", SIGNING_MD5},
    {"cS sSA cA+ cA sA cA sA", SIGNING_MD5},
    /* an unsigned handshake */
    {"cS sSA cA", SIGNING_NONE},
    {"cS sSA cA cA+", SIGNING_NONE},
    {"cS sSA cA sA*", SIGNING_NONE},
    {"cS sSA cA cA+ cA+ cA+ sA+ sA+", SIGNING_NONE},
    {"sS cSA sA cA+", SIGNING_NONE},
    {"cS sSA cA sSA+ sA cA", SIGNING_NONE},
    {"cS sSA cA cS+", SIGNING_NONE},
    /* a handshake in which only the SYN is signed */
    {"cS+ sSA", SIGNING_NONE},
    {"cS+ sSA cA", SIGNING_NONE},
    {"cS+ cS+ sSA cA cA sA sA cA", SIGNING_NONE},
    {"cS cS+ sSA cA cA sA sA", SIGNING_NONE},
    {"cS* sSA cA cA sA sA sA+", SIGNING_NONE},
    /* no handshake */
    {"cA sA cA sA", SIGNING_NONE},
    {"cA+", SIGNING_MD5},
    {"cA+ sA", SIGNING_MD5},
    {"cA+ sA sA sA cA+", SIGNING_MD5},
    {"cA sA cA+", SIGNING_NONE},
    {"cA sA cA+ sA cA", SIGNING_NONE},
    {"cA+ sA cA sA cA", SIGNING_NONE},
    {"cA cA sA+ sA+ cA cA", SIGNING_MD5},
    {"cA sA cA+ sA+ cA+ cA", SIGNING_NONE},
    {"cA sA cA+ sA+ sA+ cA", SIGNING_MD5},
    {"sSA cA cA sA cA+", SIGNING_NONE}, /* its SYN was not captured */
};

static void test_connections(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(connections); i++) {
        g_test_message("%s", connections[i].segments);
        g_assert_cmpint(of(connections[i].segments), ==, connections[i].signing);
    }
}

static void test_long_ones(void)
{
    g_assert_cmpint(of("cA"), ==, SIGNING_NONE);
    for (unsigned i = 0; i < 300; i++) /* more than are counted */
        pass_one("cA+");
    g_assert_cmpint(usage_signing(&usage), ==, SIGNING_MD5);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/usage/connections", test_connections);
    g_test_add_func("/usage/long-ones", test_long_ones);
    return g_test_run();
}
