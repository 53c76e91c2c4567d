/* An RST is from a host that has no key, or no longer has one, or from a device on the path.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

/* An end that accepts an RST sends nothing more; what was in flight has arrived by then. */
#define UNDER_WAY G_TIME_SPAN_SECOND

static const struct proof
    reset = {.cause = CAUSE_RST_UNSIGNED},
    last = {.cause = CAUSE_RST_UNSIGNED, .detail = "nothing of the connection follows it"},
    ignored = {.cause = CAUSE_RST_UNSIGNED, .detail = "the other end ignored it and went on"},
    foreign = {.cause = CAUSE_RST_UNSIGNED,
               .sentence = "its alleged sender went on to sign: a device on the path sent it",
               .cure =
                   "look for what sends RSTs in its name; a firewall or an attacker. Nothing is "
                   "wrong with the keys, and a receiver that checks signatures ignores it"},
    closed = {.cause = CAUSE_RST_UNSIGNED,
              .sentence =
                  "it answers a SYN: its sender does not listen on that port, or a firewall "
                  "rejects the connection",
              .cure = "configure the session on the sender of the RST; or look for a firewall that "
                      "rejects connections"},
    answer = {.cause = CAUSE_RST_UNSIGNED,
              .sentence = "it answers an unsigned segment",
              .cure = "find out why the other end does not sign; and whether the sender of the RST "
                      "listens on this port"};

static bool sender_signs(const struct sign_history *sign_history)
{
    return sign_history->with_signature > 0;
}

/* Returns true if the RST answers a SYN: only then it has an acknowledgment (RFC 9293 section
 * 3.10.7.1), and neither end has sent anything else but SYNs and RSTs. */
static bool answers_syn(const struct unsigned_segment *missing)
{
    const struct sign_history *own = missing->own, *other = missing->other;
    return missing->evidence->segment->bytes[HEADER_FLAGS] & FLAG_ACK && sender_signs(other) &&
           !sender_signs(own) && !other->last_time && !own->last_time;
}

const struct proof *rst_unsigned(const struct unsigned_segment *missing)
{
    const struct sign_history *own = missing->own, *other = missing->other;
    const int64_t time = missing->evidence->segment->time;
    const int64_t last_signed_time = sign_history_signed_on(own);

    if (!(missing->evidence->segment->bytes[HEADER_FLAGS] & FLAG_RST))
        return NULL;
    if (other->without > 0 && !sender_signs(own) && !sender_signs(other))
        return &answer;
    if (last_signed_time && time_between(time, last_signed_time) > UNDER_WAY)
        return &foreign;
    if (answers_syn(missing))
        return &closed;
    if (other->last_time && time_between(time, other->last_time) > UNDER_WAY)
        return &ignored;
    return missing->is_over && MAX(own->last_time, other->last_time) <= time ? &last : &reset;
}
