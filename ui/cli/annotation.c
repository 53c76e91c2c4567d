/* Writes a capture again with the results as comments, for readers without the plugin.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "annotation.h"

#include "crew.h"
#include "keys/file.h"
#include "output.h"
#include "pcapng.h"

#include <stdlib.h>
#include <string.h>

#define BETWEEN_VALUES "\x1f" /* between several values of one field */

/* The columns of the list. The first ones are for the program, the others go into the comment after
 * their titles. */
enum { NUMBER, CAPTURED, STATUS, FIRST_SAID };

static const struct {
    const char *field, *words;
} columns[] = {
    [NUMBER] = {"frame.number", NULL},
    [CAPTURED] = {"frame.cap_len", NULL},
    [STATUS] = {"tcpauth.status", NULL},
    [FIRST_SAID] = {"tcpauth.reason", "Reason"},
    {"tcpauth.cause", "Cause"},
    {"tcpauth.was.source", "Signed source address"},
    {"tcpauth.was.destination", "Signed destination address"},
    {"tcpauth.was.source_ipv6", "Signed source address"},
    {"tcpauth.was.destination_ipv6", "Signed destination address"},
    {"tcpauth.was.srcport", "Signed source port"},
    {"tcpauth.was.dstport", "Signed destination port"},
    {"tcpauth.was.seq", "Signed sequence number"},
    {"tcpauth.was.ack", "Signed acknowledgment number"},
    {"tcpauth.was.window_size", "Signed window"},
    {"tcpauth.was.flags", "Signed flags"},
    {"tcpauth.was.urgent_pointer", "Signed urgent pointer"},
    {"tcpauth.was.hdr_len", "Signed header length"},
    {"tcpauth.was.length", "Signed segment length"},
    {"tcpauth.was.mss", "Signed MSS"},
    {"tcpauth.was.wscale", "Signed window scale"},
    {"tcpauth.was.sne", "Signed sequence number extension"},
    {"tcpauth.was.isn.source", "Signed source ISN"},
    {"tcpauth.was.isn.destination", "Signed destination ISN"},
    {"tcpauth.hint", "Hint"},
    {"tcpauth.cure", "Cure"},
};

struct tshark_run *annotation_run(const char *capture)
{
    static const char *const arguments[] = {
        "-n", "-2", "-Y", "tcpauth.status", "-T", "fields", "-E", "separator=/t", NULL};
    struct tshark_run *run = tshark_run_new(arguments);

    tshark_run_add(run, "-E");
    tshark_run_add(run, "aggregator=" BETWEEN_VALUES);
    for (unsigned i = 0; i < G_N_ELEMENTS(columns); i++) {
        tshark_run_add(run, "-e");
        tshark_run_add(run, columns[i].field);
    }
    tshark_run_add(run, "-r");
    tshark_run_add(run, capture);
    return run;
}

/* The statuses, in the order of the numbers of tcpauth.status. A frame may have several, one for
 * each segment. */
static void append_statuses(GString *comment, const char *numbers)
{
    static const char *const names[] = {"Bad", "Good", "Unverified", "Not present", "Illegal"};
    char **list = g_strsplit(numbers, BETWEEN_VALUES, -1);

    for (char **number = list; *number; number++) {
        const guint64 status = g_ascii_strtoull(*number, NULL, 10);
        g_string_append_printf(comment, "%s%s", number > list ? ", " : "",
                               status < G_N_ELEMENTS(names) ? names[status] : *number);
    }
    g_strfreev(list);
}

static bool is_good(const char *numbers)
{
    return strspn(numbers, "1" BETWEEN_VALUES) == strlen(numbers);
}

/* Returns the comment on a packet from VALUES, a row of the list. */
static char *comment_of(char **values)
{
    GString *comment = g_string_new("tcpauth: ");

    append_statuses(comment, values[STATUS]);
    g_string_append_c(comment, '.');
    for (unsigned i = FIRST_SAID; i < G_N_ELEMENTS(columns); i++) {
        if (!*values[i])
            continue;
        g_strdelimit(values[i], BETWEEN_VALUES, ',');
        g_string_append_printf(comment, " %s: %s.", columns[i].words, values[i]);
    }
    g_string_truncate(comment, MIN(comment->len, PCAPNG_LONGEST_COMMENT));
    return g_string_free(comment, FALSE);
}

static void comment_free(gpointer data)
{
    struct pcapng_comment *comment = data;
    g_free(comment->text);
    g_free(comment);
}

static void add_row(GHashTable *packets, const char *row)
{
    char **values = g_strsplit(row, "\t", -1);
    const bool whole = g_strv_length(values) == G_N_ELEMENTS(columns);

    if (whole && !is_good(values[STATUS])) {
        struct pcapng_comment *comment = g_new(struct pcapng_comment, 1);
        const guint64 number = g_ascii_strtoull(values[NUMBER], NULL, 10);
        *comment = (struct pcapng_comment){
            .captured = (uint32_t)g_ascii_strtoull(values[CAPTURED], NULL, 10),
            .text = comment_of(values),
        };
        g_hash_table_insert(packets, GUINT_TO_POINTER((guint)number), comment);
    }
    g_strfreev(values);
}

