/* tcpauth import: adds keys from other files to the keyring, and reports each that it skips.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "catalogue.h"
#include "command.h"
#include "dialects.h"
#include "keys/file.h"
#include "keys/folder.h"
#include "keys/hash.h"
#include "keys/import/dialect.h"
#include "keys/import/model/labels.h"
#include "keys/kernel/kernel.h"
#include "keys/source/source.h"
#include "output.h"
#include "keyring-path.h"

#include <string.h>

static char *dialect;
static gboolean dry_run, list_dialects, from_kernel;
static char *namespace;

static const GOptionEntry options[] = {
    {"dialect", 0, 0, G_OPTION_ARG_FILENAME, &dialect, "The format of the files", "NAME"},
    {"dialects", 0, 0, G_OPTION_ARG_NONE, &list_dialects, "List the formats", NULL},
    {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run, "Print the changes without making them", NULL},
    {"kernel", 0, 0, G_OPTION_ARG_NONE, &from_kernel, "Add the keys that this Linux holds", NULL},
    {"netns", 0, 0, G_OPTION_ARG_FILENAME, &namespace, "Of this network namespace alone", "NAME"},
    G_OPTION_ENTRY_NULL,
};

struct merger {
    struct store *store;
    struct catalogue *catalogue; /* the keys in STORE */
    GHashTable *numbers; /* char *, a name that exists already -> the last number appended to it */
    unsigned added, present, conflicts, withheld, faulty; /* keys of the current file */
    unsigned isns;       /* how many were added from the current file */
    bool changed;        /* the keyring was changed */
    struct text summary; /* a line for each file */
};

static void set_name(struct key *key, const struct merger *merger)
{
    if (!catalogue_named(merger->catalogue, key->name))
        return;
    unsigned number = GPOINTER_TO_UINT(g_hash_table_lookup(merger->numbers, key->name));
    char *name = NULL;
    do {
        g_free(name);
        number = MAX(number, 1) + 1;
        name = g_strdup_printf("%s-%u", key->name, number);
    } while (catalogue_named(merger->catalogue, name));
    g_hash_table_insert(merger->numbers, g_strdup(key->name), GUINT_TO_POINTER(number));
    print_message("%s: another key is named %s, so this one is named %s", key->origin, key->name,
                  name);
    g_free(key->name);
    key->name = name;
}

static void merge_in(struct merger *merger, struct key *key)
{
    char *comment = g_strconcat("from ", key->origin, NULL);
    set_name(key, merger);
    store_add(merger->store, key, comment);
    catalogue_add(merger->catalogue, key);
    merger->added++;
    merger->changed = true;
    g_free(comment);
}

/* Adds KEY, of which it takes ownership, unless the keyring has it already. */
static void merge_key(struct merger *merger, struct key *key)
{
    enum overlap overlap = OVERLAP_NONE;
    const struct key *related =
        key->secret ? catalogue_related(merger->catalogue, key, &overlap) : NULL;

    if (!key->secret) {
        print_message("%s: %s cannot be imported: %s", key->origin, key->name, key->withheld);
        merger->withheld++;
    } else if (overlap == OVERLAP_SAME) {
        merger->present++;
    } else {
        if (overlap == OVERLAP_CONFLICT) {
            print_message(
                "%s: conflict: %s applies to the same connections as %s (%s), with another "
                "secret; both are kept",
                key->origin, key->name, related->name, related->origin);
            merger->conflicts++;
        }
        merge_in(merger, key);
        return;
    }
    key_free(key);
}

/* Adds those ISNS that the keyring lacks. */
static void merge_isns(struct merger *merger, const struct isns *isns)
{
    for (unsigned i = 0; i < isns_size(isns); i++)
        merger->isns += store_add_isn(merger->store, isns_at(isns, i));
    merger->changed |= merger->isns > 0;
}

static const char *plural(unsigned number)
{
    return number == 1 ? "" : "s";
}

/* Appends the number of skipped keys with the reasons: "1 skipped: no secret", "3 skipped: 2
 * already there, 1 ...". */
static void add_skipped(struct text *text, const struct merger *merger)
{
    const struct {
        unsigned count;
        const char *why;
    } reasons[] = {
        {merger->present, "already in the keyring"},
        {merger->withheld, "without a secret"},
        {merger->faulty, "with an error"},
    };
    const unsigned sum = merger->present + merger->withheld + merger->faulty;

    if (sum > 0)
        text_format(text, ", %u skipped", sum);
    for (unsigned i = 0, before = 0; i < G_N_ELEMENTS(reasons); i++) {
        if (reasons[i].count == 0)
            continue;
        text_add(text, before > 0 ? ", " : ": ");
        if (reasons[i].count < sum)
            text_format(text, "%u ", reasons[i].count);
        text_add(text, reasons[i].why);
        before += reasons[i].count;
    }
}

static void sum_up(struct merger *merger, const char *path)
{
    struct text *text = &merger->summary;
    char *shown = g_strdup(path);

    output_tame(shown);
    text_format(text, "%s: %u key%s %s", shown, merger->added, plural(merger->added),
                dry_run ? "to be added" : "added");
    if (merger->isns > 0)
        text_format(text, ", %u initial sequence number%s", merger->isns, plural(merger->isns));
    if (merger->conflicts > 0)
        text_format(text, ", %u conflict%s", merger->conflicts, plural(merger->conflicts));
    add_skipped(text, merger);
    text_add(text, "\n");
    g_free(shown);
}

/* Returns how many keys PROBLEMS are about. A problem with the whole file is about none. */
static unsigned count_faulty(const GPtrArray *problems)
{
    unsigned count = 0;
    for (unsigned i = 0; i < problems->len; i++) {
        const enum key_error code = (enum key_error)((const GError *)problems->pdata[i])->code;
        count +=
            code == KEY_ERROR_VALUE || code == KEY_ERROR_INCOMPLETE || code == KEY_ERROR_SYNTAX;
    }
    return count;
}

