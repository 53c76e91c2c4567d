/* What bad segments have in common and good ones have not, if nothing is proven.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_PATTERN_H
#define TCPAUTH_DIAGNOSE_LEARNT_PATTERN_H

#include "plugin/diagnose/evidence/evidence.h"
#include "plugin/diagnose/evidence/hint.h"

/* A number that separates good segments from bad ones, if every bad one is greater than every good
 * one. */
struct limit {
    uint32_t largest_good, smallest_bad;
};

/* The signed segments of one direction of a connection; initialise to {0}. */
struct pattern {
    unsigned good, bad;    /* how many; of bad ones, those without a proven cause */
    unsigned proven;       /* bad ones whose cause a key proved */
    enum cause cause : 8;  /* the cause of the last of these */
    bool good_with_sack;   /* one of GOOD has SACK blocks */
    bool bad_without_sack; /* one of BAD has none */
    bool good_after_bad;   /* a segment of GOOD came after one of BAD */
    struct limit length;   /* bytes of data */
    struct limit silence;  /* milliseconds since the segment before; 0 for the first */
    int64_t last;          /* when the last segment was captured */
};

/* Records the segment of EVIDENCE, good or bad without a proven cause. */
void pattern_note(struct pattern *pattern, const struct evidence *evidence, bool is_good);

/* Records a bad segment that PROOF explains. */
void pattern_explain(struct pattern *pattern, const struct proof *proof);

/* Returns what the bad segments in the direction of OWN have in common; OTHER is the other
 * direction. */
struct hint pattern_hint(const struct pattern *own, const struct pattern *other);

#endif
