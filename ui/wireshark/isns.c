/* The dialog for initial sequence numbers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "isns.h"

#include "keys/tcb.h"
#include "plugin/epan/settings.h"
#include "plugin/epan/window.h"

enum line {
    PASTED,
    ONE_END,
    OTHER_END,
    LINES,
};

static const char *const questions[LINES + 1] = {
    [PASTED] = "Output of show tcp, show ip bgp neighbors or show system connections extensive",
    [ONE_END] = "Or one end: address, port, ISN",
    [OTHER_END] = "Other end: address, port, ISN",
};

static void take_answers(char **answers);
static const struct window_form form = {"TCP Authentication: ISNs", questions, take_answers};

/* Returns true if TEXT, "isn ADDRESS PORT", has an address and a port. */
static bool has_end(const char *text)
{
    char *numbered = g_strconcat(text, " 0", NULL);
    struct isns *scratch = isns_new();
    const bool has = tcb_read(numbered, scratch) == 1;

    isns_free(scratch);
    g_free(numbered);
    return has;
}

/* Reads the line of one end. Returns true if it has an ISN, is empty, or has only the address and
 * the port, which the dialog itself proposes. */
static bool read_end(const char *line, struct isns *isns)
{
    char *text = g_strconcat("isn ", line, NULL);
    char **words = g_strsplit_set(g_strstrip(text), " ,;\t", -1);
    unsigned count = 0;

    for (char **word = words; *word; word++)
        count += **word != '\0';
    const bool is_sound =
        count == 1 || (count == 3 && has_end(text)) || (count == 4 && tcb_read(text, isns) == 1);
    g_strfreev(words);
    g_free(text);
    return is_sound;
}

/* Reads ANSWERS into ISNS. Returns a static string on what is wrong with them, or NULL. */
static const char *read_answers(char **answers, struct isns *isns)
{
    if (*answers[PASTED] && tcb_read(answers[PASTED], isns) == 0)
        return "The text has no initial sequence numbers: tcpauth looks for the ends of a "
               "connection (Local host, Foreign host) and for iss: and irs: after them.";
    if (!read_end(answers[ONE_END], isns) || !read_end(answers[OTHER_END], isns))
        return "An end is: ADDRESS PORT NUMBER, as in 192.0.2.1 179 3735928559.";
    if (isns_size(isns) == 0)
        return "There is no initial sequence number: paste a router's output, or add a number "
               "after the address and the port of an end.";
    return NULL;
}

static void take_answers(char **answers)
{
    struct isns *isns = isns_new();
    const char *fault = read_answers(answers, isns);

    if (fault) {
        window_warn(fault);
        window_ask(&form, (const char *const *)answers);
    } else {
        settings_add_isns(isns);
    }
    isns_free(isns);
    g_strfreev(answers);
}

static char *proposed_text(const struct end *end)
{
    char *address = ip_address_text(&end->address);
    char *text = g_strdup_printf("%s %u ", address, end->port);
    g_free(address);
    return text;
}

void isns_ask(const struct selected_frame *frame)
{
    char *proposals[LINES + 1] = {NULL};

    if (frame) {
        proposals[ONE_END] = proposed_text(&frame->from);
        proposals[OTHER_END] = proposed_text(&frame->to);
    }
    window_ask(&form, (const char *const *)proposals);
    for (unsigned i = 0; i < LINES; i++)
        g_free(proposals[i]);
}
