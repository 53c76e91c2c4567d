/* Tests how files of keys are read from the disk, which format is recognised, and what is reported
 * about those that cannot or should not be read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "freed.h"
#include "keys/import/dialect.h"
#include "keys/source/source.h"
#include "reading.h"

#include <glib/gstdio.h>
#include <string.h>

#define GOOD "key a ends * * secret 'x'\n"

/* Reads each line as the name of a key, if it begins with "other" or if it does not. */
static void read_names(const char *text, size_t length, const struct import *import, bool other)
{
    char *copy = g_strndup(text, length), **lines = g_strsplit(copy, "\n", -1);
    for (unsigned i = 0; lines[i] && *lines[i]; i++) {
        if (g_str_has_prefix(lines[i], "other") != other)
            continue;
        struct key *key = import_key(import, i + 1, lines[i]);
        key->secret = secret_new("x", 1);
        import_add(import, key);
    }
    g_strfreev(lines);
    g_free(copy);
}

/* Replaces all dialects. */
static void read_fake(const char *text, size_t length, const struct import *import)
{
    read_names(text, length, import, false);
}

static void read_other(const char *text, size_t length, const struct import *import)
{
    read_names(text, length, import, true);
}

/* Reads a key whose secret is the last line, as a router that takes commands has it. */
static void read_last(const char *text, size_t length, const struct import *import)
{
    char *copy = g_strndup(text, length), **lines = g_strsplit(copy, "\n", -1);
    const unsigned count = g_strv_length(lines);
    if (count > 2) {
        struct key *key = import_key(import, count - 1, "peer");
        key->secret = secret_new(lines[count - 2], strlen(lines[count - 2]));
        import_add(import, key);
    }
    g_strfreev(lines);
    g_free(copy);
}

/* Reads a key from each line "peer NAME password SECRET" and from each line "then SECRET;" if the
 * one before ends with a semicolon, and finds "PEER" wrong. */
static void read_peers(const char *text, size_t length, const struct import *import)
{
    char *copy = g_strndup(text, length), **lines = g_strsplit(copy, "\n", -1);
    for (unsigned i = 0; lines[i]; i++) {
        char **words = g_strsplit(g_strstrip(lines[i]), " ", -1);
        if (strcmp(words[0] ? words[0] : "", "PEER") == 0)
            import_problem(import, i + 1, "it is wrong");
        const bool is_then =
            g_str_has_prefix(lines[i], "then ") && i > 0 && g_str_has_suffix(lines[i - 1], ";");
        if (is_then || (g_strv_length(words) == 4 && strcmp(words[0], "peer") == 0)) {
            struct key *key = import_key(import, i + 1, words[1]);
            key->secret = secret_new(words[is_then ? 1 : 3], strlen(words[is_then ? 1 : 3]));
            import_add(import, key);
        }
        g_strfreev(words);
    }
    g_strfreev(lines);
    g_free(copy);
}

/* Each "e" is one problem, everything else another. */
static void read_mistakes(const char *text, size_t length, const struct import *import)
{
    for (size_t i = 0; i < length; i++)
        import_problem(import, text[i] == 'e' ? 7 : 9, "it is wrong");
}

static const struct sign signs[] = {
    {"fake *", 100}, {"key chain *", 100}, {"both", 50}, {"weak *", DIALECT_SURE - 1}, {NULL, 0}};
static const struct sign mistake_signs[] = {{"mistakes", 100}, {"both", 50}, {NULL, 0}};
static const struct sign other_signs[] = {{"other *", 60}, {NULL, 0}};
static const struct sign peer_signs[] = {{"peers", 100}, {"peers;", 100}, {NULL, 0}};
static const struct sign last_signs[] = {{"last", 100}, {NULL, 0}};
static const struct dialect fake = {
    .name = "fake", .title = "Fake", .signs = signs, .read = read_fake};
static const struct dialect mistakes = {
    .name = "mistakes", .title = "Mistakes", .signs = mistake_signs, .read = read_mistakes};
static const struct dialect other = {
    .name = "other", .title = "Other", .signs = other_signs, .read = read_other};
