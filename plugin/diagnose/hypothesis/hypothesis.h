/* A guess at what made a signature bad: which other message was signed, with which key.
 *
 * A hypothesis computes neither a digest nor a MAC. It returns one proposal after another, and the
 * engine tries them. Each hypothesis has a file, a row in search.c, a value of enum cause with its
 * words, a capture, and a paragraph of the manual.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_HYPOTHESIS_HYPOTHESIS_H
#define TCPAUTH_DIAGNOSE_HYPOTHESIS_HYPOTHESIS_H

#include "plugin/diagnose/evidence/cause.h"
#include "plugin/diagnose/evidence/evidence.h"

#define MAX_OPTIONS_LENGTH 40

/* What TCP-AO signs, and derives its traffic key from, in addition to the message. */
struct ao_guess {
    size_t option; /* offset of the TCP-AO option in the message's options */
    uint32_t sne;
    struct traffic_context context;
    enum key_options
        options; /* which options are covered; KEY_ANY_OPTIONS: as the key is configured */
    bool without_sne, without_pseudo_header; /* see struct ao_message */
};

/* What may have been signed, and how. */
struct proposal {
    enum signing signing;
    struct message
        message;        /* that of the segment until it is changed; for TCP-AO, with all options */
    struct ao_guess ao; /* the same, for TCP-AO */
    const struct key *key; /* the key that signed; NULL for each candidate that a receiver tries */
    bool readdressed;      /* the addresses are others, whose candidates are tried, too */
    struct secret *secret; /* replaces KEY's; owned; NULL if it does not */
    enum cause cause;      /* replaces the hypothesis's; CAUSE_NONE if it does not */
    enum key_algorithm algorithm; /* replaces KEY's; KEY_MD5 if it does not */
    bool key_first;     /* for MD5: the key is hashed before MESSAGE instead of after it */
    bool skip;          /* there is nothing to try at this index */
    uint32_t originals; /* the originals that a proof will have: see struct proof */
    uint32_t implied;
    uint32_t numbers[ORIGINALS];
    const char *sentence, *detail, *cure; /* those of the proof: see struct proof */
    uint8_t room[MAX_OPTIONS_LENGTH];     /* buffer for bytes that MESSAGE points to */
};

struct hypothesis {
    enum cause cause;
    enum signing signing; /* the kind of signature that it applies to; SIGNING_NONE for all */

    /* Changes PROPOSAL, the segment itself, into the guess at index INDEX, counting from 0. Returns
     * false if there are no more guesses. A guess that only sets originals may depend on anything
     * known at the time. Any other guess must depend only on the segment, the keys and INDEX: it is
     * proposed again when the proof is explained. */
    bool (*propose)(const struct evidence *evidence, unsigned index, struct proposal *proposal);

    bool
        is_frugal; /* the guesses are so few that even a MAC of 4 octets does not match by chance */

    unsigned guess_count; /* the number of guesses if they are many, none with a key of its own;
                        otherwise 0 */
    bool is_long; /* there are many guesses although GUESS_COUNT is 0, since their number depends on
                     the segment */

    /* True if guess N has the number N in FIELD of the header of guess 0. MD5 tries such guesses
     * faster: see md5_lanes_new(). If there are more than GUESS_COUNT, every GUESS_COUNT of them
     * are numbered like that. */
    bool is_number;
    enum header_offset field;
};

/* What to do if a segment's window and flags were rewritten. */
#define WINDOW_AND_FLAGS_CURE                                                                 \
    "exempt the session from shapers and optimisers; have firewalls keep the flags, the ECN " \
    "bits, too"

/* Returns a proposal with EVIDENCE's segment itself. Its TCP header must be whole, and its options
 * must have a signature. */
struct proposal proposal_of(const struct evidence *evidence);

/* Sets ORIGINAL, which is not an address, in PROPOSAL's message to NUMBER: see struct proof. */
void proposal_set_original(struct proposal *proposal, enum original original, uint32_t number);

/* Writes NUMBER to the 16-bit field at OFFSET of the message's header. */
void proposal_set_field(struct proposal *proposal, enum header_offset offset, uint16_t number);