/* Adds WORDS as one or more comments, each of whole lines. */
static void add_file_comments(GPtrArray *file, const char *words)
{
    while (*words) {
        size_t length = strlen(words);
        if (length > PCAPNG_LONGEST_COMMENT) {
            const char *end = g_strrstr_len(words, PCAPNG_LONGEST_COMMENT, "\n");
            length = end ? (size_t)(end - words) + 1 : PCAPNG_LONGEST_COMMENT;
        }
        char *comment = g_strndup(words, length);
        g_ptr_array_add(file, g_strchomp(comment));
        words += length;
    }
}

static struct pcapng_comments comments_of(const struct annotation *annotation)
{
    struct pcapng_comments comments = {
        .file = g_ptr_array_new_with_free_func(g_free),
        .packets = g_hash_table_new_full(NULL, NULL, NULL, comment_free),
    };
    char *list = tshark_run_text(annotation->list);
    char **rows = g_strsplit(list, "\n", -1);

    add_file_comments(comments.file, annotation->verdict);
    for (char **row = rows; *row; row++)
        add_row(comments.packets, *row);
    g_strfreev(rows);
    g_free(list);
    return comments;
}

static void keep_output(struct tshark_run *run, void *data)
{
    *(GBytes **)data = run->output ? g_bytes_ref(run->output) : NULL;
}

static void ignore_progress(unsigned finished, void *data)
{
    (void)finished;
    (void)data;
}

/* Returns the capture converted to pcapng by tshark. */
static GBytes *converted_capture(const struct annotation *annotation)
{
    const char *const arguments[] = {"-n", "-r", annotation->capture, "-F", "pcapng", "-w",
                                     "-",  NULL};
    GPtrArray *runs = g_ptr_array_new_with_free_func((GDestroyNotify)tshark_run_free);
    GBytes *bytes = NULL;
    const struct crew_watcher watcher = {keep_output, ignore_progress, &bytes};

    g_ptr_array_add(runs, tshark_run_new(arguments));
    crew_run(annotation->tshark, runs, &watcher);
    g_ptr_array_free(runs, TRUE);
    return bytes ? bytes : g_bytes_new(NULL, 0);
}

/* Returns the capture as pcapng. Returns NULL and sets ERROR if it cannot be read. */
static GBytes *capture_of(const struct annotation *annotation, GError **error)
{
    GMappedFile *file = g_mapped_file_new(annotation->capture, FALSE, error);
    if (!file)
        return NULL;
    GBytes *bytes = g_mapped_file_get_bytes(file);
    gsize length;
    const uint8_t *start = g_bytes_get_data(bytes, &length);

    if (!pcapng_is(start, length)) {
        g_bytes_unref(bytes);
        bytes = converted_capture(annotation);
    }
    g_mapped_file_unref(file);
    return bytes;
}

static bool replace_file(const char *path, const struct text *text, GError **error)
{
    char *target = file_target(path);
    struct file_lock *lock = file_lock(target, error);
    const bool done = lock && file_replace_large(target, text, error);

    if (lock)
        file_unlock(lock);
    g_free(target);
    return done;
}

static bool write_annotated(const struct annotation *annotation, GBytes *capture, GError **error)
{
    struct pcapng_comments comments = comments_of(annotation);
    const unsigned wanted = g_hash_table_size(comments.packets);
    struct text text = {0};
    gsize length;
    const uint8_t *bytes = g_bytes_get_data(capture, &length);
    const unsigned commented = pcapng_annotate(bytes, length, &comments, &text);

    if (commented < wanted)
        print_message("%s: %u of %u packets could get no comment", annotation->target,
                      wanted - commented, wanted);
    const bool done = replace_file(annotation->target, &text, error);
    text_clear(&text);
    g_ptr_array_free(comments.file, TRUE);
    g_hash_table_destroy(comments.packets);
    return done;
}

enum outcome annotation_write(const struct annotation *annotation)
{
    GError *error = NULL;
    GBytes *capture = capture_of(annotation, &error);
    const bool done = capture && write_annotated(annotation, capture, &error);

    if (!done) {
        print_message("%s", error->message);
        g_error_free(error);
    }
    g_clear_pointer(&capture, g_bytes_unref);
    return done ? OUTCOME_FINE : OUTCOME_FILE;
}

bool annotation_check(const char *capture, const char *target)
{
    char *from = realpath(capture, NULL), *to = realpath(target, NULL);
    const bool same = from && to && strcmp(from, to) == 0;

    if (same)
        print_message("%s is the capture itself, which stays as it is; name another file", target);
    free(from);
    free(to);
    return !same;
}