static bool is_configuration(const struct source *source)
{
    return dialect ? strcmp(dialect, SOURCE_NATIVE) != 0 : source_recognise(&source->text) != NULL;
}

/* Reads the keys of PATH, and the names of the peers in a router's configuration. */
static bool read_file(const char *path, struct keyring *ring, GPtrArray *problems,
                      struct labels **labels)
{
    const char *file = strcmp(path, "-") == 0 ? NULL : path;
    const struct import import = {
        .name = file ? file : FILE_STANDARD_INPUT, .ring = ring, .problems = problems};
    struct source source = {0};
    if (file && folder_is(file))
        return source_read_folder(file, dialect, ring, problems);
    const bool read =
        source_load(file, &source, problems) && source_parse(&source, &import, dialect);

    if (read && is_configuration(&source) && !source_has_parts(&source))
        *labels = labels_new(source.text.bytes, source.text.length);
    source_clear(&source);
    return read;
}

static struct key *labelled_copy(const struct key *key, const struct labels *labels)
{
    struct key *copy = key_copy(key);
    if (labels) {
        char *name = labels_name(labels, key);
        g_free(copy->name);
        copy->name = name;
    }
    return copy;
}

/* The keys read from a file or from the kernel. */
struct reading {
    const char *source;
    struct keyring *ring;
    struct labels *labels; /* or NULL */
    GPtrArray *problems;
    bool done;
};

static struct reading *reading_new(const char *source)
{
    struct reading *reading = g_new0(struct reading, 1);
    reading->source = source;
    reading->ring = keyring_new();
    reading->problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    return reading;
}

static void reading_free(void *data)
{
    struct reading *reading = data;
    labels_free(reading->labels);
    keyring_free(reading->ring);
    g_ptr_array_free(reading->problems, TRUE);
    g_free(reading);
}

/* Returns the keys of all files and of the kernel, struct reading *. */
static GPtrArray *read_sources(char **paths)
{
    GPtrArray *readings = g_ptr_array_new_with_free_func(reading_free);

    for (unsigned i = 0; paths[i]; i++) {
        struct reading *reading = reading_new(paths[i]);
        reading->done = read_file(paths[i], reading->ring, reading->problems, &reading->labels);
        g_ptr_array_add(readings, reading);
    }
    if (from_kernel) {
        struct reading *reading = reading_new("the kernel");
        reading->done = kernel_read(namespace, reading->ring, reading->problems);
        g_ptr_array_add(readings, reading);
    }
    return readings;
}

/* Merges the keys of READING, and adds the result to the summary if it was read. */
static enum outcome merger_merge(struct merger *merger, const struct reading *reading)
{
    const enum outcome outcome = print_problems(reading->problems);

    merger->faulty = count_faulty(reading->problems);
    for (unsigned i = 0; i < keyring_size(reading->ring); i++)
        merge_key(merger, labelled_copy(keyring_key(reading->ring, i), reading->labels));
    merge_isns(merger, keyring_isns(reading->ring));
    if (reading->done)
        sum_up(merger, reading->source);
    const bool doubtful = merger->conflicts > 0 || merger->withheld > 0;
    merger->added = merger->present = merger->conflicts = merger->withheld = merger->isns = 0;
    return MAX(outcome, doubtful ? OUTCOME_FOUND : OUTCOME_FINE);
}

static void catalogue_store(struct merger *merger)
{
    merger->catalogue = catalogue_new();
    for (unsigned i = 0; i < store_size(merger->store); i++)
        catalogue_add(merger->catalogue, store_key(merger->store, i));
}

/* Adds the keys of READINGS to the keyring. The summary is printed only if that succeeds. */
static enum outcome merge_all(const GPtrArray *readings)
{
    enum outcome worst = OUTCOME_FINE;
    struct merger merger = {.store = keyring_path_edit(&worst)};
    bool saved = true;

    if (!merger.store)
        return worst;
    merger.numbers = g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL);
    catalogue_store(&merger);
    for (unsigned i = 0; i < readings->len; i++) {
        const enum outcome outcome = merger_merge(&merger, readings->pdata[i]);
        worst = MAX(worst, outcome);
    }
    catalogue_free(merger.catalogue);
    g_hash_table_destroy(merger.numbers);
    if (dry_run || !merger.changed)
        store_close(merger.store);
    else
        saved = keyring_path_save(merger.store, &worst);
    if (saved)
        output_text(&merger.summary);
    text_clear(&merger.summary);
    return worst;
}

/* Reads all sources before it locks the keyring: standard input may be what a user types, or a
 * router's slow answer. */
static enum outcome import_files(char **paths)
{
    GPtrArray *readings = read_sources(paths);
    const enum outcome outcome = merge_all(readings);

    g_ptr_array_free(readings, TRUE);
    return outcome;
}

static enum outcome run_import(char **paths)
{
    if (list_dialects) {
        dialects_show();
        return OUTCOME_FINE;
    }
    if (!dialects_know(dialect))
        return OUTCOME_MISUSE;
    if (namespace && !from_kernel) {
        print_message("--netns is for --kernel");
        return OUTCOME_MISUSE;
    }
    if (!paths[0] && !from_kernel) {
        print_message("name the files to import, - being standard input, or --kernel");
        return OUTCOME_MISUSE;
    }
    return import_files(paths);
}

const struct command command_import = {
    .name = "import",
    .arguments = "FILE...",
    .summary = "Add the keys of routers' configurations and of other keyrings",
    .max_arguments = ANY_NUMBER,
    .options = options,
    .describe = dialects_describe,
    .run = run_import,
};
