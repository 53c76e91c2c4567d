/* A guess at what made a signature bad: which message, and with which key, was signed instead.
 *
 * A hypothesis computes neither digest nor MAC. It hands back one proposal after another; the
 * engine tries them. Each has a file, a row in search.c, a value of enum cause and its words, a
 * capture and a paragraph of the manual.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_HYPOTHESIS_HYPOTHESIS_H
#define TCPAUTH_DIAGNOSE_HYPOTHESIS_HYPOTHESIS_H

#include "plugin/diagnose/evidence/cause.h"
#include "plugin/diagnose/evidence/evidence.h"

#define MAX_OPTIONS_LENGTH 40

/* What TCP-AO signs and derives its traffic key with, besides the message. */
struct ao_guess {
    size_t option; /* offset of TCP-AO in the message's options */
    uint32_t sne;
    struct traffic_context context;
    enum key_options options; /* which are covered; KEY_ANY_OPTIONS: as the key says */
    bool without_sne, without_pseudo_header; /* see struct ao_message */
};

/* What could have been signed, and how. */
struct proposal {
    enum signing signing;
    struct message message; /* as the segment has it, until changed; of TCP-AO, with its options */
    struct ao_guess ao;     /* likewise; of TCP-AO */
    const struct key *key;  /* the one that signed; NULL for each candidate that a receiver tries */
    bool moved;             /* it goes between other addresses, whose candidates are tried, too */
    struct secret *secret;  /* in place of that of KEY; owned; or NULL */
    enum key_algorithm algorithm; /* in place of that of KEY; or KEY_MD5 */
    bool key_first;               /* of MD5: the key is hashed before MESSAGE, not behind it */
    bool skip;                    /* there is nothing to try at this place */
    uint32_t originals;           /* what a proof then knows: see struct proof */
    uint32_t implied;
    uint32_t numbers[ORIGINALS];
    const char *detail;
    uint8_t room[MAX_OPTIONS_LENGTH]; /* for what MESSAGE points to */
};

struct hypothesis {
    enum cause cause;
    enum signing signing; /* the signatures that it is about; SIGNING_NONE for all */

    /* Changes PROPOSAL, which is the segment itself, into the guess at PLACE, from 0; false if
     * there are no more. A guess at originals alone may depend on whatever is known at the time;
     * any other only on the segment, the keys and PLACE: it is proposed again to be explained. */
    bool (*propose)(const struct evidence *evidence, unsigned place, struct proposal *proposal);

    bool is_frugal; /* there are so few guesses that even a MAC of 4 octets is no chance */

    unsigned places; /* how many guesses there are, where they are many, all of them without a key
                        of their own; else 0 */
    bool is_long;    /* there are many although PLACES is 0, since the segment tells how many */

    /* Is each guess its index, put into FIELD of the first one's header? MD5 has a fast way to try
     * them: see md5_lanes_new(). */
    bool is_number;
    enum header_offset field;
};

/* Returns the proposal that is EVIDENCE's segment itself, whose TCP header is whole and whose
 * options have a signature. */
struct proposal proposal_of(const struct evidence *evidence);

/* Changes PROPOSAL's message into one that had ORIGINAL, which is no address, as NUMBER says: see
 * struct proof. */
void proposal_was(struct proposal *proposal, enum original original, uint32_t number);

/* Puts NUMBER, of 16 bits, where the message's header has a field at OFFSET. */
void proposal_put(struct proposal *proposal, enum header_offset offset, uint16_t number);

/* Proposes KEY, or nothing if it signs otherwise than the segment or its secret is not known. */
void proposal_sign(struct proposal *proposal, const struct key *key);

/* Does the same if a receiver would try KEY: the segment has its KeyID, and it is valid. */
void proposal_sign_by_id(struct proposal *proposal, const struct key *key,
                         const struct evidence *evidence);

/* Returns the other of the two ways to cover options. */
static inline enum key_options ao_other_options(enum key_options options)
{
    return options == KEY_OPTIONS_INCLUDED ? KEY_OPTIONS_EXCLUDED : KEY_OPTIONS_INCLUDED;
}

/* Returns true if EVIDENCE's segment, signed with TCP-AO, has the KeyID of KEY. */
bool evidence_has_id_of(const struct evidence *evidence, const struct key *key);

/* Returns true if EVIDENCE's segment, signed with TCP-AO, has no other options. */
bool evidence_is_bare(const struct evidence *evidence);

/* Returns true if EVIDENCE's segment, signed with TCP-AO, has other options and a candidate may
 * cover them. */
bool evidence_has_covered(const struct evidence *evidence);

/* Puts FROM and TO, or one alone if the other is NULL, in the place of the message's addresses.
 * There is nothing to try if one of them is none or stood there before, or if one is then of IPv4
 * and the other of IPv6. */
void proposal_move(struct proposal *proposal, const struct ip_address *from,
                   const struct ip_address *to);

/* Returns true if the originals of PROOF are all that makes PROPOSAL of EVIDENCE's segment. */
bool proposal_is_told(const struct proposal *proposal, const struct evidence *evidence,
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
    hypothesis_key_first, hypothesis_data_cut, hypothesis_mapped_addresses, hypothesis_merged,
    hypothesis_ao_options_mode, hypothesis_ao_key_id, hypothesis_ao_mac_length,
    hypothesis_ao_algorithm, hypothesis_ao_settings, hypothesis_ao_trailing_padding,
    hypothesis_ao_mss, hypothesis_ao_option_changed, hypothesis_ao_sne, hypothesis_ao_isn_role,
    hypothesis_ao_nat, hypothesis_ao_covered_wrongly, hypothesis_ao_kdf_wrongly,
    hypothesis_ao_rst_quirk;

#endif
