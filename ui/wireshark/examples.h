/* One explained segment for each cause and direction, and the frames of similar ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_EXAMPLES_H
#define TCPAUTH_WIRESHARK_EXAMPLES_H

#include "plugin/epan/tap.h"

struct examples;

struct examples *examples_new(void);

void examples_free(struct examples *examples);

/* Adds the segment of PUBLICATION in frame NUMBER, which a receiver drops. Explains it if it is the
 * first of its kind. */
void examples_add(struct examples *examples, const struct publication *publication,
                  uint32_t number);

/* Appends all examples to TEXT, each with the list of the other frames of its kind. */
void examples_append(GString *text, const struct examples *examples);

#endif
