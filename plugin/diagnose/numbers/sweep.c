/* The search of all 2^32 values of the sequence number or the acknowledgment number.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sweep.h"

#include "ao-numbers.h"
#include "renumbering.h"
#include "md5-lanes.h"

#define CHUNK  (1u << 16) /* numbers that a thread searches at a time */
#define CHUNKS (1u << 16) /* their number */
#define PAUSE  (100 * G_TIME_SPAN_MILLISECOND)

/* The search of one field with one key; the other field has its original value. */
struct trial {
    struct md5_lanes *batch;    /* for MD5; otherwise NULL */
    struct ao_numbers *numbers; /* for TCP-AO; otherwise NULL */
    enum header_offset field;
    uint32_t seen; /* the captured value of the field */
    uint32_t other_shift;
};

struct sweep {
    GArray *trials; /* of struct trial */

    GMutex mutex; /* guards the members below */
    GCond ended;  /* signals that a thread has ended */
    uint64_t next, all;
    unsigned running;
    bool found;
    struct shifts shifts;
};

static void clear_trial(gpointer data)
{
    struct trial *trial = data;
    md5_lanes_free(trial->batch);
    ao_numbers_free(trial->numbers);
}

/* Returns true if KEY may have signed EVIDENCE's segment. With TCP-AO only SYNs are searched, since
 * each number costs much more; nothing else follows a SYN that was changed. */
static bool key_is_usable(const struct key *key, const struct evidence *evidence)
{
    const bool is_md5 = evidence->digest != NULL;
    const struct segment *segment = evidence->segment;

    if ((key->algorithm == KEY_MD5) != is_md5 || !key->secret ||
        !key_is_valid_at(key, segment->time))
        return false;
    return is_md5 || (segment_has_syn(segment) &&
                      key_has_id(key, &segment->from.address, &segment->to.address,
                                 evidence->options->signature.key_id));
}

/* Adds searches of TRIAL's field in MESSAGE, one for each key. */
static void add_trials(struct sweep *sweep, const struct evidence *evidence,
                       const struct message *message, struct trial trial)
{
    const enum header_offset other_field = trial.field == HEADER_SEQUENCE_NUMBER
                                               ? HEADER_ACKNOWLEDGMENT_NUMBER
                                               : HEADER_SEQUENCE_NUMBER;
    const uint32_t before = header_number(evidence->segment->bytes, other_field);

    trial.seen = header_number(message->header, trial.field);
    for (unsigned i = 0; i < evidence->flow->candidates->count; i++) {
        const struct key *key = evidence->flow->candidates->keys[i];
        if (!key_is_usable(key, evidence))
            continue;
        if (evidence->digest)
            trial.batch = md5_lanes_new(message, trial.field, key->secret, evidence->digest);
        else
            trial.numbers = ao_numbers_new(evidence, key, trial.field,
                                           header_number(message->header, other_field) - before);
        g_array_append_val(sweep->trials, trial);
    }
}

/* Adds searches of FIELD: with OTHER_FIELD unchanged, and with each proven shift of RENUMBERING
 * undone in OTHER_FIELD. */
static void add_field(struct sweep *sweep, const struct evidence *evidence,
                      enum header_offset field, const struct renumbering *renumbering)
{
    const bool of_receiver = field == HEADER_SEQUENCE_NUMBER;
    const enum header_offset other_field =
        of_receiver ? HEADER_ACKNOWLEDGMENT_NUMBER : HEADER_SEQUENCE_NUMBER;
    struct message message = message_of(evidence->segment);
    const uint32_t number = header_number(message.header, other_field);
    const bool acknowledges = message.header[HEADER_FLAGS] & FLAG_ACK;

    add_trials(sweep, evidence, &message, (struct trial){.field = field});
    for (unsigned i = 0; i < SHIFTS && acknowledges; i++) {
        const uint32_t shift = renumbering_proven(renumbering, i);
        if (shift == 0)
            continue;
        header_set_number(message.header, other_field,
                          of_receiver ? number + shift : number - shift);
        add_trials(sweep, evidence, &message, (struct trial){.field = field, .other_shift = shift});
    }
}

