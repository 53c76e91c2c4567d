/* Tests which prompts are removed from lines that were copied from a terminal.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/transcript.h"

#include <string.h>

static void assert_cleaned(const char *text, const char *cleaned)
{
    char *copy = g_strdup(text);
    transcript_clean(copy, strlen(copy), NULL);
    g_assert_cmpstr(copy, ==, cleaned);
    g_free(copy);
}

static void test_prompts(void)
{
    static const struct {
        const char *line, *command;
        unsigned blanks; /* before the command */
    } lines[] = {
        {"R2(config)#router bgp 1", "router bgp 1", 0},
        {"s1.lab(s2)(config-s-x)# a", "a", 0},
        {"RP/0/RSP0/CPU0:R2(config-bgp)#a", "a", 0},
        {"r1(cfg-bgp)# a", "a", 0},
        {"*A:PE-1>config>router>bgp$ a", "a", 0},
        {"A:admin@sr1# a", "a", 0},
        {"[~HUAWEI-bgp-af-ipv4] peer", "peer", 0},
        {"[HUAWEI]undo x", "undo x", 0},
        {"<HUAWEI>display x", "display x", 8},
        {"admin@mx> a", "a", 10},
        {"admin@mx-re0# a", "a", 14},
        {"vyos@r1:~$ a", "a", 11},
        {"root@edge1:~ # a", "a", 15},
        {"[root@r1 ~]# a", "a", 13},
        {"FGT (bgp) # a", "a", 12},
        {"FGT # config router bgp", "config router bgp", 6},
        {"[admin@MikroTik] > a", " a", 18},
        {"[admin@MikroTik] /routing/bgp> a", "/routing/bgp  a", 17},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
        char *cleaned = g_strdup_printf("%*s%s", (int)lines[i].blanks, "", lines[i].command);
        char *padded = g_strdup_printf("%-*s", (int)strlen(lines[i].line), cleaned);
        assert_cleaned(lines[i].line, padded);
        g_free(padded);
        g_free(cleaned);
    }
}

static void test_other_lines_stay(void)
{
    static const char *const lines[] = {
        "",
        "\n\n",
        " neighbor 192.0.2.1 password R2(config)#x",
        "! R2(config)#neighbor 192.0.2.1",
        "# admin@mx# set system",
        "neighbor(config) #",
        "description # 1",
        "R2(config)",
        "<mode>disabled</mode>",
        "R2(tcl)#a",
        "admin@mx",
        "admin@mx#a",
        "user@example.net: x",
        "contact > # x",
        "[neighbors.config] # the peer",
        "[bgp]",
        "[[neighbors]]",
        "<neighbor>192.0.2.1</neighbor>",
        "A:",
        "A: b#",
        "[",
        "--{",
        "--{ a ]--",
        "[edit",
        "[editor]",
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++)
        assert_cleaned(lines[i], lines[i]);
}

/* The command that enters a mode may be one of an outer mode, and one command may enter a mode
 * again and again. The spaces at the end of a line are those of its prompt. */
static void test_modes(void)
{
    char *text = g_strdup("R(config)#router bgp 1\n"
                          "R(config-router)#address-family ipv4\n"
                          "R(config-router-af)#exit\n"
                          "R(config-router)#key chain K\n"
                          "R(config-keychain)#key 1\n"
                          "R(config-keychain-key)#a\n"
                          "R(config-keychain-key)#key 2\n"
                          "R(config-keychain-key)#end\n");
    transcript_clean(text, strlen(text), NULL);
    char **lines = g_strsplit(text, "\n", -1);
    for (unsigned i = 0; lines[i]; i++)
        g_strchomp(lines[i]);
    char *cleaned = g_strjoinv("\n", lines);
    g_assert_cmpstr(cleaned, ==,
                    "router bgp 1\n address-family ipv4\n  exit\n"
                    "key chain K\n key 1\n  a\n key 2\n  end\n");
    g_free(cleaned);
    g_strfreev(lines);
    g_free(text);
}

