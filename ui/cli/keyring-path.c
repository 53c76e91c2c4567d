/* The current keyring: its path, and how it is read and changed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keyring-path.h"

#include "keys/file.h"
#include "keys/source/source.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>

static char *chosen;

const GOptionEntry keyring_path_options[] = {
    {"keyring", 'k', 0, G_OPTION_ARG_FILENAME, &chosen,
     "The keyring; else $TCPAUTH_KEYRING names it, else it is ~/.config/tcpauth/keyring", "FILE"},
    G_OPTION_ENTRY_NULL,
};

bool keyring_path_is_own(void)
{
    const char *named = g_getenv("TCPAUTH_KEYRING");
    return !chosen && !(named && *named);
}

bool keyring_path_is_chosen(void)
{
    return chosen != NULL;
}

void keyring_path_choose(const char *path)
{
    if (!path)
        return;
    g_free(chosen);
    chosen = g_strdup(path);
}

const char *keyring_path(void)
{
    static char *own;
    if (!own)
        own = g_build_filename(g_get_user_config_dir(), "tcpauth", "keyring", NULL);
    return keyring_path_is_own() ? own : chosen ? chosen : g_getenv("TCPAUTH_KEYRING");
}

bool keyring_path_is_output(const char *path)
{
    char *ring = realpath(keyring_path(), NULL), *output = realpath(path, NULL);
    const bool same = ring && output && strcmp(ring, output) == 0;

    if (same)
        print_message("%s is the keyring itself, which would be lost; name another file", path);
    free(output);
    free(ring);
    return same;
}

static GPtrArray *problems_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
}

static void tell_problems(GPtrArray *problems, enum outcome *outcome)
{
    const enum outcome told = print_problems(problems);
    *outcome = MAX(*outcome, told);
    g_ptr_array_free(problems, TRUE);
}

void keyring_path_invite(const char *path)
{
    if (!chosen && path && strcmp(path, keyring_path()) == 0 && !file_exists(path))
        print_message(
            "there is no keyring yet: \"tcpauth import FILE\" makes it from a router's "
            "configuration, \"tcpauth add NAME END END\" key by key; -k FILE uses another one");
}

struct keyring *keyring_path_read(const char *path, const char *dialect, enum outcome *outcome)
{
    GPtrArray *problems = problems_new();
    struct keyring *ring = keyring_new();

    if (!source_read(path, dialect, ring, problems)) {
        keyring_free(ring);
        ring = NULL;
    }
    tell_problems(problems, outcome);
    if (!ring)
        keyring_path_invite(path);
    return ring;
}

struct store *keyring_path_edit(enum outcome *outcome)
{
    GPtrArray *problems = problems_new();
    GError *error = NULL;
    struct store *store = NULL;

    if (keyring_path_is_own() && !file_make_folder(keyring_path(), &error))
        g_ptr_array_add(problems, error);
    else
        store = store_open(keyring_path(), problems);
    tell_problems(problems, outcome);
    return store;
}

bool keyring_path_save(struct store *store, enum outcome *outcome)
{
    GError *error = NULL;
    const bool saved = store_save(store, &error);
    if (!saved) {
        print_message("%s", error->message);
        g_error_free(error);
        *outcome = OUTCOME_FILE;
    }
    store_close(store);
    return saved;
}
