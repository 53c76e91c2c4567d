/* Reads keys from keyring files and from routers' configurations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "source.h"

#include "keys/file.h"
#include "keys/folder.h"
#include "keys/import/dialect.h"
#include "keys/import/removed.h"
#include "keys/keyfile.h"
#include "keys/sealed.h"
#include "parts.h"
#include "refused.h"
#include "unread.h"
#include "keys/hash.h"
#include "keys/import/line.h"

#include <string.h>

/* Replaces an encrypted text with the decrypted one. */
static bool open_seal(const char *path, struct source *source, GError **error)
{
    struct text message = source->text;
    source->text = (struct text){0};
    text_room(&source->text, 1); /* readers always get an address, even of an empty text */
    const bool opened = sealed_open(&message, &source->text, error);
    if (!opened)
        g_prefix_error(error, "%s: ", path);
    text_clear(&message);
    return opened;
}

bool source_load_exactly(const char *path, struct source *source, GPtrArray *problems)
{
    GError *error = NULL;
    bool loaded = path ? file_read(path, &source->text, &source->mode, &error)
                       : file_read_standard_input(&source->text, &source->mode, &error);
    path = path ? path : FILE_STANDARD_INPUT;
    if (loaded)
        source->seal = openpgp_seal(source->text.bytes, source->text.length);
    if (source->seal)
        loaded = open_seal(path, source, &error);
    if (error)
        g_ptr_array_add(problems, error);
    return loaded;
}

bool source_has_parts(const struct source *source)
{
    return source->parts != NULL;
}

bool source_load(const char *path, struct source *source, GPtrArray *problems)
{
    const bool loaded = source_load_exactly(path, source, problems);
    if (loaded)
        source_clean(source);
    return loaded;
}

void source_clear(struct source *source)
{
    text_clear(&source->text);
    seal_free(source->seal);
    source->seal = NULL;
    if (source->parts)
        g_array_free(source->parts, TRUE);
    source->parts = NULL;
}

static struct recognition recognition_of(const struct text *text)
{
    return keyfile_is_likely(text->bytes, text->length)
               ? (struct recognition){0}
               : dialect_recognition(text->bytes, text->length);
}

const struct dialect *source_recognise(const struct text *text)
{
    return recognition_of(text).dialect;
}

/* Sets FOUND to the format NAME, without a dialect for our own. If NAME is NULL and FOUND has no
 * dialect, sets it to the format of TEXT. Returns false and adds a problem if there is no format
 * NAME. */
static bool find_dialect(const char *name, const struct text *text, struct recognition *found,
                         GPtrArray *problems)
{
    if (name)
        *found = (struct recognition){dialect_by_name(name), NULL, DIALECT_SURE, 0};
    else if (!found->dialect)
        *found = recognition_of(text);
    if (!name || found->dialect || strcmp(name, SOURCE_NATIVE) == 0)
        return true;
    g_ptr_array_add(problems,
                    g_error_new(KEY_ERROR, KEY_ERROR_VALUE, "there is no dialect named %s", name));
    return false;
}

/* The option of the command and the preference of Wireshark that name the format. */
#define HOW_TO_FORCE "--dialect or the preference tcpauth.dialect forces a format"

/* Reports that keys may be wrong since the format may be another. */
static void report_doubt(const struct import *import, const struct recognition *found)
{
    char *doubt = found->rival ? g_strdup_printf("but it may as well be %s", found->rival->title)
                               : g_strdup("of which it has little");
    if (found->rival || found->likeness < DIALECT_SURE)
        g_ptr_array_add(import->problems, g_error_new(KEY_ERROR, KEY_ERROR_UNSURE,
                                                      "%s: read as %s, %s; " HOW_TO_FORCE,
                                                      import->name, found->dialect->title, doubt));
    g_free(doubt);
}

/* Returns true if other users can read a file that they should not. A router's configuration may be
 * readable by a group, those who run the router. A sealed file may be readable by anyone. */
