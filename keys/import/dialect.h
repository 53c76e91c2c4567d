/* The dialects of router configurations that keys are read from.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_H

#include "import.h"

/* A kind of line that tells the dialect: words, of which "*" is any one, "abc*" one that begins
 * with "abc", at the beginning of a line behind its indentation. WEIGHT is how much finding one, or
 * many, speaks for the dialect; less than 0: against it. 100 is certainty. */
struct sign {
    const char *pattern;
    int weight;
};

struct dialect {
    const char *name;         /* by which one forces it: "frr" */
    const char *title;        /* for people: "FRR and Quagga" */
    const struct sign *signs; /* at most 64; the last has no pattern */
    void (*read)(const char *text, size_t length, const struct import *import);
};

/* All of them, ending with NULL. */
extern const struct dialect *const dialects[];

const struct dialect *dialect_by_name(const char *name);

/* Returns the dialect that LENGTH bytes of TEXT are most likely written in, or NULL if none is
 * likely. */
const struct dialect *dialect_recognise(const char *text, size_t length);

/* What a text is most likely written in: no dialect if none is likely. RIVAL fits as well, or is
 * NULL; a LIKENESS of less than DIALECT_SURE is little. */
#define DIALECT_SURE 40
struct recognition {
    const struct dialect *dialect, *rival;
    int likeness;
};

/* Returns the dialect of dialect_recognise() and how sure that is. */
struct recognition dialect_recognition(const char *text, size_t length);

/* Returns how much TEXT looks like DIALECT: the sum of the weights of the signs that are found. */
int dialect_likeness(const struct dialect *dialect, const char *text, size_t length);

#endif
