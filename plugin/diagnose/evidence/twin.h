/* One segment seen at two points of capture, and what was changed between them.
 *
 * What translates addresses, renumbers, shapes or splits copies the digest as it is. So two
 * segments that were captured at different interfaces and carry the same digest are one segment,
 * and what else differs in what is signed was changed on the way, whatever the key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_TWIN_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_TWIN_H

#include "point.h"
#include "plugin/verify/message.h"
#include "plugin/verify/option.h"

/* What can be seen changed, in the order of the message that is signed. */
enum change {
    CHANGE_SOURCE_ADDRESS,
    CHANGE_DESTINATION_ADDRESS,
    CHANGE_LENGTH, /* more data, or less: split or merged */
    CHANGE_SOURCE_PORT,
    CHANGE_DESTINATION_PORT,
    CHANGE_SEQUENCE_NUMBER,
    CHANGE_ACKNOWLEDGMENT_NUMBER,
    CHANGE_DATA_OFFSET,
    CHANGE_FLAGS,
    CHANGE_WINDOW,
    CHANGE_URGENT_POINTER,
    CHANGE_DATA,
    CHANGE_OPTION, /* the signature itself: there at one point, missing at the other */
    CHANGES,       /* how many there are */
};

/* What is kept of a segment to compare it with others. */
struct imprint {
    struct end from, to;
    uint8_t header[TCP_HEADER_LENGTH]; /* its checksum zero */
    uint32_t length;                   /* of header and data, in bytes */
    uint64_t data;                     /* a hash; 0 if they were not captured whole */
    uint8_t digest[DIGEST_LENGTH];
    bool is_signed; /* else DIGEST is zero */
};

/* The same segment elsewhere. */
struct twin {
    uint32_t number; /* of its frame */
    struct point point;
    struct imprint imprint;
    uint16_t changes; /* a bit for each enum change */
    bool is_split;    /* if one is a part of the other: the longer one was signed, not its parts */
};

#define MAX_TWINS 64 /* of one segment that are listed */

/* All that are known of one segment. The diagnosis completes them as frames come. */
struct twins {
    struct point point; /* where the segment itself was captured */
    GArray *list;       /* struct twin, in the order of their frames */
};

/* Returns a hash of DATA, to tell data apart that nobody forges; never 0, which stands for data
 * that is not known. */
uint64_t data_hash(struct span data);

/* Returns the imprint of SEGMENT as OPTIONS sign it. At least its header must be captured. */
struct imprint imprint_of(const struct segment *segment, const struct signature_options *options);

uint32_t imprint_sequence_number(const struct imprint *imprint);

/* Returns the length of the data, in bytes. */
uint32_t imprint_data_length(const struct imprint *imprint);

/* Returns true if WHOLE has all data of PART and more. */
bool imprint_contains(const struct imprint *whole, const struct imprint *part);

/* Compares two captures of one segment. Returns the signed fields that differ, as a bit mask of
 * enum change. If one is part of the other, only the length differs. */
uint16_t imprint_changes(const struct imprint *one, const struct imprint *other);

/* Returns the names of changes, stable since people filter by them. */
const char *change_name(enum change change);

/* Returns how CHANGE shows, such as "1000 there, 4096 here", where HERE is TWIN's twin. Free with
 * g_free(). */
char *change_text(enum change change, const struct twin *twin, const struct imprint *here);

/* Returns what CHANGE changed from ONE to OTHER, with its name: "window 1000 -> 4096". Free with
 * g_free(). */
char *imprint_change_text(enum change change, const struct imprint *one,
                          const struct imprint *other);

/* Returns the names of CHANGES, a bit for each enum change: "source address, window". Free with
 * g_free(). */
char *changes_text(uint16_t changes);

/* Returns the twin of TWINS, which are those of frame NUMBER, that was captured last before it; or,
 * if none was, the first after it. TWINS has at least one. */
const struct twin *twins_nearest(const struct twins *twins, uint32_t number);

/* Returns true if one of TWINS, which may be NULL, was captured before frame NUMBER. */
bool twins_any_before(const struct twins *twins, uint32_t number);

/* Returns what is changed between TWINS' segment and any other of them: a bit for each enum change.
 * Returns 0 if TWINS is NULL. */
uint16_t twins_changes(const struct twins *twins);

/* Returns true if TWINS' segment, which has no signature, has one elsewhere. NULL has none. */
bool twins_are_signed(const struct twins *twins);

#endif
