/* The segments that were captured lately, each to be found by its digest or its sequence number.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_POINTS_ENTRIES_H
#define TCPAUTH_DIAGNOSE_POINTS_ENTRIES_H

#include "plugin/diagnose/evidence/notes.h"
#include "plugin/diagnose/evidence/twin.h"

enum entry_key { BY_DIGEST, BY_SEQUENCE, ENTRY_KEYS };

/* A segment as it was captured. */
struct entry {
    struct snapshot snapshot;
    struct label label;
    struct point point;
    struct note *note;              /* NULL if it has no twin */
    int64_t time;                   /* when it was captured */
    bool is_good;                   /* a key verifies it */
    uint64_t points;                /* a bit for each capture point at which it was seen so far */
    bool taken;                     /* a later entry is its twin */
    uint64_t keys[ENTRY_KEYS];      /* the keys under which it is found; others may have the same */
    struct entry *more[ENTRY_KEYS]; /* the entry before it with this key; or NULL */
};

/* All entries that are remembered. Their number is bounded: the oldest are forgotten. */
struct entries;

/* Returns an empty set of entries. BOUNDS must outlive them. Free with entries_free(). */
struct entries *entries_new(struct bounds *bounds);

void entries_free(struct entries *entries);

/* Returns the entry of EVIDENCE's segment; IS_GOOD says that a key verifies it. */
struct entry entry_of(const struct evidence *evidence, bool is_good);

/* Keeps a copy of ENTRY waiting and returns true if all entries so far are of its capture point, so
 * that there is nothing to pair, as in most files. The first entry of a second point adds those
 * that wait. */
bool entries_wait(struct entries *entries, const struct entry *entry);

/* Returns a copy of ENTRY with its keys. Pass it to entries_add(), or free it with g_free(). */
struct entry *entry_copy(const struct entry *entry);

/* Adds ENTRY and takes ownership of it. */
void entries_add(struct entries *entries, struct entry *entry);

#define GENERATIONS 2

/* Returns the newest entry of a generation with KEY; its member MORE has those before it. AGE is 0
 * for the younger generation, 1 for the older one. Returns NULL if there is none. */
struct entry *entries_newest(const struct entries *entries, unsigned age, enum entry_key by,
                             uint64_t key);

/* Returns the newest of the last entries that have the digest and the data of SNAPSHOT, but another
 * header or other addresses; the newest good one, if there is one; or NULL. */
const struct entry *entries_elsewhere(const struct entries *entries,
                                      const struct snapshot *snapshot);

/* Returns the key BY_SEQUENCE that SNAPSHOT would have with SEQUENCE_NUMBER. */
uint64_t sequence_key(const struct snapshot *snapshot, uint32_t sequence_number);

#endif
