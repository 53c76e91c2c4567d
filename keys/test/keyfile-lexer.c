/* Tests how the text of a keyring file is divided into words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "freed.h"
#include "keys/keyfile-lexer.h"

#include <string.h>

/* Returns the words of TEXT, separated by spaces: "2:" before the first word of line 2, quotes
 * around a quoted word, unprintable bytes as \HH, and "!" and the fault for a broken word. */
static char *words_of(const char *text, size_t length)
{
    GString *words = g_string_new(NULL);
    struct keyfile_lexer lexer;

    keyfile_lexer_init(&lexer, text, length);
    for (keyfile_lexer_next(&lexer); lexer.kind != WORD_END; keyfile_lexer_next(&lexer)) {
        const char *quote = lexer.kind == WORD_QUOTED ? "'" : "";
        if (words->len > 0)
            g_string_append_c(words, ' ');
        if (lexer.first)
            g_string_append_printf(words, "%u:", lexer.line);
        if (lexer.kind == WORD_BROKEN) {
            g_string_append_printf(words, "!%.7s", lexer.fault);
            continue;
        }
        g_assert_null(lexer.fault);
        g_assert_cmpint(lexer.word[lexer.length], ==, '\0');
        g_string_append(words, quote);
        for (size_t i = 0; i < lexer.length; i++)
            g_string_append_printf(words, g_ascii_isprint(lexer.word[i]) ? "%c" : "\\%02x",
                                   (guchar)lexer.word[i]);
        g_string_append(words, quote);
    }
    keyfile_lexer_next(&lexer);
    g_assert_cmpint(lexer.kind, ==, WORD_END); /* stays at the end */
    keyfile_lexer_clear(&lexer);
    return g_string_free(words, FALSE);
}

#define UNKNOWN "!unknown" /* escape; the first 7 letters of the faults differ */
#define MISSING "!the clo" /* closing quote is missing */
#define FOLLOWS "!text fo" /* llows the closing quote */

#define TEXT(text) text, sizeof text - 1

