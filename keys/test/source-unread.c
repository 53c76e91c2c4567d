/* Tests that keys in lines which are not read, or which later lines replace, are reported.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "read-file.h"

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
    {"peers\nLocal peer 192.0.2.9 \npeer 192.0.2.1 password b\n", NULL}, /* with another end */
    {"peers\nneighbor 192.0.2.1 password b c\n",
     "*:2: no key is read, although this line looks like one with a key"},
    {"peers\npeer 192.0.2.1 password b\nneighbor 192.0.2.2 password c d\n", NULL},
    {"peers\nneighbor 192.0.2.1\npassword b\n", "*:3: no key is read, since the lines *"},
    {"peers\nneighbor 192.0.2.1\n password b\n", NULL},
    {"peers\r\nneighbor 192.0.2.1\r\n\r\npassword b\r\n", "*:4: no key is read, since the lines *"},
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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source-unread/damaged-lines", test_damaged_lines);
    g_test_add_func("/source-unread/keys-of-another-system", test_keys_of_another_system);
    g_test_add_func("/source-unread/a-block-that-begins-again", test_a_block_that_begins_again);
    g_test_add_func("/source-unread/secrets-set-again", test_secrets_set_again);
    return g_test_run();
}
