/* tcpauth export: writes keys for other programs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "command.h"
#include "dialects.h"
#include "format/format.h"
#include "keys/file.h"
#include "keys/hash.h"
#include "moment.h"
#include "nearest.h"
#include "output.h"
#include "keyring-path.h"
#include "selection.h"

#include <string.h>

static const struct format *const formats[] = {
    &format_native, &format_frr, &format_bird, &format_gobgp, &format_setkey, &format_uat,
};

static char *dialect, *format_named, *local_named, *output_path, *time_named;
static gboolean force;

static const GOptionEntry options[] = {
    {"format", 'f', 0, G_OPTION_ARG_FILENAME, &format_named,
     "One of the formats below; native unless it is given", "FORMAT"},
    {"dialect", 0, 0, G_OPTION_ARG_FILENAME, &dialect, "The format of the keyring", "NAME"},
    {"local", 0, 0, G_OPTION_ARG_FILENAME, &local_named,
     "The router's own address (default: the end that is *, otherwise the first end)", "ADDRESS"},
    {"time", 0, 0, G_OPTION_ARG_FILENAME, &time_named,
     "If the format has no times: the keys valid then, not now", "TIME"},
    {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output_path,
     "Write a file, readable only by its owner, atomically", "FILE"},
    {"force", 0, 0, G_OPTION_ARG_NONE, &force, "Replace the file if it exists", NULL},
    G_OPTION_ENTRY_NULL,
};

/* One exported key, or several that the format joins. */
struct entry {
    struct text text;
    GPtrArray *keys; /* struct key *, turned */
    bool joins;
};

struct exporter {
    const struct format *format;
    struct prefix local; /* its length is 0 if --local is not given */
    int64_t time;
    GPtrArray *entries; /* struct entry, in output order */
    GHashTable *places; /* char *, as place_text() writes it -> the entry there */
    struct text text;
};

static void entry_free(gpointer data)
{
    struct entry *entry = data;
    g_ptr_array_free(entry->keys, TRUE);
    text_clear(&entry->text);
    g_free(entry);
}

static const struct format *find_format(const char *name)
{
    const char *names[G_N_ELEMENTS(formats) + 1] = {NULL};
    for (unsigned i = 0; i < G_N_ELEMENTS(formats); i++) {
        names[i] = formats[i]->name;
        if (!name || strcmp(names[i], name) == 0)
            return formats[i];
    }
    char *question = nearest_question(name, names);
    print_message("--format: no format named %s%s", name, question);
    g_free(question);
    return NULL;
}

static bool parse_local(struct prefix *local)
{
    GError *error = NULL;
    if (!local_named || prefix_parse(local_named, local, &error))
        return true;
    print_message("--local: %s", error->message);
    g_error_free(error);
    return false;
}

/* Returns a copy of KEY whose first end is the router's: the end with the address of --local or,
 * without --local, the end that is "*". If there is none, that is KEY's first end. */
static struct key *turned_key(const struct exporter *exporter, const struct key *key)
{
    struct key *copy = key_copy(key);
    const bool second = exporter->local.address.length > 0
                            ? prefix_equal(&exporter->local, &key->ends[1])
                            : key->ends[1].address.length == 0;
    if (second) {
        copy->ends[0] = key->ends[1];
        copy->ends[1] = key->ends[0];
        copy->signed_as[0] = key->signed_as[1];
        copy->signed_as[1] = key->signed_as[0];
        copy->send_id = key->recv_id;
        copy->recv_id = key->send_id;
    }
    return copy;
}

static char *ends_text(const struct key *key)
{
    char *local = prefix_text(&key->ends[0]), *peer = prefix_text(&key->ends[1]);
    char *text = g_strdup_printf("%s %s", local, peer);
    g_free(peer);
    g_free(local);
    return text;
}

/* Returns the connections for which the format can have only one entry. Free with g_free(). */
static char *place_text(const struct format *format, const struct key *key)
{
    char *local = prefix_text(&key->ends[0]), *peer = prefix_text(&key->ends[1]);
    const bool reversed = format->place == FORMAT_PLACE_PAIR && strcmp(local, peer) > 0;
    char *text = format->place == FORMAT_PLACE_PEER
                     ? g_strdup(peer)
                     : g_strdup_printf("%s %s", reversed ? peer : local, reversed ? local : peer);
    g_free(peer);
    g_free(local);
    return text;
}

/* Returns why KEY cannot be joined to the TCP-AO keys of ENTRY. Returns NULL if it can. */
static const char *check_join(const struct key *key, const struct entry *entry)
{
    const struct key *first = entry->keys->pdata[0];

    if (g_strcmp0(key_instance(first), key_instance(key)) != 0)
        return "the keys for its peer are of another routing instance";
    if (!prefix_equal(&first->ends[0], &key->ends[0]))
        return "the keys for its peer are of another address of the router";
    for (unsigned i = 0; i < entry->keys->len; i++) {
        const struct key *other = entry->keys->pdata[i];
        if (other->send_id == key->send_id || other->recv_id == key->recv_id)
            return "another key for its peer has the same KeyID";
    }
    return NULL;
}