static const struct {
    const char *rule, *text;
    size_t length;
    const char *words;
} cases[] = {
    {"nothing", TEXT(""), ""},
    {"blanks alone", TEXT(" \t\f\r\n \n"), ""},
    {"one word", TEXT("key\n"), "1:key"},
    {"no line end at the end", TEXT("key"), "1:key"},
    {"words of one line", TEXT("key\tfra1   ends\n"), "1:key fra1 ends"},
    {"words of several lines", TEXT("key fra1\n\n  ends\n"), "1:key fra1 3:ends"},
    {"line ends of DOS", TEXT("key fra1\r\n\r\n\tends \"a\"\r\n"), "1:key fra1 3:ends 'a'"},
    {"a byte order mark", TEXT("\xef\xbb\xbfkey fra1"), "1:key fra1"},
    {"a byte order mark alone", TEXT("\xef\xbb\xbf"), ""},
    {"half a byte order mark is a word", TEXT("\xef\xbb"), "1:\\ef\\bb"},
    {"a second byte order mark is a word", TEXT("\xef\xbb\xbf\xef\xbb\xbf"), "1:\\ef\\bb\\bf"},

    {"a comment", TEXT("# key fra1\nkey\n"), "2:key"},
    {"a comment at the end", TEXT("key # fra1"), "1:key"},
    {"a comment between words", TEXT("key #1\n#2\n fra1"), "1:key 3:fra1"},
    {"a comment behind a quoted word", TEXT("'a'#b\nc"), "1:'a' 2:c"},
    {"quotes in a comment", TEXT("# \"\nkey"), "2:key"},
    {"# within a word", TEXT("a#b #c"), "1:a#b"},
    {"# within quotes", TEXT("\"#a\" '#b'"), "1:'#a' '#b'"},

    {"double quotes", TEXT("\"a b\" \"\""), "1:'a b' ''"},
    {"single quotes", TEXT("'a b' ''"), "1:'a b' ''"},
    {"one kind of quotes within the other", TEXT("\"it's\" 'say \"a\"'"), "1:'it's' 'say \"a\"'"},
    {"quotes within a bare word", TEXT("it's a\"b"), "1:it's a\"b"},
    {"every escape", TEXT("\"\\\"\\\\\\n\\t\\r\\x41\\xfF\\x00\""), "1:'\"\\\\0a\\09\\0dA\\ff\\00'"},
    {"an escape ends after two digits", TEXT("\"\\x414\""), "1:'A4'"},
    {"no escapes in single quotes", TEXT("'\\n\\'"), "1:'\\n\\'"},
    {"no escapes in bare words", TEXT("a\\n\\"), "1:a\\n\\"},
    {"a tab within quotes", TEXT("'\t'"), "1:'\\09'"},
    {"a zero byte within quotes", TEXT("'a\0b'"), "1:'a\\00b'"},
    {"a zero byte within a bare word", TEXT("a\0b c"), "1:a\\00b c"},
    {"bytes beyond ASCII", TEXT("\xc3\xa4 '\xff'"), "1:\\c3\\a4 '\\ff'"},

    {"an unknown escape", TEXT("\"\\a\" b\nc"), "1:" UNKNOWN " 2:c"},
    {"an escape of a zero byte", TEXT("\"\\\0\" b\nc"), "1:" UNKNOWN " 2:c"},
    {"an escape of a single quote", TEXT("\"\\'\"\nc"), "1:" UNKNOWN " 2:c"},
    {"one digit", TEXT("\"\\x4\"\nc"), "1:" UNKNOWN " 2:c"},
    {"no digits", TEXT("\"\\x\"\nc"), "1:" UNKNOWN " 2:c"},
    {"digits that are none", TEXT("\"\\x4g\"\nc"), "1:" UNKNOWN " 2:c"},
    {"digits cut by the end of the line", TEXT("\"\\x4\n1\""), "1:" UNKNOWN " 2:1\""},
    {"digits cut by the end of the text", TEXT("\"\\x4"), "1:" UNKNOWN},
    {"an escaped line end", TEXT("\"a\\\nb\""), "1:" UNKNOWN " 2:b\""},
    {"an escape of nothing", TEXT("\"\\"), "1:" UNKNOWN},
    {"no closing quote", TEXT("\"a b\nc"), "1:" MISSING " 2:c"},
    {"no closing quote at the end", TEXT("'"), "1:" MISSING},
    {"an escaped closing quote", TEXT("\"a\\\"\nc"), "1:" MISSING " 2:c"},
    {"the other kind of quote does not close", TEXT("'a\"\nc"), "1:" MISSING " 2:c"},
    {"text behind the closing quote", TEXT("'a'b c\nd"), "1:" FOLLOWS " 2:d"},
    {"a quote behind the closing quote", TEXT("'it''s'\nd"), "1:" FOLLOWS " 2:d"},
    {"the line of a broken word", TEXT("a\nb 'c\nd"), "1:a 2:b " MISSING " 3:d"},
};

static void test_words(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        /* in a block of its own size, so that a sanitizer detects overreads */
        char *text = g_memdup2(cases[i].text, MAX(cases[i].length, 1));
        char *words = words_of(text, cases[i].length);
        g_test_message("%s", cases[i].rule);
        g_assert_cmpstr(words, ==, cases[i].words);
        g_free(words);
        g_free(text);
    }
}

static void test_a_word_may_be_very_long(void)
{
    const size_t length = 1 << 20;
    char *text = g_malloc(length + 2);
    struct keyfile_lexer lexer;

    memset(text, 'a', length + 2);
    text[0] = text[length + 1] = '\'';
    keyfile_lexer_init(&lexer, text, length + 2);
    keyfile_lexer_next(&lexer);
    g_assert_cmpint(lexer.kind, ==, WORD_QUOTED);
    g_assert_cmpmem(lexer.word, lexer.length, text + 1, length);
    keyfile_lexer_clear(&lexer);

    keyfile_lexer_init(&lexer, text + 1, length); /* the same without quotes */
    keyfile_lexer_next(&lexer);
    g_assert_cmpint(lexer.kind, ==, WORD_BARE);
    g_assert_cmpmem(lexer.word, lexer.length, text + 1, length);
    keyfile_lexer_clear(&lexer);
    g_free(text);
}