static void test_contexts(void)
{
    assert_cleaned("[edit]", "[     ");
    assert_cleaned("{master:0}[edit a b]", "[               a b ");
    assert_cleaned("*(ex)[/configure router \"Base\"]", "[                router \"Base\" ");
    assert_cleaned("[gl:/]", "[     ");
    assert_cleaned("--{ + running }--[ a b ]--", "[                  a b    ");
}

/* Returns CLEANED with spaces at the end of each line removed. Free with g_free(). */
static char *without_spaces(const char *cleaned)
{
    GString *text = g_string_new(NULL);
    for (const char *at = cleaned; *at; at++) {
        while (*at == '\n' && text->len > 0 && text->str[text->len - 1] == ' ')
            g_string_truncate(text, text->len - 1);
        g_string_append_c(text, *at);
    }
    return g_string_free(text, FALSE);
}

/* What the router refused, or what was discarded, is not part of its configuration. */
static void test_void_commands(void)
{
    static const struct {
        const char *text, *cleaned;
    } texts[] = {
        {"R(config)#a\n      ^\n% Invalid input\nR(config)#b\n", "\n      ^\n% Invalid input\nb\n"},
        {"R(config)#a\n\n% Specify remote-as\nR(config)#b\n", "\n\n% Specify remote-as\nb\n"},
        {"R(config)#a\n%SYS-5-CONFIG_I: x\nR(config)#b\n", "a\n%SYS-5-CONFIG_I: x\nb\n"},
        {"[~R]bgp 1\nError: x\n[~R]bgp 2\n", "\nError: x\nbgp 2\n"},
        {"R(config)#a\nR(config)#commit\nR(config)#b\nR(config)#c\nR(config)#abort\nR(config)#d\n",
         "a\ncommit\n\n\nabort\nd\n"},
        {"R(config)#a\nR(config)#abort\nR(config)#abort\nR(config)#b\nR(config)#rollback 0\n",
         "\nabort\nabort\n\nrollback 0\n"},
        {"R(config)#a\nR(config)#abort\n% Invalid\nR(config)#b\n", "a\n\n% Invalid\nb\n"},
        {"R(config)#a\nR(config)#commit\nerror: x\nR(config)#rollback\nR(config)#b\n",
         "\n\nerror: x\nrollback\nb\n"},
        {"R(config)#a\nR(config)#commit check\nR(config)#b\nR(config)#rollback 0\n",
         "\n\n\nrollback 0\n"},
        {"R(config)#a\nR(config)#commit validate\nR(config)#discard\n", "\n\ndiscard\n"},
        {"R(config)#a\nS(config)#b\nS(config)#abort\n", "a\n\nabort\n"},
        {"R(config)#configure\nR(config)#a\nR(config)#aborted\n", "configure\na\naborted\n"},
        {"R(config)#a", "a          "},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        char *copy = g_strdup(texts[i].text);
        transcript_clean(copy, strlen(copy), NULL);
        char *cleaned = without_spaces(copy);
        g_assert_cmpstr(cleaned, ==, texts[i].cleaned);
        g_free(cleaned);
        g_free(copy);
    }
}

static void test_two_routers(void)
{
    char *text = g_strdup("<A>display x\nbgp 1\n<B>display x\nbgp 1\n");
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(unsigned));
    transcript_clean(text, strlen(text), lines);
    g_assert_cmpuint(lines->len, ==, 1);
    g_assert_cmpuint(g_array_index(lines, unsigned, 0), ==, 3);
    g_array_free(lines, TRUE);
    g_free(text);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/transcript/prompts", test_prompts);
    g_test_add_func("/transcript/other-lines-stay", test_other_lines_stay);
    g_test_add_func("/transcript/modes", test_modes);
    g_test_add_func("/transcript/contexts", test_contexts);
    g_test_add_func("/transcript/void-commands", test_void_commands);
    g_test_add_func("/transcript/two-routers", test_two_routers);
    return g_test_run();
}
