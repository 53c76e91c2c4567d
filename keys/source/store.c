/* A keyring file that is being changed. Everything that is not changed stays the same byte for
 * byte.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store.h"

#include "keys/file.h"
#include "keys/keyfile.h"
#include "keys/sealed.h"
#include "source.h"
#include "utf16.h"

struct entry {
    struct key *key; /* NULL if it was removed */
    struct keyfile_span span;
};

struct store {
    char *path,
        *target; /* the path that was opened, and the file to which symbolic links lead from it */
    struct file_lock *lock;
    bool existed;
    struct text text;
    struct seal *seal; /* NULL if the file is not encrypted */
    GArray *entries;   /* struct entry, in the order of the text */
    struct isns *isns; /* those in the text */
};

static void take_entry(struct key *key, struct keyfile_span span, void *entries)
{
    const struct entry entry = {key, span};
    g_array_append_val((GArray *)entries, entry);
}

/* Returns true if STORE is a keyring file: editing would ruin a router's configuration. */
static bool is_keyring(const struct store *store, GPtrArray *problems)
{
    const bool ours = !source_recognise(&store->text);
    if (!ours)
        g_ptr_array_add(problems,
                        g_error_new(KEY_ERROR, KEY_ERROR_FILE,
                                    "%s: this is not a keyring file, but a router's configuration",
                                    store->path));
    return ours;
}

static bool store_load(struct store *store, GPtrArray *problems)
{
    struct source source = {0};
    store->existed = file_exists(store->target);
    if (!store->existed)
        return true;
    const bool loaded = source_load_exactly(store->path, &source, problems);
    utf16_decode(&source.text);
    store->text = source.text; /* the store owns them now */
    store->seal = source.seal;
    if (!loaded || !is_keyring(store, problems))
        return false;
    const struct keyfile_receiver receiver = {take_entry, store->entries, store->isns};
    keyfile_visit(store->text.bytes, store->text.length, store->path, problems, &receiver);
    return true;
}

struct store *store_open(const char *path, GPtrArray *problems)
{
    GError *error = NULL;
    struct store *store = g_new0(struct store, 1);
    store->path = g_strdup(path);
    store->target = file_target(path);
    store->entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
    store->isns = isns_new();
    store->lock = file_lock(store->target, &error);
    if (error)
        g_ptr_array_add(problems, error);
    else if (store_load(store, problems))
        return store;
    store_close(store);
    return NULL;
}

static struct entry *entry_at(const struct store *store, unsigned index)
{
    return &g_array_index(store->entries, struct entry, index);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    for (unsigned i = 0; i < store_size(store); i++)
        key_free(entry_at(store, i)->key);
    g_array_free(store->entries, TRUE);
    isns_free(store->isns);
    text_clear(&store->text);
    seal_free(store->seal);
    if (store->lock)
        file_unlock(store->lock);
    g_free(store->target);
    g_free(store->path);
    g_free(store);
}

unsigned store_size(const struct store *store)
{
    return store->entries->len;
}

const struct key *store_key(const struct store *store, unsigned index)
{
    return entry_at(store, index)->key;
}

/* Adds an empty line before the entry. The last line of the entry ends as the last line of the file
 * did. */
void store_add(struct store *store, struct key *key, const char *comment)
{
    struct text *text = &store->text;
    const bool first = text->length == 0;
    const bool ends = first || text->bytes[text->length - 1] == '\n';

    text_add(text, first ? "" : ends ? "\n" : "\n\n");
    struct keyfile_span span = {.begin = text->length};
    keyfile_write(text, key, comment);
    span.end = text->length;
    text_add(text, ends ? "\n" : "");
    take_entry(key, span, store->entries);
}

bool store_add_isn(struct store *store, const struct isn *isn)
{
    struct text *text = &store->text;
    if (!isns_add(store->isns, isn))
        return false;
    if (text->length > 0 && text->bytes[text->length - 1] != '\n')
        text_add(text, "\n");
    keyfile_write_isn(text, isn);
    return true;
}

/* Returns the start of the line that contains AT. */
static size_t line_start(const struct text *text, size_t at)
{
    while (at > 0 && text->bytes[at - 1] != '\n')
        at--;
    return at;
}

/* Returns the start of the line after the one that contains AT. */
static size_t next_line(const struct text *text, size_t at)
{
    while (at < text->length && text->bytes[at] != '\n')
        at++;
    return at < text->length ? at + 1 : at;
}

/* Returns true if the line that starts at AT is empty or does not exist. */
static bool is_blank(const struct text *text, size_t at)
{
    const size_t end = next_line(text, at);
    while (at < end && g_ascii_isspace(text->bytes[at]))
        at++;
    return at == end;
}

/* Returns the start of the line of an entry that begins at AT. A byte order mark is not part of the
 * line. */
static size_t indentation_at(const struct text *text, size_t at)
{
    while (at > 0 && text->bytes[at - 1] != '\n' && g_ascii_isspace(text->bytes[at - 1]))
        at--;
    return at;
}

/* Returns the lines of an entry, and the empty line before it unless something follows
 * immediately. */
static struct keyfile_span lines_of(const struct text *text, struct keyfile_span span)
{
    struct keyfile_span lines = {indentation_at(text, span.begin), next_line(text, span.end)};
    const bool ends = text->bytes[lines.end - 1] == '\n';

    if (lines.begin > 0 && is_blank(text, lines.end)) {
        const size_t before = line_start(text, lines.begin - 1);
        if (is_blank(text, before))
            lines.begin = before;
    }
    if (!ends && lines.begin > 0) /* as before store_add() */
        lines.begin--;
    return lines;
}

void store_remove(struct store *store, unsigned index)
{
    struct entry *entry = entry_at(store, index);
    key_free(entry->key);
    entry->key = NULL;
}

/* Appends everything except the removed entries to TEXT. */
static void append_kept(const struct store *store, struct text *text)
{
    size_t kept = 0; /* everything before this is copied or removed */
    for (unsigned i = 0; i < store_size(store); i++) {
        const struct entry *entry = entry_at(store, i);
        if (entry->key)
            continue;
        const struct keyfile_span lines = lines_of(&store->text, entry->span);
        if (lines.begin > kept)
            text_append(text, store->text.bytes + kept, lines.begin - kept);
        kept = lines.end;
    }
    if (store->text.length > kept)
        text_append(text, store->text.bytes + kept, store->text.length - kept);
}

bool store_existed(const struct store *store)
{
    return store->existed;
}

void store_set_seal(struct store *store, struct seal *seal)
{
    seal_free(store->seal);
    store->seal = seal;
}

/* Replaces the file unless somebody else has written it: that would be lost. */
static bool replace(const struct store *store, const struct text *text, GError **error)
{
    return file_is_as_locked(store->lock, error) && file_replace(store->target, text, error);
}

static bool write_sealed(const struct store *store, const struct text *text, GError **error)
{
    struct text message = {0};
    bool written = sealed_close(text, store->seal, &message, error);
    if (written)
        written = replace(store, &message, error);
    else
        g_prefix_error(error, "%s: ", store->path);
    text_clear(&message);
    return written;
}

bool store_save(struct store *store, GError **error)
{
    struct text text = {0};
    text_room(&text, store->text.length);
    append_kept(store, &text);
    const bool saved =
        store->seal ? write_sealed(store, &text, error) : replace(store, &text, error);
    text_clear(&text);
    return saved;
}