/* Returns why the format cannot have KEY in addition to ENTRY, the entry in its place, which may be
 * NULL. Returns NULL if it can. */
static const char *check_place(const struct exporter *exporter, const struct key *key,
                               const struct entry *entry)
{
    if (exporter->format->place == FORMAT_PLACE_ANY)
        return NULL;
    if (!key_is_valid_at(key, exporter->time))
        return "it is not valid at this time";
    if (!entry)
        return NULL;
    if (entry->joins && key->algorithm != KEY_MD5)
        return check_join(key, entry);
    return exporter->format->place == FORMAT_PLACE_PEER
               ? "the format takes one key for a peer, and there is one"
               : "the format takes one key for two ends, and there is one";
}

static void write_comment(struct text *text, const struct format *format, const struct key *key)
{
    char *ends = ends_text(key);
    char *until = key->until == INT64_MAX ? NULL : key_time_text(key->until);
    text_format(text, "\n%s %s: %s%s%s\n", format->comment, key->name, ends,
                until ? ", until " : "", until ? until : "");
    g_free(until);
    g_free(ends);
}

/* Prints the attributes of KEY that FORMAT cannot express. */
static void tell_losses(const struct format *format, const struct key *key)
{
    const struct {
        enum format_lack lack;
        bool is_said;
        const char *word;
    } parts[] = {
        {FORMAT_LACKS_SIGNED_AS, key->signed_as[0].length + key->signed_as[1].length > 0,
         "signed-as"},
        {FORMAT_LACKS_PORT, key->port != KEY_ANY_PORT, "port"},
        {FORMAT_LACKS_TIMES, key->from != INT64_MIN, "from"},
        {FORMAT_LACKS_TIMES, key->until != INT64_MAX, "until"},
        {FORMAT_LACKS_TIMES, key_send_from(key) != key->from, "send-from"},
        {FORMAT_LACKS_TIMES, key_send_until(key) != key->until, "send-until"},
        {FORMAT_LACKS_PREFERENCE, key->preference != KEY_NO_PREFERENCE, "preference"},
        {FORMAT_LACKS_DEPRECATED, key->preference == KEY_DEPRECATED, "preference"},
        {FORMAT_LACKS_SIGNATURE, key->signature != KEY_SIGNATURE_REQUIRED, "signature"},
        {FORMAT_LACKS_CHAIN, key_chain(key) != NULL, "chain"},
        {FORMAT_LACKS_CHAIN, key_number(key) != KEY_ANY_NUMBER, "number"},
        {FORMAT_LACKS_INSTANCE, key_instance(key) != NULL, "instance"},
    };
    GString *words = g_string_new(NULL);

    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i].is_said && (format->lacks & parts[i].lack))
            g_string_append_printf(words, "%s%s", words->len > 0 ? ", " : "", parts[i].word);
    if (words->len > 0)
        print_message("%s: note: %s is written without its %s: %s has no such", key->origin,
                      key->name, words->str, format->name);
    g_string_free(words, TRUE);
}

/* Adds an entry at PLACE for KEY, whose text is WRITTEN. Takes ownership of PLACE. */
static struct entry *add_entry(struct exporter *exporter, char *place, const struct key *key,
                               const struct text *written)
{
    const struct format *format = exporter->format;
    struct entry *entry = g_new0(struct entry, 1);

    entry->keys = g_ptr_array_new_with_free_func((GDestroyNotify)key_free);
    entry->joins = format->join && key->algorithm != KEY_MD5;
    if (format->comment)
        write_comment(&entry->text, format, key);
    else if (format == &format_native && (exporter->entries->len > 0 || exporter->text.length > 0))
        text_add(&entry->text, "\n");
    text_append(&entry->text, written->bytes, written->length);
    g_ptr_array_add(exporter->entries, entry);
    g_hash_table_insert(exporter->places, place, entry);
    return entry;
}

static bool export_key(struct exporter *exporter, const struct key *key)
{
    const struct format *format = exporter->format;
    const bool anywhere = format->place == FORMAT_PLACE_ANY;
    struct key *copy = anywhere ? key_copy(key) : turned_key(exporter, key);
    char *place = place_text(format, copy);
    struct entry *entry = anywhere ? NULL : g_hash_table_lookup(exporter->places, place);
    struct text written = {0};
    const char *fault = key->withheld;

    if (!fault)
        fault = format->write(&written, copy);
    if (!fault)
        fault = check_place(exporter, copy, entry);
    if (fault)
        print_message("%s: %s is left out: %s", key->origin, key->name, fault);
    else if (entry)
        format->join(&entry->text, copy);
    else
        entry = add_entry(exporter, g_steal_pointer(&place), copy, &written);
    if (!fault) {
        tell_losses(format, key);
        g_ptr_array_add(entry->keys, g_steal_pointer(&copy));
    }
    text_clear(&written);
    g_free(place);
    key_free(copy);
    return !fault;
}

