/* A guess at what made a signature bad: which message, and with which key, was signed instead.
 *
 * A hypothesis computes no digest. It hands back one proposal after another; the engine tries
 * them. Each has a file, a row in search.c, a value of enum cause and its words, a capture and a
 * paragraph of the manual.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_HYPOTHESIS_HYPOTHESIS_H
#define TCPAUTH_DIAGNOSE_HYPOTHESIS_HYPOTHESIS_H

#include "plugin/diagnose/evidence/cause.h"
#include "plugin/diagnose/evidence/evidence.h"

#define MAX_OPTIONS_LENGTH 40

/* What could have been signed. */
struct proposal {
    struct message message; /* as the segment has it, until changed */
    const struct key *key;  /* the one that signed; NULL for each candidate valid at the time */
    bool moved;             /* it goes between other addresses, whose candidates are tried, too */
    struct secret *secret;  /* in place of that of KEY; owned; or NULL */
    bool key_first;         /* the key is hashed before MESSAGE, not behind it */
    bool skip;              /* there is nothing to try at this place */
    uint16_t originals;     /* what a proof then knows: see struct proof */
    uint16_t implied;
    uint32_t numbers[ORIGINALS];
    const char *detail;
    uint8_t room[MAX_OPTIONS_LENGTH]; /* for what MESSAGE points to */
};

struct hypothesis {
    enum cause cause;

    /* Changes PROPOSAL, which is the segment itself, into the guess at PLACE, from 0; false if
     * there are no more. A guess at originals alone may depend on whatever is known at the time;
     * any other only on the segment, the keys and PLACE: it is proposed again to be explained. */
    bool (*propose)(const struct evidence *evidence, unsigned place, struct proposal *proposal);

    unsigned places; /* how many guesses there are, where they are many, all of them without a key
                        of their own; else 0 */
    bool is_long;    /* there are many although PLACES is 0, since the segment tells how many */

    /* Is each guess its index, put into FIELD of the first one's header? See md5_lanes_new(). */
    bool is_number;
    enum header_offset field;
};

/* Changes PROPOSAL's message into one that had ORIGINAL, which is no address, as NUMBER says: see
 * struct proof. */
void proposal_was(struct proposal *proposal, enum original original, uint32_t number);

/* Puts NUMBER, of 16 bits, where the message's header has a field at OFFSET. */
void proposal_put(struct proposal *proposal, enum header_offset offset, uint16_t number);

/* Proposes KEY, or nothing if it is for another algorithm or its secret is not known. */
void proposal_sign(struct proposal *proposal, const struct key *key);

/* Puts FROM and TO, or one alone if the other is NULL, in the place of the message's addresses.
 * There is nothing to try if one of them is none or stood there before, or if one is then of IPv4
 * and the other of IPv6. */
void proposal_move(struct proposal *proposal, const struct ip_address *from,
                   const struct ip_address *to);

/* Returns true if the originals of PROOF are all that makes PROPOSAL of SEGMENT. */
bool proposal_is_told(const struct proposal *proposal, const struct segment *segment,
                      const struct proof *proof);

/* Changes PROPOSAL, which is EVIDENCE's segment itself, into what PROOF says was signed, as it was
 * proposed when that was proven. Returns false if PROOF is of no hypothesis. */
bool proposal_repeat(struct proposal *proposal, const struct evidence *evidence,
                     const struct proof *proof);

extern const struct hypothesis hypothesis_source_address, hypothesis_destination_address,
    hypothesis_both_addresses, hypothesis_named_source_port, hypothesis_named_destination_port,
    hypothesis_source_port, hypothesis_destination_port, hypothesis_sequence_number,
    hypothesis_window, hypothesis_known_window, hypothesis_flags, hypothesis_urgent_pointer,
    hypothesis_urgent_data, hypothesis_data_offset, hypothesis_key_not_valid, hypothesis_other_key,
    hypothesis_key_variant, hypothesis_signed_too_early, hypothesis_options_hashed,
    hypothesis_checksum_hashed, hypothesis_length_without_options, hypothesis_addresses_swapped,
    hypothesis_key_first, hypothesis_data_cut, hypothesis_mapped_addresses, hypothesis_merged;

#endif
