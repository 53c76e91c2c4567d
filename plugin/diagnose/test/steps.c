/* The segments of a session and their results.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "steps.h"

char name[] = "lab", origin[] = "lab.keys:1";
const struct key key = {.name = name, .origin = origin};
const struct proof split = {.cause = CAUSE_SPLIT, .key = &key};
const struct proof window = {.cause = CAUSE_WINDOW, .key = &key};
const struct proof damage = {.cause = CAUSE_CORRUPT};
const struct proof blanked = {.cause = CAUSE_OPTION_BLANKED};
const struct proof other_authentication = {.cause = CAUSE_OTHER_AUTHENTICATION};
const struct proof unsigned_reset = {.cause = CAUSE_RST_UNSIGNED};
const struct rollover change = {.old = &key, .new = &key};
static char new_name[] = "new", ao_name[] = "ao";
const struct key new_key = {.name = new_name, .origin = origin},
                 ao_key = {.name = ao_name, .origin = origin, .algorithm = KEY_HMAC_SHA_1_96},
                 other_ao_key = {
                     .name = new_name, .origin = origin, .algorithm = KEY_HMAC_SHA_1_96};

void steps_note_between(struct sessions *sessions, const struct step *step, uint16_t client_port,
                        uint16_t server_port, uint32_t number)
{
    const bool judged = step->verdict == VERDICT_GOOD || step->verdict == VERDICT_BAD;
    struct diagnosis diagnosis = {
        .finding = {.verdict = step->verdict,
                    .reason = step->reason,
                    .signing = SIGNING_MD5,
                    .key = step->key                             ? step->key
                           : step->verdict == VERDICT_UNVERIFIED ? NULL
                                                                 : &key,
                    .tried = judged,
                    .not_longest_match = step->not_longest_match},
        .proof = step->proof,
        .twins = step->twins,
        .hint = {.kind = step->hint},
        .rollover = step->rollover,
        .retransmissions = step->retransmissions,
        .contradicts = step->contradicts,
        .exposes = step->exposes,
        .bounds = step->bounds,
        .will_break = step->will_break,
    };
    struct sent sent;

    if (step->ao) {
        diagnosis.finding.signing = SIGNING_AO;
        diagnosis.finding.ao = *step->ao;
    }
    sent_begin(&sent, number, number * 10, step->side == SERVER);
    sent.segment.from.port = step->side == SERVER ? server_port : client_port;
    sent.segment.to.port = step->side == SERVER ? client_port : server_port;
    if (step->verdict != VERDICT_NOT_PRESENT && !step->is_bare) {
        if (step->key && step->key->algorithm != KEY_MD5)
            sent_sign_ao(&sent);
        else
            sent_sign(&sent);
    }
    sent_is(&sent, step->flags, step->data);
    sent_put(&sent, HEADER_SEQUENCE_NUMBER, step->sequence_number);
    sent_put(&sent, HEADER_ACKNOWLEDGMENT_NUMBER, step->acknowledgment_number);
    sessions_note(sessions, &sent.segment, &diagnosis, number);
}

void steps_note(struct sessions *sessions, const struct step *step, uint32_t number)
{
    steps_note_between(sessions, step, 40001, 179, number);
}

char *steps_text(const struct step *steps, unsigned count)
{
    struct sessions *sessions = sessions_new();

    for (unsigned i = 0; i < count; i++)
        steps_note(sessions, &steps[i], i + 1);
    char *text = verdict_text(sessions, 1000);
    sessions_free(sessions);
    return text;
}
