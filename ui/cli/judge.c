/* tcpauth judge: reports whether the sessions in captures are good, and if not, why.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "annotation.h"
#include "candidates.h"
#include "command.h"
#include "crew.h"
#include "dialects.h"
#include "output.h"
#include "keyring-path.h"
#include "spool.h"
#include "tshark.h"
#include "verdict.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#define NOT_GIVEN     INT_MIN
#define USUAL_SECONDS 60

static gboolean as_json;
static char *dialect, *candidates_file, *interface, *annotated;
static int seconds = NOT_GIVEN;

static const GOptionEntry options[] = {
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Write a line of JSON for each direction", NULL},
    {"dialect", 0, 0, G_OPTION_ARG_FILENAME, &dialect, "The format of the keyring", "NAME"},
    {"candidates", 0, 0, G_OPTION_ARG_FILENAME, &candidates_file,
     "Print which line of a file of passwords signs", "FILE"},
    {"interface", 'i', 0, G_OPTION_ARG_STRING, &interface, "Capture there, rather than read files",
     "INTERFACE"},
    {"seconds", 0, 0, G_OPTION_ARG_INT, &seconds, "How long to capture (default: 60)", "N"},
    {"annotate", 0, 0, G_OPTION_ARG_FILENAME, &annotated,
     "Write the capture again with the verdicts as comments", "OUT"},
    G_OPTION_ENTRY_NULL,
};

/* One call of the command. */
struct judge {
    struct tshark tshark;
    struct candidates candidates;
    char *keyring; /* the preference, or NULL */
    char **captures;
    GPtrArray
        *runs; /* struct tshark_run *: one for each capture, then perhaps one that lists packets */
    unsigned count;    /* number of captures */
    unsigned reported; /* number of finished runs */
    char *first_words; /* the verdict on the first capture */
    enum judgement gravest;
};

static void raise_to(struct judge *judge, enum judgement judgement)
{
    judge->gravest = MAX(judge->gravest, judgement);
}

/* Reads the keyring before tshark does, so that its problems are reported only once. */
static bool check_keyring(const char *path)
{
    enum outcome outcome = OUTCOME_FINE;
    struct keyring *ring = keyring_path_read(path, dialect, &outcome);
    const unsigned count = ring ? keyring_usable(ring) : 0;

    if (ring && outcome != OUTCOME_FILE && count == 0)
        print_message("%s: %s", path,
                      keyring_size(ring) > 0 ? "it has the secret of none of its keys"
                                             : "there are no keys in it");
    keyring_free(ring);
    return outcome != OUTCOME_FILE && count > 0;
}

static bool choose_keys(struct judge *judge)
{
    const char *path = keyring_path();

    if (candidates_file) {
        judge->keyring = g_strdup("tcpauth.keyring:" TSHARK_KEYRING);
        return candidates_read(candidates_file, &judge->candidates) == OUTCOME_FINE;
    }
    if (keyring_path_is_own() && access(path, F_OK) != 0) {
        print_message("note: no keyring, so no signature can be verified; name one with -k");
        return true;
    }
    if (!check_keyring(path))
        return false;
    char *absolute = g_canonicalize_filename(path, NULL);
    judge->keyring = g_strconcat("tcpauth.keyring:", absolute, NULL);
    g_free(absolute);
    return true;
}

static void set_keys(const struct judge *judge, struct tshark_run *run)
{
    if (!judge->keyring)
        return;
    tshark_run_add(run, "-o");
    tshark_run_add(run, judge->keyring);
    if (dialect) {
        char *preference = g_strconcat("tcpauth.dialect:", dialect, NULL);
        tshark_run_add(run, "-o");
        tshark_run_add(run, preference);
        g_free(preference);
    }
    run->keyring = judge->candidates.keyring;
}

static bool is_standard_input(const char *capture)
{
    return strcmp(capture, "-") == 0;
}

/* Returns false if CAPTURE is a pipe, which can be read only once. Standard input is not one: see
 * spool_standard_input(). */