/* Proposes KEY. Proposes nothing if KEY is for the other kind of signature or its secret is
 * unknown. */
void proposal_sign(struct proposal *proposal, const struct key *key);

/* Proposes KEY if a receiver would try it, that is, if it is valid and has the segment's KeyID;
 * otherwise proposes nothing. */
void proposal_sign_by_id(struct proposal *proposal, const struct key *key,
                         const struct evidence *evidence);

/* Returns the opposite of OPTIONS, which must not be KEY_ANY_OPTIONS. */
static inline enum key_options ao_other_options(enum key_options options)
{
    return options == KEY_OPTIONS_INCLUDED ? KEY_OPTIONS_EXCLUDED : KEY_OPTIONS_INCLUDED;
}

/* Returns true if EVIDENCE's segment, signed with TCP-AO, has the KeyID of KEY. */
bool evidence_has_id_of(const struct evidence *evidence, const struct key *key);

/* Returns the receiver's keys of EVIDENCE's segment, of the kind that signs it. Looks at all
 * candidates unless they are known: whoever makes many guesses must find them once. */
struct receiver_keys evidence_receiver_keys(const struct evidence *evidence);

/* Returns true if EVIDENCE's segment, signed with TCP-AO, has no other options. */
bool evidence_is_bare(const struct evidence *evidence);

/* Returns true if EVIDENCE's segment, signed with TCP-AO, has other options and a candidate may
 * cover them. */
bool evidence_has_covered(const struct evidence *evidence);

/* Replaces the message's addresses with FROM and TO; one of them may be NULL, and stays as it is.
 * Proposes nothing if a new address has no value or is the same as before, or if the two are then
 * of different families. */
void proposal_set_addresses(struct proposal *proposal, const struct ip_address *from,
                            const struct ip_address *to);

/* Returns true if the originals of PROOF are the whole difference between PROPOSAL and EVIDENCE's
 * segment. */
bool proposal_is_told(const struct proposal *proposal, const struct evidence *evidence,
                      const struct proof *proof);

/* Changes PROPOSAL, EVIDENCE's segment itself, into what was signed according to PROOF, exactly as
 * it was proposed for the proof. Returns false if PROOF is not from a hypothesis, or is by the
 * options that the segment has elsewhere and EVIDENCE has no copy from there. */
bool proposal_repeat(struct proposal *proposal, const struct evidence *evidence,
                     const struct proof *proof);

extern const struct hypothesis hypothesis_source_address, hypothesis_destination_address,
    hypothesis_both_addresses, hypothesis_nat64, hypothesis_named_source_port,
    hypothesis_named_destination_port, hypothesis_source_port, hypothesis_destination_port,
    hypothesis_translated_source, hypothesis_translated_destination, hypothesis_sequence_number,
    hypothesis_window, hypothesis_known_window, hypothesis_flags, hypothesis_urgent_pointer,
    hypothesis_urgent_data, hypothesis_data_offset, hypothesis_key_not_valid, hypothesis_other_key,
    hypothesis_key_variant, hypothesis_signed_too_early, hypothesis_options_hashed,
    hypothesis_checksum_hashed, hypothesis_length_without_options, hypothesis_addresses_swapped,
    hypothesis_key_first, hypothesis_data_cut, hypothesis_mapped_addresses, hypothesis_merged,
    hypothesis_ao_options_mode, hypothesis_ao_key_id, hypothesis_ao_keyring_stale,
    hypothesis_ao_mac_length, hypothesis_ao_algorithm, hypothesis_ao_settings,
    hypothesis_ao_trailing_padding, hypothesis_ao_mss, hypothesis_ao_address_and_mss,
    hypothesis_ao_options_changed, hypothesis_ao_option_changed, hypothesis_ao_options_moved,
    hypothesis_ao_sne, hypothesis_ao_isn_role, hypothesis_ao_nat, hypothesis_ao_covered_wrongly,
    hypothesis_ao_kdf_wrongly, hypothesis_ao_rst_quirk, hypothesis_several_changes,
    hypothesis_flags_and_window, hypothesis_window_and_flags, hypothesis_window_and_urgent_data,
    hypothesis_number_and_window, hypothesis_replayed;

#endif
