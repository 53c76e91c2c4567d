/* The results of one run of tshark on the sessions of a capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_VERDICT_H
#define TCPAUTH_CLI_VERDICT_H

#include "keys/text.h"

#include <stdbool.h>

/* The result for a capture; of several, the gravest counts. */
enum judgement {
    JUDGED_GOOD,
    JUDGED_NOT,    /* something could not be checked, or there was nothing to check */
    JUDGED_FAULTY, /* something is bad, missing or will break */
    JUDGED_FAILED, /* there are no keys, or the capture could not be read to its end */
};

/* The arguments with which tshark writes what verdict_new() reads. */
#define VERDICT_ARGUMENTS "-q", "-z", "tcpauth,verdict", "-z", "tcpauth,verdict,json"

struct verdict;

/* Returns the verdict in OUTPUT. Free with verdict_free(). */
struct verdict *verdict_new(const char *output);
void verdict_free(struct verdict *verdict);

enum judgement verdict_judgement(const struct verdict *verdict);

/* Returns true if the capture has nothing to judge. */
bool verdict_is_empty(const struct verdict *verdict);

/* Returns true if the plugin reports that it left out sessions: it keeps a limited number. */
bool verdict_is_partial(const struct verdict *verdict);

/* Returns the verdict as text. Owned by VERDICT. */
const char *verdict_words(const struct verdict *verdict);

/* Appends a line of JSON for each direction, with CAPTURE as its first member. If LINES is not 0,
 * the last member says which of that many candidates signs the direction. */
void verdict_write_json(const struct verdict *verdict, const char *capture, unsigned lines,
                        struct text *text);

/* Appends a line for each direction that says which of LINES candidates signs it. */
void verdict_write_candidates(const struct verdict *verdict, unsigned lines, struct text *text);

#endif