static bool can_be_read_twice(const char *capture)
{
    struct stat status;
    return is_standard_input(capture) || stat(capture, &status) != 0 || S_ISREG(status.st_mode);
}

static struct tshark_run *run_on_capture(const struct judge *judge, const char *capture)
{
    static const char *const arguments[] = {"-n", VERDICT_ARGUMENTS, "-r", NULL};
    struct tshark_run *run = tshark_run_new(arguments);

    const bool twice = can_be_read_twice(capture);
    tshark_run_add(run, is_standard_input(capture) ? "/dev/stdin" : capture);
    if (twice)
        tshark_run_add(run, "-2");
    run->reads_standard_input = is_standard_input(capture);
    set_keys(judge, run);
    return run;
}

static struct tshark_run *run_on_interface(const struct judge *judge)
{
    static const char *const arguments[] = {"-n", VERDICT_ARGUMENTS, NULL};
    struct tshark_run *run = tshark_run_new(arguments);

    tshark_run_capture(run, interface, seconds == NOT_GIVEN ? USUAL_SECONDS : (unsigned)seconds);
    run->reads_standard_input = is_standard_input(interface);
    set_keys(judge, run);
    return run;
}

static void make_runs(struct judge *judge)
{
    judge->runs = g_ptr_array_new_with_free_func((GDestroyNotify)tshark_run_free);
    for (unsigned i = 0; i < judge->count && !interface; i++)
        g_ptr_array_add(judge->runs, run_on_capture(judge, judge->captures[i]));
    if (interface)
        g_ptr_array_add(judge->runs, run_on_interface(judge));
    if (annotated) {
        struct tshark_run *run = annotation_run(judge->captures[0]);
        set_keys(judge, run);
        g_ptr_array_add(judge->runs, run);
    }
}

static void write_text(const struct judge *judge, const char *capture,
                       const struct verdict *verdict)
{
    struct text text = {0};

    if (judge->count > 1)
        text_format(&text, "%s%s:\n\n", judge->reported > 0 ? "\n" : "", capture);
    if (candidates_file)
        verdict_write_candidates(verdict, judge->candidates.lines, &text);
    else
        text_add(&text, verdict_words(verdict));
    output_text(&text);
}

static void write_json(const struct judge *judge, const char *capture,
                       const struct verdict *verdict)
{
    struct text text = {0};
    char *words = g_strdup(verdict_words(verdict));

    g_strchomp(words);
    if (verdict_is_empty(verdict))
        print_message("%s: %s", capture, words);
    else if (verdict_is_partial(verdict))
        print_message("%s: there are too many peers: not all are judged", capture);
    verdict_write_json(verdict, capture, judge->candidates.lines, &text);
    output_text(&text);
    g_free(words);
}

/* Reports the verdict of RUN. A truncated capture is judged up to where it ends. */
static void report_finished(struct tshark_run *run, void *data)
{
    struct judge *judge = data;
    const char *capture = interface ? interface : judge->captures[judge->reported];
    char *output = tshark_run_text(run);
    struct verdict *verdict = verdict_new(output);

    if (run->failed)
        raise_to(judge, JUDGED_FAILED);
    if (run->complaint && strstr(run->complaint, capture))
        print_message("%s", run->complaint);
    else if (run->complaint)
        print_message("%s: %s", capture, run->complaint);
    raise_to(judge, verdict_judgement(verdict));
    if ((!run->failed || !verdict_is_empty(verdict)) && as_json)
        write_json(judge, capture, verdict);
    else if (!run->failed || !verdict_is_empty(verdict))
        write_text(judge, capture, verdict);
    if (judge->reported == 0)
        judge->first_words = g_strdup(verdict_words(verdict));
    verdict_free(verdict);
    g_free(output);
}

/* Called for each finished run. The last one lists the packets for the annotation, which is written
 * unless nothing could be read. */
