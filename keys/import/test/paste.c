/* Tests what is removed that pagers, mail, word processors and diff add.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/clean.h"

#include <glib.h>
#include <string.h>

static void assert_cleaned(const char *text, const char *cleaned)
{
    struct text copy = {0};
    text_room(&copy, 1);
    text_add(&copy, text);
    paste_clean(&copy);
    text_append(&copy, "", 1);
    g_assert_cmpstr(copy.bytes, ==, cleaned);
    text_clear(&copy);
}

static void test_pagers(void)
{
    assert_cleaned(" --More-- \b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\b neighbor x\n",
                   " neighbor x\n");
    assert_cleaned("--More--\r        \rneighbor x\n", "neighbor x\n");
    assert_cleaned("\x1b[7m--More--\x1b[m\x1b[8D        \x1b[8Dneighbor x\n", "neighbor x\n");
    assert_cleaned("a\n --More--          neighbor x\n--More--\n", "a\n neighbor x\n\n");
    assert_cleaned("---(more 25%)---                                          b;\n", "  b;\n");
    assert_cleaned("  ---- More ----\n<--- More --->               c\n--More-\n",
                   "\n c\n--More-\n");
    assert_cleaned("a\x1b", "a");
    assert_cleaned("\b\x1b[99999999999999999999D\x1b[D\ra\n", "a\n");
}

static void test_line_ends(void)
{
    assert_cleaned("", "");
    assert_cleaned("a\r\nb\r\n", "a\r\nb\r\n");
    assert_cleaned("a\rb\r", "a\nb\n");
    assert_cleaned("a\nb", "a\nb");
}

static void test_spaces(void)
{
    assert_cleaned("\ufeffa\n", "a\n");
    assert_cleaned("a\u00a0b\n\u00a0c\n", "a b\n c\n");
    assert_cleaned("\u200ba\u00a0b\u200b\n", "a\u00a0b\u200b\n"); /* perhaps a secret */
    assert_cleaned("gr\xc3\xa0\n", "gr\xc3\xa0\n");
}

static void test_mail(void)
{
    assert_cleaned("> a\n>  b\n>> c\n> > d\n>\ne\n", "a\n b\nc\nd\n\ne\n");
    assert_cleaned("> a\nb\n", "> a\nb\n");
}

static void test_stamps(void)
{
    assert_cleaned("Nov 28 16:20:01.123: a\nNov  8 16:20:01.124:  b\n\n", "a\n b\n\n");
    assert_cleaned("[2026-11-28 16:20:01] a\r\n[2026-11-28 16:20:02]  b\r\n", "a\r\n b\r\n");
    assert_cleaned("2026-11-28T16:20:01.5Z a\n2026-11-28T16:20:02.5Z  b\nc\n", "a\n b\nc\n");
    assert_cleaned("[28.11.2026 16:20:01] a\n[28.11.2026 16:20:02]  b\n", "a\n b\n");
    assert_cleaned("16:20:01,123 a\n16:20:01,124\n16:20:01,125", "a\n\n");
    assert_cleaned("16:20:01 a\nb\n", "16:20:01 a\nb\n");
    assert_cleaned("16:20:01a\n[16:20:01 a\n16:20 a\n", "16:20:01a\n[16:20:01 a\n16:20 a\n");
}

static void test_diffs(void)
{
    assert_cleaned("--- a\n+++ b\n@@ -1,3 +1,3 @@\n a\n-b\n+c\n  d\n\n",
                   "--- a\n+++ b\n\na\n\nc\n d\n\n");
    assert_cleaned("+++ a\n@@ -1 +1 @@\n+a\ndiff b b\n--- b\n+++ b\n@@ -1 +1 @@\n+b\n",
                   "+++ a\n\na\n\n\n#++ b\n\nb\n");
    assert_cleaned("@@ -9,2 +9,2 @@ router bgp 1\n  a\n-  b\n@@ -19 +19 @@ a {\n b\n",
                   "router bgp 1\n a\n\n\nb\n");
    assert_cleaned("[edit a]\n-    b\n+    c\n     d\n", "[edit a]\n\n    c\n     d\n");
    assert_cleaned("[edit a]\n-b\n", "[edit a]\n-b\n");
    assert_cleaned("- a\n+ b\n-----\n", "- a\n+ b\n-----\n");
    /* without a head, only commands have marks */
    assert_cleaned("a\n  b 1\n-  b 2\n+  b 3\n+-\n", "a\n  b 1\n\n   b 3\n+-\n");
    assert_cleaned("+set a b\n-set a c\n+MIIC\n-----END\n", " set a b\n\n+MIIC\n-----END\n");
    assert_cleaned("!Contextual Config Diffs:\na 1\n +b 2\n -b 3\n+a 2\n  +b 4\n",
                   "!Contextual Config Diffs:\na 1\n b 2\n\na 2\n  b 4\n");
}