/* Writes the initial sequence numbers, before the keys. Reports it if the format has none. */
static void export_isns(struct exporter *exporter, const struct isns *isns)
{
    const struct format *format = exporter->format;
    const unsigned count = isns_size(isns);

    for (unsigned i = 0; format->write_isn && i < count; i++)
        format->write_isn(&exporter->text, isns_at(isns, i));
    if (!format->write_isn && count > 0)
        print_message("note: %u initial sequence number%s left out: %s has no such", count,
                      count == 1 ? " is" : "s are", format->name);
}

static bool write_file(const struct text *text)
{
    GError *error = NULL;
    char *target = file_target(output_path);
    struct file_lock *lock = file_lock(target, &error);

    if (lock && !force && file_exists(target))
        g_set_error(&error, KEY_ERROR, KEY_ERROR_FILE, "%s exists; --force replaces it", target);
    else if (lock)
        file_replace(target, text, &error);
    if (error)
        print_message("%s", error->message);
    const bool written = !error;
    if (lock)
        file_unlock(lock);
    g_clear_error(&error);
    g_free(target);
    return written;
}

/* Returns true if KEY may take a peer's only place before other keys: it names the address of
 * --local, and they may be of another router. */
static bool goes_first(const struct exporter *exporter, const struct key *key)
{
    const struct prefix *local = &exporter->local;
    return exporter->format->place == FORMAT_PLACE_PEER && local->address.length > 0 &&
           (prefix_equal(local, &key->ends[0]) || prefix_equal(local, &key->ends[1]));
}

/* Exports those of KEYS that go first, or the others. Returns false if one was left out. */
static bool export_some(struct exporter *exporter, const GPtrArray *keys, bool first)
{
    bool complete = true;
    for (unsigned i = 0; i < keys->len; i++)
        if (goes_first(exporter, keys->pdata[i]) == first)
            complete = export_key(exporter, keys->pdata[i]) && complete;
    return complete;
}

/* Exports KEYS and ISNS, which may be NULL. */
static enum outcome export_keys(struct exporter *exporter, const GPtrArray *keys,
                                const struct isns *isns)
{
    enum outcome outcome = OUTCOME_FINE;

    exporter->entries = g_ptr_array_new_with_free_func(entry_free);
    exporter->places = g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL);
    if (exporter->format->preface)
        text_add(&exporter->text, exporter->format->preface);
    if (isns)
        export_isns(exporter, isns);
    const bool first = export_some(exporter, keys, true);
    const bool others = export_some(exporter, keys, false);
    if (!first || !others)
        outcome = OUTCOME_FOUND;
    for (unsigned i = 0; i < exporter->entries->len; i++) {
        const struct entry *entry = exporter->entries->pdata[i];
        text_append(&exporter->text, entry->text.bytes, entry->text.length);
    }
    if (!output_path)
        output_text(&exporter->text);
    else if (!write_file(&exporter->text))
        outcome = OUTCOME_FILE;
    text_clear(&exporter->text);
    g_hash_table_destroy(exporter->places);
    g_ptr_array_free(exporter->entries, TRUE);
    return outcome;
}

static enum outcome export_named(char **names)
{
    enum outcome outcome = OUTCOME_FINE;
    struct exporter exporter = {.format = find_format(format_named)};

    if (!exporter.format || !parse_local(&exporter.local) ||
        !moment_parse("--time", time_named, &exporter.time) || !dialects_know(dialect))
        return OUTCOME_MISUSE;
    if (!names[0] && !output_path && output_is_terminal()) {
        print_message(
            "refusing to print all secrets on a terminal; name the keys, or write to a file with "
            "--output");
        return OUTCOME_MISUSE;
    }
    if (output_path && keyring_path_is_output(output_path))
        return OUTCOME_MISUSE;
    struct keyring *ring = keyring_path_read(keyring_path(), dialect, &outcome);
    if (!ring)
        return outcome;
    GPtrArray *keys = selection_of(ring, names, &outcome);
    const struct isns *isns = names[0] ? NULL : keyring_isns(ring);
    if (keyring_size(ring) == 0)
        print_message("%s: note: there are no keys in it", keyring_path());
    const enum outcome exported = export_keys(&exporter, keys, isns);
    g_ptr_array_free(keys, TRUE);
    keyring_free(ring);
    return MAX(outcome, exported);
}

static char *format_list(void)
{
    GString *text = g_string_new("Formats:\n");
    char *described = dialects_describe();

    for (unsigned i = 0; i < G_N_ELEMENTS(formats); i++)
        g_string_append_printf(text, "  %-8s %s\n", formats[i]->name, formats[i]->title);
    g_string_append_printf(text, "\n%s", described);
    g_free(described);
    return g_string_free(text, FALSE);
}

const struct command command_export = {
    .name = "export",
    .arguments = "[NAME...]",
    .summary = "Write keys, with their secrets, for other programs",
    .max_arguments = ANY_NUMBER,
    .options = options,
    .describe = format_list,
    .run = export_named,
};