static bool is_exposed(const struct source *source, const struct dialect *dialect)
{
    return !source->seal && (source->mode & (dialect ? 07 : 077)) != 0;
}

/* Adds the problem before those at AT, which are about lines. */
static void report_exposed(const struct import *import, const struct dialect *dialect, guint at)
{
    g_ptr_array_insert(import->problems, (gint)at,
                       g_error_new(KEY_ERROR, KEY_ERROR_EXPOSED,
                                   "%s: readable by other users; restrict it with chmod %s",
                                   import->name, dialect ? "o=" : "600"));
}

static void report_unknown(const struct import *import)
{
    g_ptr_array_add(
        import->problems,
        g_error_new(KEY_ERROR, KEY_ERROR_UNKNOWN,
                    "%s: neither a keyring nor a configuration known here; " HOW_TO_FORCE,
                    import->name));
}

static unsigned count_of(GHashTable *counts, const GError *problem)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(counts, problem->message));
}

/* Removes repeated problems after AT, except the first of each: a mistake that many neighbors
 * inherit is one mistake. */
static void merge_repeated(GPtrArray *problems, guint at)
{
    GHashTable *counts = g_hash_table_new(hash_text, g_str_equal);
    guint kept = at;

    for (guint i = at; i < problems->len; i++) {
        GError *problem = problems->pdata[i];
        const unsigned count = count_of(counts, problem);
        g_hash_table_insert(counts, problem->message, GUINT_TO_POINTER(count + 1));
        if (count == 0) {
            problems->pdata[i] = problems->pdata[kept];
            problems->pdata[kept++] = problem;
        }
    }
    for (guint i = at; i < kept; i++) {
        GError *problem = problems->pdata[i];
        const unsigned count = count_of(counts, problem);
        char *message = problem->message;
        if (count < 2)
            continue;
        problem->message = g_strdup_printf("%s (%u times)", message, count);
        g_hash_table_remove(counts, message);
        g_free(message);
    }
    g_hash_table_destroy(counts);
    g_ptr_array_set_size(problems, (gint)kept);
}

/* Passes on the keys of TEXT. Returns true if it may contain secrets. */
static bool read_keys(const struct text *text, const struct import *import,
                      const struct dialect *dialect)
{
    const unsigned before = keyring_size(import->ring);
    if (!dialect) {
        keyfile_parse(text->bytes, text->length, import->name, import->ring, import->problems);
        return true;
    }
    dialect->read(text->bytes, text->length, import);
    return keyring_size(import->ring) > before;
}

/* Readers keep something for each word and each statement of a configuration. A configuration with
 * more words or statements than the largest real ones would need gigabytes. */
#define MAX_WORDS      (1u << 23)
#define MAX_STATEMENTS (1u << 21)

static bool check_extent(const struct text *text, const struct import *import)
{
    unsigned words = 0, statements = 0;
    bool in_word = false;

    if (text->length <= MAX_STATEMENTS) /* which is less than MAX_WORDS */
        return true;
    for (size_t i = 0; i < text->length; i++) {
        const char byte = text->bytes[i];
        words += !in_word && !g_ascii_isspace(byte);
        in_word = !g_ascii_isspace(byte);
        statements += byte == '\n' || byte == ';' || byte == ',' || byte == '{' || byte == '[';
    }
    if (words <= MAX_WORDS && statements <= MAX_STATEMENTS)
        return true;
    g_ptr_array_add(import->problems,
                    g_error_new(KEY_ERROR, KEY_ERROR_FILE,
                                "%s: it has more than %u words or %u lines and statements, too "
                                "many for a router's configuration",
                                import->name, MAX_WORDS, MAX_STATEMENTS));
    return false;
}

/* Reports the lines that were removed from the configuration. Some of them look like comments, so
 * readers do not see them. */
