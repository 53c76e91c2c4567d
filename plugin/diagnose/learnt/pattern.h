/* What bad segments have in common that good ones have not, where nothing is proven.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_LEARNT_PATTERN_H
#define TCPAUTH_DIAGNOSE_LEARNT_PATTERN_H

#include "plugin/diagnose/evidence/evidence.h"
#include "plugin/diagnose/evidence/hint.h"

/* A number that parts good segments from bad ones, if all bad ones have a larger one. */
struct limit {
    uint32_t largest_good, smallest_bad;
};

/* The signed segments of one direction of a connection; zero at first. */
struct pattern {
    unsigned good, bad;           /* how many; the bad ones without a proven cause */
    unsigned proven;              /* bad ones that a key proved the cause of, */
    enum cause cause;             /* and that of the last one */
    unsigned good_sack, bad_sack; /* of these */
    struct limit length;          /* bytes of data */
    struct limit silence;         /* milliseconds since the segment before; of the first one, 0 */
    int64_t last;                 /* when the last one came */
};

/* Takes the segment of EVIDENCE. */
void pattern_note(struct pattern *pattern, const struct evidence *evidence, bool is_good);

/* Takes a bad segment that PROOF explains. */
void pattern_explain(struct pattern *pattern, const struct proof *proof);

/* Returns what the bad segments in the direction of OWN have in common. */
struct hint pattern_hint(const struct pattern *own, const struct pattern *other);

#endif
