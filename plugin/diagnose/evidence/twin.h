/* One segment at two capture points, and what was changed between them.
 *
 * A device that translates addresses, renumbers, shapes or splits copies the digest unchanged. So
 * two captures at different interfaces that carry the same digest or MAC are of one segment. Any
 * other difference in the signed bytes was made in transit, whatever the key.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_EVIDENCE_TWIN_H
#define TCPAUTH_DIAGNOSE_EVIDENCE_TWIN_H

#include "code.h"
#include "point.h"
#include "plugin/verify/message.h"

/* What can be changed, in the order of the signed message. */
enum change {
    CHANGE_SOURCE_ADDRESS,
    CHANGE_DESTINATION_ADDRESS,
    CHANGE_LENGTH, /* more or less data: split or merged */
    CHANGE_SOURCE_PORT,
    CHANGE_DESTINATION_PORT,
    CHANGE_SEQUENCE_NUMBER,
    CHANGE_ACKNOWLEDGMENT_NUMBER,
    CHANGE_DATA_OFFSET,
    CHANGE_FLAGS,
    CHANGE_WINDOW,
    CHANGE_URGENT_POINTER,
    CHANGE_DATA,
    CHANGE_MD5, /* the MD5 signature itself: only one of the two captures has it */
    CHANGE_AO,  /* the same for TCP-AO */
    /* what a MAC of TCP-AO may cover */
    CHANGE_MSS,
    CHANGE_WINDOW_SCALE,
    CHANGE_SACK_PERMITTED,
    CHANGE_SACK,
    CHANGE_TIMESTAMPS,
    CHANGE_OTHER_OPTIONS,
    CHANGES, /* their number */
};

#define MAX_SNAPSHOT_OPTIONS 40 /* bytes of options in the longest header */

/* What is kept of a segment to compare it with others. */
struct snapshot {
    struct end from, to;
    uint8_t header[TCP_HEADER_LENGTH]; /* with a checksum of zero */
    uint32_t length;                   /* of the header and the data, in bytes */
    uint64_t data;                     /* a hash of the data; 0 if it was not captured whole */
    uint8_t signature;                 /* its kind, OPTION_MD5 or OPTION_AO; 0 if there is none */
    struct code code;
    uint8_t options_length; /* 0 without TCP-AO: the digest of MD5 covers no options */
    uint8_t options[MAX_SNAPSHOT_OPTIONS];
};

/* The capture of a segment at another point. */
struct twin {
    uint32_t number; /* of its frame */
    struct point point;
    uint32_t changes; /* a bit for each enum change */
    bool is_split;    /* if one is a part of the other: the longer one was signed, then split */
    struct snapshot *snapshot; /* owned; NULL if nothing was changed, so that it is that of the
                                  segment itself */
};

#define MAX_TWINS 64 /* of one segment; any others are not listed */

/* All known twins of one segment. The diagnosis completes them as frames arrive. They are small:
 * most segments have one, and a capture at two points has as many as segments. */
struct twins {
    struct point point; /* where the segment itself was captured */
    unsigned count;     /* at most MAX_TWINS */
    struct twin *list;  /* in the order of their frames; valid until another is added */
};

/* Adds TWIN to TWINS, which must have fewer than MAX_TWINS. Takes ownership of its snapshot. */
void twins_add(struct twins *twins, const struct twin *twin);

/* Frees TWINS. Does nothing if TWINS is NULL. */
void twins_free(struct twins *twins);

/* Returns a hash of DATA, never 0, which stands for unknown data. It is not collision-resistant:
 * nobody is expected to forge such data. */
uint64_t data_hash(struct span data);

/* Returns the snapshot of SEGMENT, signed with OPTIONS. Its header must be captured. */
struct snapshot snapshot_of(const struct segment *segment, const struct signature_options *options);

uint32_t snapshot_sequence_number(const struct snapshot *snapshot);

/* Returns the length of the data, in bytes. */
uint32_t snapshot_data_length(const struct snapshot *snapshot);

/* Returns true if WHOLE has all data of PART and more. */
bool snapshot_contains(const struct snapshot *whole, const struct snapshot *part);

/* Compares two captures of one segment. Returns the signed fields that differ, as a bit mask of
 * enum change: those of TCP options only if both have TCP-AO. If one segment is a part of the
 * other, only the length differs. */
uint32_t snapshot_changes(const struct snapshot *one, const struct snapshot *other);

/* Returns the name of CHANGE, which must not change since users filter by it. Returns a static
 * string; do not free it. */
const char *change_name(enum change change);

/* Returns the values that CHANGE, one of TWIN's, is about, such as "1000 there, 4096 here". HERE is
 * the snapshot of the segment that has TWIN. Free with g_free(). */
char *change_text(enum change change, const struct twin *twin, const struct snapshot *here);

/* Returns the name of CHANGE and both values, such as "window 1000 -> 4096". Free with g_free(). */
char *snapshot_change_text(enum change change, const struct snapshot *one,
                           const struct snapshot *other);

/* Returns the names in CHANGES, a bit mask of enum change: "source address, window". Free with
 * g_free(). */
char *changes_text(uint32_t changes);

/* Returns the one of TWINS that was captured last before frame NUMBER, the frame of their segment.
 * Returns the first one after it if none was before. There must be at least one. */
const struct twin *twins_nearest(const struct twins *twins, uint32_t number);

/* Returns true if one of TWINS was captured before frame NUMBER. TWINS may be NULL. */
bool twins_any_before(const struct twins *twins, uint32_t number);

/* Returns the changes between TWINS' segment and all its twins, as a bit mask of enum change.
 * Returns 0 if TWINS is NULL. */
uint32_t twins_changes(const struct twins *twins);

/* Returns true if one of TWINS is signed. TWINS, those of an unsigned segment, may be NULL. */
bool twins_are_signed(const struct twins *twins);

#endif