static const struct dialect last = {
    .name = "last", .title = "Last", .signs = last_signs, .read = read_last};
static const struct dialect peers = {
    .name = "peers", .title = "Peers", .signs = peer_signs, .read = read_peers, .braces = true};
const struct dialect *const dialects[] = {&fake, &mistakes, &other, &last, &peers, NULL};

static struct reading reading_of_file(const char *path, const char *dialect)
{
    struct reading reading = reading_new();
    source_read(path, dialect, reading.ring, reading.problems);
    reading_find_keys(&reading);
    return reading;
}

static char *path_of_nothing(void)
{
    char *folder = g_dir_make_tmp("tcpauth-XXXXXX", NULL);
    char *path = g_build_filename(folder, "a.keys", NULL);
    g_free(folder);
    return path;
}

static char *path_of(const char *text, int mode)
{
    char *path = path_of_nothing();
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_assert_cmpint(g_chmod(path, mode), ==, 0);
    return path;
}

static void path_free(char *path)
{
    char *folder = g_path_get_dirname(path);
    g_unlink(path);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    g_free(folder);
    g_free(path);
}

/* Asserts that there is one problem, whose message is the path followed by PATTERN. */
static void assert_problem(const struct reading *reading, const char *path, enum key_error code,
                           const char *pattern)
{
    g_assert_cmpuint(reading->problems->len, ==, 1);
    g_assert_error((GError *)reading->problems->pdata[0], KEY_ERROR, (int)code);
    g_assert_nonnull(strstr(reading_message(reading, 0), path));
    g_assert_true(g_pattern_match_simple(pattern, reading_message(reading, 0)));
}

static void test_a_file_is_for_its_owner_alone(void)
{
    const struct {
        int mode;
        bool exposed;
    } modes[] = {
        {0600, false}, {0400, false}, {0700, false}, {0640, true}, {0620, true},
        {0610, true},  {0604, true},  {0602, true},  {0601, true}, {0644, true},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(modes); i++) {
        char *path = path_of(GOOD, modes[i].mode);
        struct reading reading = reading_of_file(path, NULL);
        g_test_message("%o", (unsigned)modes[i].mode);
        reading_assert_names(&reading, "a"); /* it is still read */
        if (modes[i].exposed)
            assert_problem(&reading, path, KEY_ERROR_EXPOSED, "/*: * chmod 600");
        else
            reading_assert_no_problem(&reading);
        reading_free(&reading);
        path_free(path);
    }
}

/* A configuration usually belongs to the group that runs the router. */
static void test_a_configuration_is_not_for_all(void)
{
    const struct {
        int mode;
        bool exposed;
    } modes[] = {{0600, false}, {0640, false}, {0660, false}, {0644, true}, {0641, true}};
    for (unsigned i = 0; i < G_N_ELEMENTS(modes); i++) {
        char *path = path_of("fake a", modes[i].mode);
        struct reading reading = reading_of_file(path, NULL);
        g_test_message("%o", (unsigned)modes[i].mode);
        if (modes[i].exposed)
            assert_problem(&reading, path, KEY_ERROR_EXPOSED, "/*: * chmod o=");
        else
            reading_assert_no_problem(&reading);
        reading_free(&reading);
        path_free(path);
    }
}

static void test_a_repeated_problem_is_one_with_a_count(void)
{
    char *path = path_of("mistakes", 0600);
    struct reading reading = reading_of_file(path, NULL);

    g_assert_cmpuint(reading.problems->len, ==, 2);
    g_assert_true(g_str_has_suffix(reading_message(&reading, 0), ":9: it is wrong (7 times)"));
    g_assert_true(g_str_has_suffix(reading_message(&reading, 1), ":7: it is wrong"));
    reading_free(&reading);
    path_free(path);
}

