/* Tests the results that all readers of configurations share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/import.h"

/* A keyring accepts only valid names: import_name() must make any text one. */
static void test_names_can_be_kept(void)
{
    static const struct {
        const char *text, *name;
    } names[] = {
        {"192.0.2.1 vrf RED", "192.0.2.1 vrf RED"},
        {"Zürich", "Zürich"},
        {"", "?"},
        {"a\nb\x7f", "a?b?"},
        {"a\xc2\x85z", "a??z"},
        {"Z\xfcrich", "Z\xef\xbf\xbdrich"},
    };
    const struct import import = {.name = "f"};

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        struct key *key = import_key(&import, 7, names[i].text);
        GError *error = NULL;
        g_assert_cmpstr(key->name, ==, names[i].name);
        g_assert_cmpstr(key->origin, ==, "f:7");
        key_set(key, KEY_NAME, names[i].name, &error);
        g_assert_no_error(error);
        key_free(key);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import/names-can-be-kept", test_names_can_be_kept);
    return g_test_run();
}