static void test_is_asks_for_a_bare_word_and_all_of_it(void)
{
    const char text[] = "key 'key' keys ke key\0s Key";
    const bool expected[] = {true, false, false, false, false, false};
    struct keyfile_lexer lexer;

    keyfile_lexer_init(&lexer, text, sizeof text - 1);
    for (unsigned i = 0; i < G_N_ELEMENTS(expected); i++) {
        keyfile_lexer_next(&lexer);
        g_assert_true(keyfile_lexer_is(&lexer, "key") == expected[i]);
    }
    keyfile_lexer_next(&lexer);
    g_assert_cmpint(lexer.kind, ==, WORD_END);
    g_assert_false(keyfile_lexer_is(&lexer, "key"));
    g_assert_false(keyfile_lexer_is(&lexer, ""));
    keyfile_lexer_clear(&lexer);
}

static void test_clear_wipes_every_word_read(void)
{
    const char *const canaries[] = {"a canary that sings", NULL};
    const char text[] = "'long: a canary that sings' 'b' 'long: a canary that sings";
    struct keyfile_lexer lexer;

    freed_watch(canaries);
    keyfile_lexer_init(&lexer, text, sizeof text - 1);
    keyfile_lexer_next(&lexer);
    keyfile_lexer_next(&lexer);
    keyfile_lexer_clear(&lexer); /* the shorter word has left the end of the longer one in memory */
    g_assert_null(lexer.word);

    keyfile_lexer_init(&lexer, text, sizeof text - 1);
    for (unsigned i = 0; i < 3; i++)
        keyfile_lexer_next(&lexer);
    g_assert_cmpint(lexer.kind, ==, WORD_BROKEN);
    keyfile_lexer_clear(&lexer);
    freed_assert_clean();
}

static void test_random_texts(void)
{
    const char letters[] = "key \n\r\t#'\"\\x0a1\0\xef\xbb\xbf";
    for (unsigned i = 0; i < 20000; i++) {
        const size_t length = (size_t)g_test_rand_int_range(1, 40);
        char *text = g_malloc(length);
        unsigned lines = 1;
        struct keyfile_lexer lexer;

        for (size_t j = 0; j < length; j++) {
            text[j] = letters[g_test_rand_int_range(0, sizeof letters)];
            lines += text[j] == '\n';
        }
        keyfile_lexer_init(&lexer, text, length);
        unsigned line = 0, words = 0;
        for (keyfile_lexer_next(&lexer); lexer.kind != WORD_END;
             keyfile_lexer_next(&lexer), words++) {
            g_assert_cmpuint(lexer.line, <=, lines);
            g_assert_true(lexer.first ? lexer.line > line : lexer.line == line);
            g_assert_true((lexer.kind == WORD_BROKEN) == (lexer.fault != NULL));
            line = lexer.line;
        }
        g_assert_cmpuint(lexer.line, ==, lines);
        g_assert_cmpuint(words, <=, length);
        keyfile_lexer_clear(&lexer);
        g_free(text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyfile-lexer/words", test_words);
    g_test_add_func("/keyfile-lexer/a-word-may-be-very-long", test_a_word_may_be_very_long);
    g_test_add_func("/keyfile-lexer/is-asks-for-a-bare-word-and-all-of-it",
                    test_is_asks_for_a_bare_word_and_all_of_it);
    g_test_add_func("/keyfile-lexer/clear-wipes-every-word-read", test_clear_wipes_every_word_read);
    g_test_add_func("/keyfile-lexer/random-texts", test_random_texts);
    return g_test_run();
}