static void test_a_configuration_without_keys_exposes_none(void)
{
    char *path = path_of("fake a", 0644);
    struct reading reading = reading_of_file(path, NULL);

    reading_assert_names(&reading, "fake a");
    g_assert_cmpuint(reading.problems->len, ==, 1);
    reading_free(&reading);
    g_assert_true(g_file_set_contents(path, "mistakes", -1, NULL));
    g_assert_cmpint(g_chmod(path, 0644), ==, 0);
    reading = reading_of_file(path, NULL);
    g_assert_cmpuint(reading.problems->len, ==, 2);
    reading_free(&reading);
    path_free(path);
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

/* The names of the keys show which reader read the text. */
/* Each configuration in a file is read by itself, and a note says so. The second line of each is
 * the name of a key. */
static void test_a_file_with_two_routers(void)
{
    char *path = path_of("hostname A\nfake a\nhostname B\nfake b\n", 0600);
    struct reading reading = reading_of_file(path, NULL);

    reading_assert_names(&reading, "A hostname A A fake a B hostname B B fake b");
    assert_problem(&reading, path, KEY_ERROR_UNSURE, "*: it has keys of 2 routers, *");
    g_assert_cmpstr(strrchr(((const struct key *)reading.keys->pdata[3])->origin, ':'), ==, ":4");
    reading_free(&reading);
    path_free(path);
}

/* Prompts show that another router follows, too. */
static void test_prompts_of_two_routers(void)
{
    char *path = path_of("A(config)#fake a\nA(config)#fake b\nB(config)#fake c\n", 0600);
    struct reading reading = reading_of_file(path, NULL);

    g_assert_cmpuint(reading.keys->len, ==, 3);
    assert_problem(&reading, path, KEY_ERROR_UNSURE, "*: it has keys of 2 routers, *");
    reading_free(&reading);
    path_free(path);
}

/* None of the parts need be a configuration. */
static void test_unknown_parts(void)
{
    char *path = path_of("a/b: x\nc/d: y\n", 0600);
    struct reading reading = reading_of_file(path, NULL);
    assert_problem(&reading, path, KEY_ERROR_SYNTAX, "*:1: the format of the configuration *");
    reading_free(&reading);
    path_free(path);
}

/* So does the name of a file that grep has before lines. */
static void test_files_that_grep_found(void)
{
    char *path = path_of("c/A:fake a\nc/A:fake b\nc/B:fake c\n", 0600);
    struct reading reading = reading_of_file(path, NULL);

    reading_assert_names(&reading, "fake a fake b fake c");
    assert_problem(&reading, path, KEY_ERROR_UNSURE, "*: it has keys of 2 routers, *");
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

/* The names of two routers in lines of any order show only that there are two. If there are
 * prompts, they show where each begins. */
static void test_two_routers_without_a_border(void)
{
    char *path = path_of("fake a\nset x\nset system host-name A\nset system host-name B\n", 0600);
    struct reading reading = reading_of_file(path, NULL);
    assert_problem(&reading, path, KEY_ERROR_UNSURE,
                   "*:4: this is the name or AS number of another router, *");
    g_assert_cmpuint(reading.keys->len, ==, 4);
    reading_free(&reading);
    path_free(path);

    path = path_of("u@A# fake a\nu@A# set system host-name A\nu@B# fake b\n"
                   "u@B# set system host-name B\n",
                   0600);
    reading = reading_of_file(path, NULL);
    reading_assert_names(&reading, "A      fake a A      set system host-name A B      fake b "
                                   "B      set system host-name B");
    reading_free(&reading);
    path_free(path);
}

/* A part of an unknown format is a problem only if it may have keys. */
static void test_a_file_with_an_unknown_part(void)
{
    char *path = path_of("==> a <==\nfake a\n==> b <==\nnothing\n", 0600);
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_no_problem(&reading);
    reading_free(&reading);
    path_free(path);

    path = path_of("==> a <==\nfake a\n==> b <==\n\npassword x\n", 0600);
    reading = reading_of_file(path, NULL);
    assert_problem(&reading, path, KEY_ERROR_SYNTAX, "*:3: the format of *");
    reading_free(&reading);
    path_free(path);
}

/* Keys before or after those that are read, in another format that the file surely has, are a
 * problem. If they are among them, two formats are only alike. */
static void test_keys_of_another_system(void)
{
    const struct {
        const char *text, *problem;
    } files[] = {
        {"other one\nfake x\nfake y\n", "*:1: this is not read: the file was read as Fake, *"},
        {"fake x\nfake y\nother one\n", "*:3: this is not read: the file was read as Fake, *"},
        {"fake x\nother one\nfake y\n", NULL},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(files); i++) {
        char *path = path_of(files[i].text, 0600);
        struct reading reading = reading_of_file(path, NULL);
        if (files[i].problem)
            assert_problem(&reading, path, KEY_ERROR_SYNTAX, files[i].problem);
        else
            reading_assert_no_problem(&reading);
        g_assert_cmpuint(reading.keys->len, ==, 2);
        reading_free(&reading);
        path_free(path);
    }
}

/* No router prints a block twice, so another key of one peer may be that of another router. */
static void test_a_block_that_begins_again(void)
{
    const struct {
        const char *text, *problem;
    } files[] = {
        {"last\nrouter bgp 1\n one\nrouter bgp 1\n two\n", "*:3: line 5 replaces this key, *"},
        {"last\nprotocols {\n one\nprotocols {\n two\n", "*:3: line 5 replaces this key, *"},
        {"last\nrouter bgp 1\n one\nrouter bgp 1\n one\n", NULL},
        {"last\nrouter bgp 1\n one\nrouter bgp 1 vrf RED\n two\n", NULL},
        {"last\n router bgp 1\n one\nrouter bgp 1\n two\n", NULL},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(files); i++) {
        char *path = path_of(files[i].text, 0600);
        struct reading reading = reading_of_file(path, NULL);
        if (files[i].problem)
            assert_problem(&reading, path, KEY_ERROR_SYNTAX, files[i].problem);
        else
            reading_assert_no_problem(&reading);
        g_assert_cmpuint(reading.keys->len, ==, 1);
        reading_free(&reading);
        path_free(path);
    }
}

/* Files with damaged lines, and the problem that is reported, or NULL. */
static const struct {
    const char *text, *problem;
} damaged[] = {
    {"peers\npeer 192.0.2.1 password b\npeer\u00a0192.0.2.2\u00a0password c\n",
     "*:3: this may have a key, which is not read: the line has a mark*keyboard's"},
    {"peers\n> peer 192.0.2.1 password b\nPeer 192.0.2.2 Password d\n",
     "*:2: this may have a key*, and 1 other line"},
    {"peers\npeer 192.0.2.1 password\nb\n", "*:2: this may have a key*broken into two*"},
    {"peers;\na;\nb;\nsee a ticket\nthen c;\n",
     "*:5: this may have a key*has no semicolon at its end"},
    {"peers;\na;\nb;\nsee a ticket\nb;\n", NULL},
    {"peers\nPeer 192.0.2.1 password b\n", "*:2: this may have a key*capitals*"},
    {"peers\nneighbor 192.0.2.1 password b c\n",
     "*:2: no key is read, although this line looks like one with a key"},
    {"peers\npeer 192.0.2.1 password b\nneighbor 192.0.2.2 password c d\n", NULL},
    {"peers\nneighbor 192.0.2.1\npassword b\n", "*:3: no key is read, since the lines *"},
    {"peers\nneighbor 192.0.2.1\n password b\n", NULL},
    {"peers\nneighbor:\n- a: b\n  password: c\n", "*:4: no key is read, *"},
    {"peers\n- a: b\n  password: c\n", NULL},
    {"peers\nauth-password: b\n", "*:2: no key is read, *"},
    {"peers\npeer-groups:\n- auth-password: b\n", NULL},
    {"peers\npeer-groups:\n- auth-password: b\nneighbors:\n", "*:3: no key is read, *"},
    {"peers\n/routing bgp template\nadd tcp-md5-key=b\n", NULL},
    {"peers\n/routing/bgp/template\nadd tcp-md5-key=b\n", NULL},
    {"peers\nadd tcp-md5-key=b\n", "*:2: no key is read, *"},
    {"peers\ngroup b {\ntcp md5sig password c\n}\n", NULL},
    {"peers\ntemplate {\nneighbor b {\nmd5-password c;\n", NULL},
    {"peers\ntemplate {\nneighbor b {\nmd5-password c;\ninherit b;\n", "*:4: no key is read, *"},
    {"peers\n\"BGP_PEER_GROUP\":\n{\"auth_password\": \"b\"}\n", NULL},
    {"peers\n\"BGP_PEER_GROUP\":\n{\"auth_password\": \"b\"}\n\"BGP_NEIGHBOR\":\n",
     "*:3: no key is read, *"},
    {"peers\nneighbor 192.0.2.1 password b c\nno neighbor 192.0.2.1 remote-as 1\n", NULL},
    {"peers\nneighbor 192.0.2.1 password b c\nundo peer 192.0.2.1 as-number\n", NULL},
    {"peers\nneighbor 192.0.2.1 password b c\nno feature bgp\n", NULL},
    {"peers\nmd5 { neighbor 192.0.2.1 }\n", NULL},
    {"peers\nneighbor 192.0.2.1 password b c\nno router bgp 1\n", NULL},
    {"peers\nneighbor 192.0.2.1 password b c\nno neighbor 192.0.2.1 password\n", NULL},
    {"peers\nneighbor 192.0.2.1 password b c\nno neighbor 192.0.2.1\n", NULL},
    {"peers\nneighbor 192.0.2.1 password b c\nno neighbor 192.0.2.1 activate\n",
     "*:2: no key is read, *"},
    {"peers\nneighbor 192.0.2.1 password b c\nno neighbor 192.0.2.1 ao b\n", NULL},
    {"peers\nneighbor 192.0.2.1 password b c\ndeactivate protocols bgp group d\n", NULL},
    {"peers\nneighbor 192.0.2.1 password b c\nno vrf d\n", NULL},
    {"peers\nneighbor b password c d\n", "*:2: no key is read, *"},
    {"peers\nneighbor b peer-group\nneighbor b password c d\n", NULL},
    {"peers\nneighbor b peer group\nneighbor b password c d\n", NULL},
    {"peers\nneighbor b peer-group\nneighbor b password c d\n"
     "neighbor 192.0.2.1 peer-group b\n",
     "*:3: no key is read, *"},
    {"peers\nneighbor 192.0.2.1 peer-group b\nneighbor b peer-group\nneighbor b password c d\n",
     "*:4: no key is read, *"},
    {"peers\ngroup b internal\npeer b md5 c d\n", NULL},
    {"peers\ngroup b internal\npeer b md5 c d\nneighbor 192.0.2.1 group b\n",
     "*:3: no key is read, *"},
    {"peers\nset peer-group b password c d\n", NULL},
    {"peers\n# our group\nauth-password: b\n", "*:3: no key is read, *"},
    {"peers\nneighbor 192.0.2.1 description our group\nneighbor 192.0.2.1 password b c\n",
     "*:3: no key is read, *"},
    {"peers\nno router bgp 1\nneighbor 192.0.2.1 password b c\n", "*:3: no key is read, *"},
    {"peers\nPEER 192.0.2.1 Password b\n", "*:2: it is wrong"},
    {"peers\ndefault peer 192.0.2.1 password b\n", NULL},
    {"peers\nno peer 192.0.2.1 password b\n#peer 192.0.2.1 password b\nb password c\n", NULL},
    {"peers\npeer 192.0.2.1 password \u00a0b\npeer 192.0.2.2 description a\u00a0c d\n",
     "*:2: the secret has a no-break or invisible space, *"},
};

/* A key that was lost by damage is reported. */
static void test_damaged_lines(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(damaged); i++) {
        char *path = path_of(damaged[i].text, 0600);
        struct reading reading = reading_of_file(path, NULL);
        g_test_message("%s", damaged[i].text);
        if (!damaged[i].problem)
            reading_assert_no_problem(&reading);
        else
            assert_problem(&reading, path,
                           i + 1 < G_N_ELEMENTS(damaged) ? KEY_ERROR_SYNTAX : KEY_ERROR_UNSURE,
                           damaged[i].problem);
        reading_free(&reading);
        path_free(path);
    }
}

/* A saved configuration sets each secret once. */
static void test_secrets_set_again(void)
{
    static const struct {
        const char *text, *problem;
    } files[] = {
        {"last\nset a password b\nset a password c\n", "*:3: this replaces the key *"},
        {"last\nset a password b\nset a password b\n", NULL},
        {"last\nset a password b\nset b password c\n", NULL},
        {"last\nset a password b\ndelete a\nset a password c\n", NULL},
        {"last\na password b\na password c\n", NULL},
        {"last\nedit a\nset password b\nedit b\nset password c\n", NULL},
        {"last\nedit a\nset password b\nup 2\nset password c\n", NULL},
        {"last\nedit a\nset password b\ntop\nset password c\n", NULL},
        {"last\nedit a\nset password b\nexit\nset password c\n", NULL},
        {"last\n[edit a]\nset password b\n[edit b]\nset password c\n", NULL},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(files); i++) {
        char *path = path_of(files[i].text, 0600);
        struct reading reading = reading_of_file(path, NULL);
        if (files[i].problem)
            assert_problem(&reading, path, KEY_ERROR_SYNTAX, files[i].problem);
        else
            reading_assert_no_problem(&reading);
        reading_free(&reading);
        path_free(path);
    }
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

static void test_a_configuration_in_a_string(void)
{
    char *path = path_of("{\"a\": \"fake x\\nfake y\\nfake z\\n\"}\n", 0600);
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_no_problem(&reading);
    reading_assert_names(&reading, "fake x fake y fake z");
    reading_free(&reading);
    path_free(path);
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

static void test_a_missing_file(void)
{
    char *path = path_of_nothing();
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_names(&reading, "");
    assert_problem(&reading, path, KEY_ERROR_FILE, "*No such file*");
    reading_free(&reading);
    path_free(path);
}

static void test_an_empty_folder(void)
{
    char *path = path_of_nothing(), *folder = g_path_get_dirname(path);
    struct reading reading = reading_of_file(folder, NULL);
    reading_assert_names(&reading, "");
    g_assert_cmpuint(reading.problems->len, ==, 0);
    reading_free(&reading);
    g_free(folder);
    path_free(path);
}

/* More files than are read at once. Their keys and problems come in the order of their names,
 * whichever thread reads them. A file takes the longer the earlier it is. */
static void test_a_folder_of_many_files(void)
{
    enum { FILES = 600 };
    char *folder = g_dir_make_tmp("tcpauth-XXXXXX", NULL), *paths[FILES];
    for (unsigned i = 0; i < FILES; i++) {
        char *name = g_strdup_printf("%03u.keys", i);
        GString *text = g_string_new(NULL);
        for (unsigned line = i % 100; line < 100; line++)
            g_string_append(text, "# a comment\n");
        g_string_append_printf(text, "key k%03u ends * * secret 'x'\nkey\n", i);
        paths[i] = g_build_filename(folder, name, NULL);
        g_assert_true(g_file_set_contents(paths[i], text->str, -1, NULL));
        g_assert_cmpint(g_chmod(paths[i], i % 2 ? 0600 : 0644), ==, 0);
        g_string_free(text, TRUE);
        g_free(name);
    }

    struct reading reading = reading_of_file(folder, NULL);
    g_assert_cmpuint(keyring_size(reading.ring), ==, FILES);
    g_assert_cmpuint(reading.problems->len, ==, FILES + 1);
    for (unsigned i = 0; i < FILES; i++) {
        char *name = g_strdup_printf("k%03u", i);
        g_assert_cmpstr(keyring_key(reading.ring, i)->name, ==, name);
        g_assert_true(g_str_has_prefix(reading_message(&reading, i), paths[i]));
        g_free(name);
    }
    g_assert_nonnull(strstr(reading_message(&reading, FILES), "300 of its files"));
    reading_free(&reading);
    for (unsigned i = 0; i < FILES; i++) {
        g_unlink(paths[i]);
        g_free(paths[i]);
    }
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    g_free(folder);
}

/* A configuration that would take too much memory is rejected before it is read. */
static void test_a_configuration_of_too_many_statements(void)
{
    static const char *const parts[] = {"a\n", "a;", "{", "[,"};
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
        GString *text = g_string_new("fake a\n");
        while (text->len < strlen(parts[i]) * ((1 << 21) + 16))
            g_string_append(text, parts[i]);
        char *path = path_of(text->str, 0600);
        struct reading reading = reading_of_file(path, NULL);
        g_assert_cmpuint(keyring_size(reading.ring), ==, 0);
        assert_problem(&reading, path, KEY_ERROR_FILE, "/*: * lines and statements*");
        reading_free(&reading);
        path_free(path);
        g_string_free(text, TRUE);
    }
}

/* Each line is a problem. */
static void test_problems_have_an_end(void)
{
    GString *text = g_string_new("key a ends * * secret 'x'\n");
    for (unsigned i = 0; i < 2 * MAX_PROBLEMS; i++)
        g_string_append(text, "key b\n");
    char *path = path_of(text->str, 0600);
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_names(&reading, "a");
    g_assert_cmpuint(reading.problems->len, ==, MAX_PROBLEMS);
    g_assert_nonnull(strstr(reading_message(&reading, 0), "a.keys:2: "));
    g_assert_null(strstr(reading_message(&reading, MAX_PROBLEMS - 2), "further problems"));
    g_assert_nonnull(strstr(reading_message(&reading, MAX_PROBLEMS - 1), "further problems"));
    reading_free(&reading);
    path_free(path);
    g_string_free(text, TRUE);
}

static void test_an_empty_file(void)
{
    char *path = path_of("", 0600);
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_names(&reading, "");
    reading_assert_no_problem(&reading);
    reading_free(&reading);
    path_free(path);
}

static void test_a_problem_names_the_file_and_the_line(void)
{
    char *path = path_of(GOOD "\nkey b port x", 0600);
    struct reading reading = reading_of_file(path, NULL);
    reading_assert_names(&reading, "a");
    assert_problem(&reading, path, KEY_ERROR_VALUE, "/*/a.keys:3: a port is *");
    reading_free(&reading);
    path_free(path);
}

/* Writes TEXT to PATH in ENCODING, after the byte order mark. */
static void write_in(const char *path, const char *encoding, const char *text)
{
    char *marked = g_strconcat("\xef\xbb\xbf", text, NULL);
    gsize length;
    char *encoded = g_convert(marked, -1, encoding, "UTF-8", NULL, &length, NULL);
    g_assert_true(g_file_set_contents(path, encoded, (gssize)length, NULL));
    g_assert_cmpint(g_chmod(path, 0600), ==, 0);
    g_free(encoded);
    g_free(marked);
}

/* Some programs of Windows save text as UTF-16. */
static void test_utf16(void)
{
    static const char *const encodings[] = {"UTF-16LE", "UTF-16BE"};
    static const char text[] =
        "key a ends * * secret 'gr\xc3\xbc\xc3\x9f \xf0\x9f\x94\x91 \xe2\x82\xac'\n";
    for (unsigned i = 0; i < G_N_ELEMENTS(encodings); i++) {
        char *path = path_of_nothing();
        write_in(path, encodings[i], text);
        struct reading reading = reading_of_file(path, NULL);
        reading_assert_names(&reading, "a");
        reading_assert_no_problem(&reading);
        size_t length;
        const struct key *key = reading.keys->pdata[0];
        const uint8_t *bytes = secret_bytes(key->secret, &length);
        g_assert_cmpmem(bytes, length, "gr\xc3\xbc\xc3\x9f \xf0\x9f\x94\x91 \xe2\x82\xac", 15);
        reading_free(&reading);
        path_free(path);
    }
}

/* Half a character, and a surrogate without the other. */
static void test_damaged_utf16(void)
{
    static const char bytes[] = "\xff\xfe"
                                "f\0a\0k\0e\0 \0\x3d\xd8"
                                "b\0\x3d\xd8\x3d";
    char *path = path_of_nothing();
    g_assert_true(g_file_set_contents(path, bytes, sizeof bytes - 1, NULL));
    g_assert_cmpint(g_chmod(path, 0600), ==, 0);
    struct reading reading = reading_of_file(path, NULL);
    g_assert_cmpuint(reading.keys->len, ==, 1);
    g_assert_cmpstr(((const struct key *)reading.keys->pdata[0])->name, ==,
                    "fake \xef\xbf\xbd"
                    "b\xef\xbf\xbd\xef\xbf\xbd");
    reading_free(&reading);
    path_free(path);
}

static void test_the_text_of_a_file_is_wiped(void)
{
    const char *const canaries[] = {"a canary that sings", NULL};
    char *path = path_of("key a ends * * secret 'a canary that sings'\n", 0600);
    freed_watch(canaries);
    struct reading reading = reading_of_file(path, NULL);
    reading_free(&reading);
    freed_assert_clean();
    path_free(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/a-repeated-problem-is-one-with-a-count",
                    test_a_repeated_problem_is_one_with_a_count);
    g_test_add_func("/source/a-configuration-without-keys-exposes-none",
                    test_a_configuration_without_keys_exposes_none);
    g_test_add_func("/source/a-doubtful-format-is-told", test_a_doubtful_format_is_told);
    g_test_add_func("/source/what-nothing-recognises-is-told-once",
                    test_what_nothing_recognises_is_told_once);
    g_test_add_func("/source/a-file-is-for-its-owner-alone", test_a_file_is_for_its_owner_alone);
    g_test_add_func("/source/a-configuration-is-not-for-all", test_a_configuration_is_not_for_all);
    g_test_add_func("/source/a-file-with-two-routers", test_a_file_with_two_routers);
    g_test_add_func("/source/prompts-of-two-routers", test_prompts_of_two_routers);
    g_test_add_func("/source/unknown-parts", test_unknown_parts);
    g_test_add_func("/source/files-that-grep-found", test_files_that_grep_found);
    g_test_add_func("/source/a-web-page", test_a_web_page);
    g_test_add_func("/source/damaged-lines", test_damaged_lines);
    g_test_add_func("/source/secrets-set-again", test_secrets_set_again);
    g_test_add_func("/source/refused-files", test_refused_files);
    g_test_add_func("/source/two-routers-without-a-border", test_two_routers_without_a_border);
    g_test_add_func("/source/a-file-with-an-unknown-part", test_a_file_with_an_unknown_part);
    g_test_add_func("/source/keys-of-another-system", test_keys_of_another_system);
    g_test_add_func("/source/a-block-that-begins-again", test_a_block_that_begins_again);
    g_test_add_func("/source/content-tells-the-dialect", test_content_tells_the_dialect);
    g_test_add_func("/source/a-configuration-in-a-string", test_a_configuration_in_a_string);
    g_test_add_func("/source/a-dialect-that-is-none", test_a_dialect_that_is_none);
    g_test_add_func("/source/a-missing-file", test_a_missing_file);
    g_test_add_func("/source/an-empty-folder", test_an_empty_folder);
    g_test_add_func("/source/a-folder-of-many-files", test_a_folder_of_many_files);
    g_test_add_func("/source/a-configuration-of-too-many-statements",
                    test_a_configuration_of_too_many_statements);
    g_test_add_func("/source/problems-have-an-end", test_problems_have_an_end);
    g_test_add_func("/source/an-empty-file", test_an_empty_file);
    g_test_add_func("/source/a-problem-names-the-file-and-the-line",
                    test_a_problem_names_the_file_and_the_line);
    g_test_add_func("/source/utf-16", test_utf16);
    g_test_add_func("/source/damaged-utf-16", test_damaged_utf16);
    g_test_add_func("/source/the-text-of-a-file-is-wiped", test_the_text_of_a_file_is_wiped);
    return g_test_run();
}
