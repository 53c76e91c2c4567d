/* How the segments are signed that one key verifies.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_HABITS_H
#define TCPAUTH_WIRESHARK_HABITS_H

#include "plugin/verify/finding.h"
#include "plugin/verify/option.h"
#include "plugin/verify/segment.h"

/* One property of these segments. */
struct habit {
    int value;
    bool known;  /* a segment has it */
    bool varies; /* other segments have other values */
};

/* Initialise to {0}. */
struct habits {
    unsigned proven; /* segments that the key verifies, whether or not it is configured so */
    struct habit key_ids[2]; /* sent by the first and by the second end of the key */
    struct habit options_covered, mac_length;
};

/* Notes SEGMENT, which has SIGNATURE and which FINDING's key verifies. */
void habits_note(struct habits *habits, const struct segment *segment,
                 const struct signature *signature, const struct finding *finding);

/* Sets the key ids, the options and the MAC length of KEY to HABITS, as far as all segments agree.
 * Does nothing if KEY is for MD5. */
void habits_set(const struct habits *habits, struct key *key);

#endif
