/* What bad segments have in common and good ones have not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pattern.h"

#define MIN_SEGMENTS 4    /* good or bad segments that a pattern needs */
#define SILENCE      1000 /* ms; shorter ones do not count */

static void limit_note(struct limit *limit, uint32_t number, bool is_good)
{
    if (is_good)
        limit->largest_good = MAX(limit->largest_good, number);
    else
        limit->smallest_bad = MIN(limit->smallest_bad, number);
}

static bool limit_parts(const struct limit *limit)
{
    return limit->largest_good < limit->smallest_bad;
}

/* Returns the milliseconds since the last segment, limited to the range of a field. */
static uint32_t idle_time(const struct pattern *pattern, int64_t time)
{
    if (pattern->good + pattern->bad == 0)
        return 0;
    return (uint32_t)CLAMP(time_between(pattern->last, time) / 1000, 0, UINT32_MAX);
}

void pattern_note(struct pattern *pattern, const struct evidence *evidence, bool is_good)
{
    const struct segment *segment = evidence->segment;
    const uint32_t gap = idle_time(pattern, segment->time);

    if (!is_good && pattern->bad == 0)
        pattern->length.smallest_bad = pattern->silence.smallest_bad = UINT32_MAX;
    limit_note(&pattern->length, (uint32_t)(segment->length - segment_header_length(segment)),
               is_good);
    limit_note(&pattern->silence, gap, is_good);
    if (is_good) {
        pattern->good++;
        pattern->good_after_bad |= pattern->bad > 0;
        pattern->good_with_sack |= evidence->options->sack;
    } else {
        pattern->bad++;
        pattern->bad_without_sack |= !evidence->options->sack;
    }
    pattern->last = segment->time;
}

void pattern_explain(struct pattern *pattern, const struct proof *proof)
{
    if (!proof->key)
        return;
    pattern->proven++;
    pattern->cause = proof->cause;
}

struct hint pattern_hint(const struct pattern *own, const struct pattern *other)
{
    /* A pattern of the unexplained ones would not apply to the proven ones. */
    if (own->proven > 0)
        return (struct hint){HINT_PROVEN, own->proven, own->cause};
    if (own->bad < MIN_SEGMENTS)
        return (struct hint){.kind = HINT_NONE};
    if (own->good >= MIN_SEGMENTS) {
        if (!own->bad_without_sack && !own->good_with_sack)
            return (struct hint){.kind = HINT_SACK};
        if (limit_parts(&own->length))
            return (struct hint){.kind = HINT_LENGTH, .number = own->length.smallest_bad};
        /* If nothing is good any more, the idle periods are those before retransmissions. */
        if (own->good_after_bad && limit_parts(&own->silence) &&
            own->silence.smallest_bad >= SILENCE)
            return (struct hint){.kind = HINT_IDLE, .number = own->silence.smallest_bad};
    }
    if (own->good == 0 && other->good >= MIN_SEGMENTS && other->bad == 0)
        return (struct hint){.kind = HINT_DIRECTION};
    return (struct hint){.kind = HINT_NONE};
}