struct sweep *sweep_new(const struct evidence *evidence)
{
    struct sweep *sweep = g_new0(struct sweep, 1);

    g_mutex_init(&sweep->mutex);
    g_cond_init(&sweep->ended);
    sweep->trials = g_array_new(FALSE, FALSE, sizeof(struct trial));
    g_array_set_clear_func(sweep->trials, clear_trial);
    add_field(sweep, evidence, HEADER_SEQUENCE_NUMBER, evidence->other);
    if (evidence->segment->bytes[HEADER_FLAGS] & FLAG_ACK)
        add_field(sweep, evidence, HEADER_ACKNOWLEDGMENT_NUMBER, evidence->own);
    sweep->all = (uint64_t)sweep->trials->len * CHUNKS;
    return sweep;
}

void sweep_free(struct sweep *sweep)
{
    g_array_free(sweep->trials, TRUE);
    g_cond_clear(&sweep->ended);
    g_mutex_clear(&sweep->mutex);
    g_free(sweep);
}

/* Sets *CHUNK to the next chunk of numbers; the trials take turns. Returns false if there are no
 * more. */
static bool take_chunk(struct sweep *sweep, uint64_t *chunk)
{
    g_mutex_lock(&sweep->mutex);
    const bool any = sweep->next < sweep->all;
    *chunk = any ? sweep->next++ : 0;
    g_mutex_unlock(&sweep->mutex);
    return any;
}

static void sweep_stop(struct sweep *sweep)
{
    sweep->next = sweep->all;
}

static void sweep_conclude(struct sweep *sweep, const struct trial *trial, uint32_t number)
{
    g_mutex_lock(&sweep->mutex);
    sweep->found = true;
    sweep->shifts = trial->field == HEADER_SEQUENCE_NUMBER
                        ? (struct shifts){trial->seen - number, trial->other_shift}
                        : (struct shifts){trial->other_shift, number - trial->seen};
    sweep_stop(sweep);
    g_mutex_unlock(&sweep->mutex);
}

static gpointer sweep_chunks(gpointer data)
{
    struct sweep *sweep = data;
    uint64_t chunk;

    while (take_chunk(sweep, &chunk)) {
        const struct trial *trial =
            &g_array_index(sweep->trials, struct trial, chunk % sweep->trials->len);
        const uint32_t first = (uint32_t)(chunk / sweep->trials->len) * CHUNK;
        uint32_t number;
        const bool found = trial->batch ? md5_lanes_find(trial->batch, first, CHUNK, &number)
                                        : ao_numbers_find(trial->numbers, first, CHUNK, &number);
        if (found)
            sweep_conclude(sweep, trial, number);
    }
    g_mutex_lock(&sweep->mutex);
    sweep->running--;
    g_cond_signal(&sweep->ended);
    g_mutex_unlock(&sweep->mutex);
    return NULL;
}

/* Waits until all threads have ended. Meanwhile, asks PROGRESS whether to stop them. */
static void attend_workers(struct sweep *sweep, const struct sweep_progress *progress)
{
    g_mutex_lock(&sweep->mutex);
    while (sweep->running > 0) {
        g_cond_wait_until(&sweep->ended, &sweep->mutex, g_get_monotonic_time() + PAUSE);
        const double part = (double)sweep->next / (double)MAX(sweep->all, 1);
        g_mutex_unlock(&sweep->mutex);
        const bool update = progress->update(progress->data, part);
        g_mutex_lock(&sweep->mutex);
        if (!update)
            sweep_stop(sweep);
    }
    g_mutex_unlock(&sweep->mutex);
}

bool sweep_run(struct sweep *sweep, const struct sweep_progress *progress, struct shifts *shifts)
{
    GPtrArray *threads = g_ptr_array_new();

    sweep->running = g_get_num_processors();
    for (unsigned i = sweep->running; i > 0; i--)
        g_ptr_array_add(threads, g_thread_new("sweep", sweep_chunks, sweep));
    attend_workers(sweep, progress);
    for (unsigned i = 0; i < threads->len; i++)
        g_thread_join(threads->pdata[i]);
    g_ptr_array_free(threads, TRUE);
    *shifts = sweep->shifts;
    return sweep->found;
}
