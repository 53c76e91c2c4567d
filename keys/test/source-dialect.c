/* Tests which format of a file is recognised, and which files are refused.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "read-file.h"

#include <string.h>

/* The names of the keys show which reader read the text. */
static void test_content_tells_the_dialect(void)
{
    const struct {
        const char *rule, *text, *dialect, *names;
    } texts[] = {
        {"an entry and its attribute", "key chain ends * * secret 'x'", NULL, "chain"},
        {"behind comments", "# fake a\n\n  key chain port 179 ends * * secret 'x'", NULL, "chain"},
        {"a line of a dialect", "fake a", NULL, "fake a"},
        {"a dialect with lines that begin with key", "key chain x", NULL, "key chain x"},
        {"a dialect by force", GOOD, "fake", "key a ends * * secret 'x'"},
        {"our own by force", "fake x\n" GOOD, SOURCE_NATIVE, "a"},
        {"nobody's", "whatever\n" GOOD, NULL, "a"},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        char *path = path_of(texts[i].text, 0600);
        struct reading reading = reading_of_file(path, texts[i].dialect);
        g_test_message("%s", texts[i].rule);
        reading_assert_names(&reading, texts[i].names);
        reading_free(&reading);
        path_free(path);
    }
}

/* A file without an entry is not a keyring, unless it is empty. */
static void test_what_nothing_recognises_is_told_once(void)
{
    static const struct {
        const char *text;
        bool known;
    } texts[] = {
        {"", true},
        {"\n \n", true},
        {"# key\n", true},
        {GOOD, true},
        {"nonsense\n" GOOD, true},
        {"nonsense", false},
        {"a key in a line\n'unclosed\n", false},
        {"\xff\xfe\x01", false},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        char *path = path_of(texts[i].text, 0600);
        struct reading reading = reading_of_file(path, NULL);
        const char *message = reading.problems->len ? reading_message(&reading, 0) : "";

        g_test_message("%u: %s", i, message);
        g_assert_true(!strstr(message, "neither a keyring nor a configuration") == texts[i].known);
        g_assert_true(texts[i].known || reading.problems->len == 1);
        reading_free(&reading);
        path_free(path);
    }
}

/* Keys read in a doubtful format are reported, unless the format is forced or there are no keys. */
static void test_a_doubtful_format_is_told(void)
{
    static const struct {
        const char *text, *dialect, *doubt;
    } texts[] = {
        {"both", NULL, "/*: read as Fake, but it may as well be Mistakes; --dialect *"},
        {"weak a", NULL, "/*: read as Fake, of which it has little; --dialect *"},
        {"fake a", NULL, NULL},
        {"both\nfake a", NULL, NULL},
        {"both", "fake", NULL},
        {"weak a", "fake", NULL},
        {"mistakes", NULL, NULL},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        char *path = path_of(texts[i].text, 0600);
        struct reading reading = reading_of_file(path, texts[i].dialect);
        unsigned doubts = 0;
        for (unsigned j = 0; j < reading.problems->len; j++)
            doubts += g_error_matches(reading.problems->pdata[j], KEY_ERROR, KEY_ERROR_UNSURE);
        g_test_message("%s", texts[i].text);
        g_assert_cmpuint(doubts, ==, texts[i].doubt != NULL);
        if (texts[i].doubt)
            assert_problem(&reading, path, KEY_ERROR_UNSURE, texts[i].doubt);
        reading_free(&reading);
        path_free(path);
    }
}

static void test_a_dialect_that_is_none(void)
{
    char *path = path_of(GOOD, 0600);
    struct reading reading = reading_of_file(path, "nonsense");
    reading_assert_names(&reading, "");
    assert_problem(&reading, "nonsense", KEY_ERROR_VALUE, "*nonsense*");
    reading_free(&reading);
    path_free(path);
}

static void test_refused_files(void)
{
    static const struct {
        const char *text, *problem;
    } files[] = {
        {"{\\rtf1\\ansi fake a\\par\nfake b\\par\n}", "*: it is a document in RTF; *"},
        {"fake a\t\tfake a\nfake b\t|\tfake c\nfake d\t\tfake d\nfake e   fake e\n",
         "*: it shows two files side by side, *"},
        {"fake a\t\tfake a\nfake b\t\tfake b\nfake c\nfake d\nfake e\n", NULL},
        {"fake a  fake a\nfake b  fake b\nfake c  fake c\n", NULL},
        {"fake a\tfake a\nfake b\tfake b\nfake c\n", NULL}, /* too few */
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(files); i++) {
        char *path = path_of(files[i].text, 0600);
        struct reading reading = reading_of_file(path, NULL);
        if (files[i].problem)
            assert_problem(&reading, path, KEY_ERROR_UNKNOWN, files[i].problem);
        else
            reading_assert_no_problem(&reading);
        g_assert_cmpuint(reading.keys->len > 0, ==, !files[i].problem);
        reading_free(&reading);
        path_free(path);
    }
}

static void test_a_configuration_in_a_string(void)
{
    char *path = path_of("{\"a\": \"fake x\\nfake y\\nfake z\\n\"}\n", 0600);
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_no_problem(&reading);
    reading_assert_names(&reading, "fake x fake y fake z");
    reading_free(&reading);
    path_free(path);
}

static void test_a_web_page(void)
{
    char *path = path_of("<html><p>fake&nbsp;a</p>\n<p>fake&nbsp;b<br>\n</html>\n", 0600);
    struct reading reading = reading_of_file(path, NULL);

    reading_assert_names(&reading, "fake a fake b");
    reading_assert_no_problem(&reading);
    reading_free(&reading);
    path_free(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source-dialect/content-tells-the-dialect", test_content_tells_the_dialect);
    g_test_add_func("/source-dialect/what-nothing-recognises-is-told-once",
                    test_what_nothing_recognises_is_told_once);
    g_test_add_func("/source-dialect/a-doubtful-format-is-told", test_a_doubtful_format_is_told);
    g_test_add_func("/source-dialect/a-dialect-that-is-none", test_a_dialect_that_is_none);
    g_test_add_func("/source-dialect/refused-files", test_refused_files);
    g_test_add_func("/source-dialect/a-configuration-in-a-string",
                    test_a_configuration_in_a_string);
    g_test_add_func("/source-dialect/a-web-page", test_a_web_page);
    return g_test_run();
}