static void take_finished(struct tshark_run *run, void *data)
{
    struct judge *judge = data;

    if (judge->tshark.lacks_plugin)
        return;
    if (judge->reported < judge->count) {
        report_finished(run, judge);
    } else if (run->output && (!run->failed || g_bytes_get_size(run->output) > 0)) {
        const struct annotation annotation = {&judge->tshark, judge->captures[0], annotated,
                                              judge->first_words, run};
        if (annotation_write(&annotation) != OUTCOME_FINE)
            raise_to(judge, JUDGED_FAILED);
    }
    judge->reported++;
}

static void show_progress(unsigned count, void *data)
{
    const struct judge *judge = data;
    char *words =
        g_strdup_printf("%u of %u captures are judged", MIN(count, judge->count), judge->count);
    output_progress(count < judge->count ? words : NULL);
    g_free(words);
}

static void judge_all(struct judge *judge)
{
    const struct crew_watcher watcher = {take_finished, show_progress, judge};

    make_runs(judge);
    if (interface)
        output_progress("capturing; Ctrl-C ends it");
    else if (judge->count > 1)
        show_progress(0, judge);
    crew_run(&judge->tshark, judge->runs, &watcher);
    if (judge->tshark.lacks_plugin) {
        print_message("tshark has no plugin tcpauth; install it for this release of Wireshark");
        raise_to(judge, JUDGED_FAILED);
    }
    g_ptr_array_free(judge->runs, TRUE);
}

static bool any_standard_input(char **captures)
{
    while (*captures && !is_standard_input(*captures))
        captures++;
    return *captures;
}

static bool names_standard_input_twice(char **captures)
{
    unsigned count = candidates_file && is_standard_input(candidates_file);
    count += interface && is_standard_input(interface);
    for (; *captures; captures++)
        count += is_standard_input(*captures);
    return count > 1;
}

/* Returns the error in the command line, or NULL. */
static const char *misused_option(char **captures)
{
    const unsigned count = g_strv_length(captures);

    if ((count > 0) == (interface != NULL))
        return "name either captures (- is standard input) or an interface with -i";
    if (seconds != NOT_GIVEN && (!interface || seconds <= 0))
        return "--seconds needs -i INTERFACE and a positive number";
    if (candidates_file && (keyring_path_is_chosen() || dialect))
        return "--candidates takes the place of a keyring";
    if (annotated && (count != 1 || is_standard_input(captures[0]) ||
                      !can_be_read_twice(captures[0]) || candidates_file))
        return "--annotate needs exactly one capture, a file, and excludes --candidates";
    if (names_standard_input_twice(captures))
        return "standard input can be named only once";
    return NULL;
}

static enum outcome outcome_of(enum judgement judgement)
{
    static const enum outcome outcomes[] = {
        [JUDGED_GOOD] = OUTCOME_FINE,
        [JUDGED_NOT] = OUTCOME_UNJUDGED,
        [JUDGED_FAULTY] = OUTCOME_FOUND,
        [JUDGED_FAILED] = OUTCOME_FILE,
    };
    return outcomes[judgement];
}

static enum outcome judge_captures(char **captures)
{
    struct judge judge = {.captures = captures, .candidates.keyring = -1};
    const char *wrong = misused_option(captures);

    if (wrong)
        print_message("%s", wrong);
    if (wrong || !dialects_know(dialect))
        return OUTCOME_MISUSE;
    if (annotated &&
        (!annotation_check(captures[0], annotated) || keyring_path_is_output(annotated)))
        return OUTCOME_FILE;
    judge.count = interface ? 1 : g_strv_length(captures);
    if (tshark_find(&judge.tshark) && choose_keys(&judge) &&
        (interface || !any_standard_input(captures) || spool_standard_input()))
        judge_all(&judge);
    else
        raise_to(&judge, JUDGED_FAILED);
    candidates_clear(&judge.candidates);
    g_free(judge.first_words);
    g_free(judge.keyring);
    return outcome_of(judge.gravest);
}

const struct command command_judge = {
    .name = "judge",
    .arguments = "CAPTURE...",
    .summary = "Print whether the sessions in captures are good, and if not, why",
    .max_arguments = ANY_NUMBER,
    .options = options,
    .describe = dialects_describe,
    .run = judge_captures,
};
