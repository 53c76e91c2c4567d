/* Tests how a mail is decoded.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/clean.h"

static void assert_decoded(const char *text, const char *decoded)
{
    struct text copy = {0};
    text_add(&copy, text);
    mail_decode(&copy);
    text_append(&copy, "", 1);
    g_assert_cmpstr(copy.bytes, ==, decoded);
    text_clear(&copy);
}

static void test_encoding(void)
{
    assert_decoded("From: a\nContent-Transfer-Encoding: quoted-printable\n\na=3Db=20\n c=C3=A9\n",
                   "\n\n\na=b \n c\xc3\xa9\n");
    assert_decoded("Content-Transfer-Encoding: Quoted-Printable\r\n\r\na=\r\nb\r\nc=",
                   "\n\nab\r\n\nc");
    assert_decoded("Content-Transfer-Encoding: quoted-printable\n\na=3\n=zz=\n", "\n\na=3\n=zz\n");
    assert_decoded("a: b\nContent-Transfer-Encoding: 8bit\n\na=3D\n", "\n\n\na=3D\n");
    assert_decoded("a=3D\n", "a=3D\n");
    assert_decoded("", "");
    /* "a b\nc\n", and "d" without a newline */
    assert_decoded("From: a\nContent-Transfer-Encoding: base64\n\nYSBi\r\nCmMK\n",
                   "\n\n\na b\nc\n");
    assert_decoded("From: a\n\n--x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
                   "AAAA\n--x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
                   "ZA==\n--x--\n",
                   "\n\n\n\n\n\n\n\n\n\n\nd\n--x--\n");
    /* the first part breaks off within a group of four characters */
    assert_decoded("From: a\n\n--x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
                   "YQ\n--x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
                   "ZA==\n--x--\n",
                   "\n\n\n\n\n\n\n\n\n\nd\n--x--\n");
}

static void test_parts(void)
{
    assert_decoded("From: a\n\n--x\nContent-Type: text/plain\nContent-Transfer-Encoding: 7bit\n\n"
                   "a=3D\n--x\nContent-Type: text/html\nContent-Transfer-Encoding: 7bit\n\n<p>b\n"
                   "--x\nContent-Type: text/x-diff\nContent-Transfer-Encoding: quoted-printable\n\n"
                   "c=3D\n--x--\n",
                   "\n\n\n\n\n\na=3D\n\n\n\n\n\n\n\n\n\nc=\n--x--\n");
    /* HTML alone */
    assert_decoded("From: a\nContent-Type: text/html\nContent-Transfer-Encoding: 7bit\n\n<p>b\n",
                   "\n\n\n\n<p>b\n");
    /* a configuration before a mail */
    assert_decoded("router bgp 1\nContent-Transfer-Encoding: 7bit\n\na\n", "router bgp 1\n\n\na\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mail/encoding", test_encoding);
    g_test_add_func("/mail/parts", test_parts);
    return g_test_run();
}
