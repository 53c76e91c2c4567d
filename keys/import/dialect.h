/* The dialects of router configurations from which keys are read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_H

#include "import.h"

/* A kind of statement by which a dialect is recognised. PATTERN matches the first words of a line,
 * or of any statement if the dialect has braces: "*" is any one word, "abc*" a word that begins
 * with "abc", and a brace is a word. If PATTERN begins with spaces, the line must begin with as
 * many. WEIGHT counts once, however many statements match: for the dialect, or against it if
 * negative. 100 is certainty. */
struct sign {
    const char *pattern;
    int weight;
};

struct dialect {
    const char *name;         /* its name on command lines: "frr" */
    const char *title;        /* its human-readable name: "FRR and Quagga" */
    const struct sign *signs; /* at most 64; the last has no pattern */
    void (*read)(const char *text, size_t length, const struct import *import);
    bool braces;     /* it has braces or semicolons, so a statement may begin anywhere in a line */
    bool like_cisco; /* its lines about neighbors are like Cisco's */
};

/* All dialects, ending with NULL. */
extern const struct dialect *const dialects[];

const struct dialect *dialect_by_name(const char *name);

/* The most likely dialect of a text, or NULL if none is likely. RIVAL is another one of the same
 * LIKENESS, or NULL. LIKENESS is the sum of the weights of the signs found. The recognition is
 * uncertain if it is less than DIALECT_SURE. SURE has a bit for each index of a dialect whose
 * likeness is at least that, DIALECT included. */
#define DIALECT_SURE 40
struct recognition {
    const struct dialect *dialect, *rival;
    int likeness;
    uint64_t sure;
};

/* Returns the most likely dialect of LENGTH bytes of TEXT. */
struct recognition dialect_recognition(const char *text, size_t length);

#endif