static void report_removed(const struct text *text, const struct import *import)
{
    unsigned line = 0;
    const unsigned count = removed_count(text->bytes, text->length, &line);
    if (count == 0)
        return;
    char *others = count == 1 ? g_strdup("")
                              : g_strdup_printf(", here and in %u other line%s", count - 1,
                                                count == 2 ? "" : "s");
    problems_add(import->problems,
                 g_error_new(KEY_ERROR, KEY_ERROR_INCOMPLETE, "%s:%u: " REMOVED_REASON "%s",
                             import->name, import->before + line, others));
    g_free(others);
}

/* Reports what is doubtful in a configuration that was read as FOUND. Its keys begin at index
 * BEFORE, and its problems at index AT. IS_FORCED if the user chose the dialect. */
static void report_configuration(const struct text *text, const struct import *import,
                                 const struct recognition *found, bool is_forced, unsigned before,
                                 guint at)
{
    const bool has_keys = keyring_size(import->ring) > before;

    if (has_keys) {
        report_doubt(import, found);
        unread_report_replaced(text, import, found->dialect, before);
        unread_report_set_again(text, import);
    }
    report_removed(text, import);
    unread_report_damaged(text, import, found->dialect, before, at);
    if (!is_forced)
        unread_report(text, import, found, before);
    if (!has_keys && import->problems->len == at)
        unread_report_none(text, import);
}

/* Reads the keys of one keyring or configuration, as part_reader has it. */
static bool parse_one(const struct text *text, const struct import *import, const char *dialect,
                      struct recognition *found, bool *has_secrets)
{
    const unsigned before = keyring_size(import->ring);
    const guint at = import->problems->len;

    const char *refused = refused_reason(text);
    if (refused) {
        g_ptr_array_add(import->problems,
                        g_error_new(KEY_ERROR, KEY_ERROR_UNKNOWN, "%s: %s", import->name, refused));
        return true;
    }
    if (!find_dialect(dialect, text, found, import->problems) ||
        (found->dialect && !check_extent(text, import)))
        return false;
    if (!dialect && !found->dialect && !keyfile_is_possible(text->bytes, text->length))
        report_unknown(import);
    else
        *has_secrets |= read_keys(text, import, found->dialect);
    if (found->dialect)
        report_configuration(text, import, found, dialect != NULL, before, at);
    merge_repeated(import->problems, at);
    return true;
}

/* Reports that the keys of two routers cannot be told apart. */
static void report_mixed(const struct import *import, unsigned line)
{
    g_ptr_array_add(import->problems,
                    g_error_new(KEY_ERROR, KEY_ERROR_UNSURE,
                                "%s:%u: this is the name or AS number of another router, whose "
                                "configuration begins at an unknown line before it, so the peers "
                                "of one may have the keys of the other; split the file",
                                import->name, line));
}

bool source_parse(const struct source *source, const struct import *import, const char *dialect)
{
    const guint at = import->problems->len;
    struct recognition found = {0};
    bool has_secrets = false;
    const bool done = source->parts
                          ? parts_read(&source->text, source->parts, import, dialect, parse_one,
                                       &found, &has_secrets)
                          : parse_one(&source->text, import, dialect, &found, &has_secrets);

    if (source->mixed > 0 && has_secrets)
        report_mixed(import, source->mixed);
    if (has_secrets && is_exposed(source, found.dialect))
        report_exposed(import, found.dialect, at);
    return done;
}

bool source_read(const char *path, const char *dialect, struct keyring *ring, GPtrArray *problems)
{
    const struct import import = {
        .name = path ? path : FILE_STANDARD_INPUT, .ring = ring, .problems = problems};
    struct source source = {0};
    if (path && folder_is(path))
        return source_read_folder(path, dialect, ring, problems);
    const bool read =
        source_load(path, &source, problems) && source_parse(&source, &import, dialect);
    source_clear(&source);
    return read;
}
