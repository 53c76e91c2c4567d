/* tcpauth check: reports what is wrong with keyrings.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "command.h"
#include "comparison.h"
#include "dialects.h"
#include "flaw.h"
#include "json.h"
#include "keys/kernel/kernel.h"
#include "keys/problem.h"
#include "keys/source/source.h"
#include "moment.h"
#include "output.h"
#include "keyring-path.h"

#include <string.h>

static gboolean as_json, with_kernel;
static char *dialect, *time_named, *namespace;

static const GOptionEntry options[] = {
    {"time", 0, 0, G_OPTION_ARG_FILENAME, &time_named, "Check as of then, not of now", "TIME"},
    {"dialect", 0, 0, G_OPTION_ARG_FILENAME, &dialect, "The format of the files", "NAME"},
    {"kernel", 0, 0, G_OPTION_ARG_NONE, &with_kernel, "Compare with the keys that this Linux holds",
     NULL},
    {"netns", 0, 0, G_OPTION_ARG_FILENAME, &namespace, "In this network namespace alone", "NAME"},
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Write JSON", NULL},
    G_OPTION_ENTRY_NULL,
};

/* Appends a note to FLAWS if RING, which was read from PATH, is empty and none of PROBLEMS can be
 * the reason. */
static void note_empty(const char *path, const struct keyring *ring, const GPtrArray *problems,
                       GPtrArray *flaws)
{
    bool is_explained = keyring_size(ring) > 0;
    for (unsigned i = 0; i < problems->len; i++)
        is_explained |= !g_error_matches(problems->pdata[i], KEY_ERROR, KEY_ERROR_EXPOSED);
    if (is_explained)
        return;
    struct flaw *flaw = g_new0(struct flaw, 1);
    flaw->kind = "file";
    flaw->is_note = true;
    flaw->where = g_strdup(path);
    flaw->text = g_strdup("there are no keys in it");
    g_ptr_array_add(flaws, flaw);
}

/* Adds the keys of PATH to CONFIGURED, and their flaws to FLAWS. */
static enum outcome check_file(const char *path, int64_t time, struct keyring *configured,
                               GPtrArray *flaws)
{
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    struct keyring *ring = keyring_new();
    const bool read = source_read(path, dialect, ring, problems);

    flaws_of_reading(path, problems, flaws);
    note_empty(path, ring, problems, flaws);
    flaws_of_keys(ring, time, flaws);
    for (unsigned i = 0; with_kernel && i < keyring_size(ring); i++)
        keyring_add(configured, key_copy(keyring_key(ring, i)));
    keyring_free(ring);
    g_ptr_array_free(problems, TRUE);
    if (!read)
        keyring_path_invite(path);
    return read ? OUTCOME_FINE : OUTCOME_FILE;
}

static enum outcome check_kernel(const struct keyring *configured, int64_t time, GPtrArray *flaws)
{
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    struct keyring *held = keyring_new();
    const bool read = kernel_read(namespace, held, problems);
    const enum outcome outcome = print_problems(problems);

    if (read)
        comparison_add(configured, held, time, flaws);
    keyring_free(held);
    g_ptr_array_free(problems, TRUE);
    return outcome;
}

static void show_text(const GPtrArray *flaws)
{
    struct text text = {0};
    for (unsigned i = 0; i < flaws->len; i++) {
        const struct flaw *flaw = flaws->pdata[i];
        char *line = g_strconcat(flaw->where ? flaw->where : "", flaw->where ? ": " : "",
                                 flaw->name ? flaw->name : "", flaw->name ? ": " : "",
                                 flaw->is_note ? "note: " : "", flaw->text, NULL);
        output_tame(line);
        text_format(&text, "%s\n", line);
        g_free(line);
    }
    output_text(&text);
}

static void show_json(const GPtrArray *flaws)
{
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_array(builder);
    for (unsigned i = 0; i < flaws->len; i++) {
        const struct flaw *flaw = flaws->pdata[i];
        json_builder_begin_object(builder);
        json_add_text(builder, "kind", flaw->kind);
        json_add_text(builder, "severity", flaw->is_note ? "note" : "problem");
        json_add_text(builder, "where", flaw->where);
        json_add_text(builder, "key", flaw->name);
        json_add_text(builder, "text", flaw->text);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    json_output(builder);
}

static enum outcome outcome_of(const GPtrArray *flaws)
{
    for (unsigned i = 0; i < flaws->len; i++)
        if (!((const struct flaw *)flaws->pdata[i])->is_note)
            return OUTCOME_FOUND;
    return OUTCOME_FINE;
}

static enum outcome run_check(char **paths)
{
    const char *own[] = {keyring_path(), NULL};
    const char *const *files = paths[0] ? (const char *const *)paths : own;
    enum outcome worst = OUTCOME_FINE;
    int64_t time;

    if (!moment_parse("--time", time_named, &time) || !dialects_know(dialect))
        return OUTCOME_MISUSE;
    if (namespace && !with_kernel) {
        print_message("--netns is for --kernel");
        return OUTCOME_MISUSE;
    }
    GPtrArray *flaws = g_ptr_array_new_with_free_func((GDestroyNotify)flaw_free);
    struct keyring *configured = keyring_new();
    for (unsigned i = 0; files[i]; i++) {
        const enum outcome outcome = check_file(files[i], time, configured, flaws);
        worst = MAX(worst, outcome);
    }
    if (with_kernel) {
        const enum outcome outcome = check_kernel(configured, time, flaws);
        worst = MAX(worst, outcome);
    }
    keyring_free(configured);
    if (as_json)
        show_json(flaws);
    else
        show_text(flaws);
    const enum outcome found = outcome_of(flaws);
    g_ptr_array_free(flaws, TRUE);
    return MAX(worst, found);
}

const struct command command_check = {
    .name = "check",
    .arguments = "[FILE...]",
    .summary = "Print what is wrong with the keyring, or with files",
    .max_arguments = ANY_NUMBER,
    .options = options,
    .describe = dialects_describe,
    .run = run_check,
};