/* A banner may have any lines. */
static void test_banners(void)
{
    assert_cleaned("banner motd ^C\n+ a b\n- c d ^C\n- e f\n",
                   "banner motd ^C\n+ a b\n- c d ^C\n\n");
    assert_cleaned("banner exec #\n@@ -1 +1 @@\n[edit]\n#\n a\n- b\n",
                   "banner exec #\n@@ -1 +1 @@\n[edit]\n#\n a\n- b\n");
    assert_cleaned("+banner motd ^C\n+ a b\n- c d ^C\n", " banner motd ^C\n  a b\n\n");
    assert_cleaned("> banner login\n> [edit]\n> + a b\n> EOF\n> - e\n",
                   "banner login\n[edit]\n+ a b\nEOF\n- e\n");
    assert_cleaned("banner motd #\n- a b\n+ c d\n", "banner motd #\n\n  c d\n");
}

static void test_numbers(void)
{
    assert_cleaned("     1\ta\n     2\t b\n     3\t\n", "a\n b\n\n");
    assert_cleaned("1:a\n2: b\n10:c:d\n", "a\n b\nc:d\n");
    assert_cleaned("$ cat -n x\n     9  a\n    10   b\n    11  c\n", "$ cat -n x\na\n b\nc\n");
    assert_cleaned("7-a\n8: b\n9-c\n--\n", "a\n b\nc\n--\n");
    assert_cleaned("1:a\n2: b\n", "1:a\n2: b\n");
    assert_cleaned(" 10 a\n 20 b\n 30 c\n", " 10 a\n 20 b\n 30 c\n"); /* an access list */
    assert_cleaned("65000:3\n65000:2\n65000:1\n", "65000:3\n65000:2\n65000:1\n");
    assert_cleaned("1:a\n2: b\n3:c\nd\ne\nf\ng\n", "1:a\n2: b\n3:c\nd\ne\nf\ng\n");
}

static void test_logs_of_commands(void)
{
    assert_cleaned(
        "Mar  1 10:00:00 r-1 55: %PARSER-5-CFGLOG_LOGGEDCMD: User:a  logged command:b c\n"
        "Mar  1 10:00:01 r-1 56: %SYS-5-CONFIG_I: Configured\n",
        "r-1(config)#b c\nr-1 56: %SYS-5-CONFIG_I: Configured\n");
    assert_cleaned("*Mar  1 10:00:00.1: %PARSER-5-CFGLOG_LOGGEDCMD: User:a  logged command:b c\n",
                   "b c\n");
    assert_cleaned(
        "000055: Mar  1 10:00:00: %PARSER-5-CFGLOG_LOGGEDCMD: User:a  logged command:b c\n",
        "b c\n");
    assert_cleaned("%PARSER-5-CFGLOG_LOGGEDCMD: User:a\n", "%PARSER-5-CFGLOG_LOGGEDCMD: User:a\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/paste/pagers", test_pagers);
    g_test_add_func("/paste/line-ends", test_line_ends);
    g_test_add_func("/paste/spaces", test_spaces);
    g_test_add_func("/paste/mail", test_mail);
    g_test_add_func("/paste/stamps", test_stamps);
    g_test_add_func("/paste/diffs", test_diffs);
    g_test_add_func("/paste/banners", test_banners);
    g_test_add_func("/paste/numbers", test_numbers);
    g_test_add_func("/paste/logs-of-commands", test_logs_of_commands);
    return g_test_run();
}
