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

static void test_a_signed_handshake(void)
{
    g_assert_cmpint(of("cS+"), ==, SIGNING_MD5);
    g_assert_cmpint(of("cS+ sSA cA cA sA sA cA"), ==, SIGNING_MD5);
    g_assert_cmpint(of("cS* sSA cA cA sA sA sA+"), ==, SIGNING_AO);
    g_assert_cmpint(of("cS sSA+ cA sA cA sA cA"), ==, SIGNING_MD5);
    g_assert_cmpint(of("cS cA cS sSA+ cA cA cA"), ==, SIGNING_MD5);
    g_assert_cmpint(of("cS sSA cA+ cA sA cA sA"), ==, SIGNING_MD5);
    g_assert_cmpint(of("cS cS+ sSA cA cA sA sA"), ==, SIGNING_MD5);
}

static void test_an_unsigned_handshake(void)
{
    g_assert_cmpint(of("cS sSA cA"), ==, SIGNING_NONE);
    g_assert_cmpint(of("cS sSA cA cA+"), ==, SIGNING_NONE);
    g_assert_cmpint(of("cS sSA cA sA*"), ==, SIGNING_NONE);
    g_assert_cmpint(of("cS sSA cA cA+ cA+ cA+ sA+ sA+"), ==, SIGNING_NONE);
    g_assert_cmpint(of("sS cSA sA cA+"), ==, SIGNING_NONE);
    g_assert_cmpint(of("cS sSA cA sSA+ sA cA"), ==, SIGNING_NONE);
    g_assert_cmpint(of("cS sSA cA cS+"), ==, SIGNING_NONE);
}

static void test_no_handshake(void)
{
    g_assert_cmpint(of("cA sA cA sA"), ==, SIGNING_NONE);
    g_assert_cmpint(of("cA+"), ==, SIGNING_MD5);
    g_assert_cmpint(of("cA+ sA"), ==, SIGNING_MD5);
    g_assert_cmpint(of("cA+ sA sA sA cA+"), ==, SIGNING_MD5);
    g_assert_cmpint(of("cA sA cA+"), ==, SIGNING_NONE);
    g_assert_cmpint(of("cA sA cA+ sA cA"), ==, SIGNING_NONE);
    g_assert_cmpint(of("cA+ sA cA sA cA"), ==, SIGNING_NONE);
    g_assert_cmpint(of("cA cA sA+ sA+ cA cA"), ==, SIGNING_MD5);
    g_assert_cmpint(of("cA sA cA+ sA+ cA+ cA"), ==, SIGNING_NONE);
    g_assert_cmpint(of("cA sA cA+ sA+ sA+ cA"), ==, SIGNING_MD5);
    g_assert_cmpint(of("sSA cA cA sA cA+"), ==, SIGNING_NONE); /* its SYN was not captured */
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
    g_test_add_func("/usage/a-signed-handshake", test_a_signed_handshake);
    g_test_add_func("/usage/an-unsigned-handshake", test_an_unsigned_handshake);
    g_test_add_func("/usage/no-handshake", test_no_handshake);
    g_test_add_func("/usage/long-ones", test_long_ones);
    return g_test_run();
}
