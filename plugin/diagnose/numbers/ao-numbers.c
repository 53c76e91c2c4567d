/* Searches for the sequence or acknowledgment number with which a SYN has its MAC.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ao-numbers.h"

#include "plugin/verify/kdf.h"
#include "plugin/verify/reading.h"

#include <string.h>

struct ao_numbers {
    uint8_t *bytes; /* those of the segment */
    struct segment segment;
    struct signature signature;
    enum header_offset field;
    uint32_t seen; /* the captured value of the field */
    struct reading readings[MAX_READINGS];
    unsigned count;
    enum key_algorithm algorithm;
    struct secret *secret;
};

/* The state of one thread. */
struct tries {
    const struct ao_numbers *numbers;
    struct kdf *kdf;
    struct mac *mac; /* NULL at first */
};

/* Adds SHIFT to the number at FIELD of READING's header, and to the ISN that the field gives. */
static void shift_field(struct reading *reading, enum header_offset field, uint32_t shift)
{
    uint8_t *header = reading->message.message.header;

    header_set_number(header, field, header_number(header, field) + shift);
    if (field == HEADER_SEQUENCE_NUMBER)
        reading->context.from_isn += shift;
    else
        reading->context.to_isn += shift;
}

/* Keeps the readings that are possible with KEY. */
static void keep_readings(struct ao_numbers *numbers, const struct evidence *evidence,
                          const struct key *key)
{
    struct reading all[MAX_READINGS];
    const unsigned count = readings_of(&numbers->segment, &numbers->signature, evidence->flow, all);

    for (unsigned i = 0; i < count; i++)
        if (reading_fits(&all[i], key))
            numbers->readings[numbers->count++] = all[i];
}

static struct secret *copy_of(const struct secret *secret)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);
    return secret_new(bytes, length);
}

struct ao_numbers *ao_numbers_new(const struct evidence *evidence, const struct key *key,
                                  enum header_offset field, uint32_t other_shift)
{
    const struct segment *segment = evidence->segment;
    struct ao_numbers *numbers = g_new0(struct ao_numbers, 1);
    const size_t at = (size_t)(evidence->options->signature.mac - segment->bytes);

    numbers->bytes = g_memdup2(segment->bytes, segment->captured);
    numbers->segment = *segment;
    numbers->segment.bytes = numbers->bytes;
    numbers->signature = evidence->options->signature;
    numbers->signature.mac = numbers->bytes + at;
    numbers->field = field;
    numbers->seen = header_number(segment->bytes, field);
    numbers->algorithm = key->algorithm;
    numbers->secret = copy_of(key->secret);
    keep_readings(numbers, evidence, key);
    for (unsigned i = 0; i < numbers->count; i++)
        shift_field(&numbers->readings[i],
                    field == HEADER_SEQUENCE_NUMBER ? HEADER_ACKNOWLEDGMENT_NUMBER
                                                    : HEADER_SEQUENCE_NUMBER,
                    other_shift);
    return numbers;
}

void ao_numbers_free(struct ao_numbers *numbers)
{
    if (!numbers)
        return;
    secret_free(numbers->secret);
    g_free(numbers->bytes);
    g_free(numbers);
}

/* Derives the traffic key of CONTEXT for TRIES. Returns false if libgcrypt fails. */
static bool set_key(struct tries *tries, const struct traffic_context *context)
{
    struct traffic_key key;
    bool ready = kdf_derive(tries->kdf, context, &key);

    if (ready && tries->mac)
        ready = mac_set_key(tries->mac, &(struct span){key.bytes, key.length});
    else if (ready)
        ready = (tries->mac = traffic_key_open(&key)) != NULL;
    traffic_key_wipe(&key);
    return ready;
}

/* Returns true if the segment of READING has its MAC with NUMBER. */
static bool number_verifies(struct tries *tries, struct reading reading, uint32_t number)
{
    const struct ao_numbers *numbers = tries->numbers;
    uint8_t mac[MAC_MAX_LENGTH];

    shift_field(&reading, numbers->field, number - numbers->seen);
    if (!set_key(tries, &reading.context))
        return false;
    const size_t length = ao_message_mac(&reading.message, tries->mac, mac);
    return length >= numbers->signature.length &&
           memcmp(mac, numbers->signature.mac, numbers->signature.length) == 0;
}

bool ao_numbers_find(const struct ao_numbers *numbers, uint32_t first, uint32_t count,
                     uint32_t *number)
{
    struct tries tries = {.numbers = numbers, .kdf = kdf_new(numbers->algorithm, numbers->secret)};
    bool found = false;

    for (uint32_t i = 0; tries.kdf && i < count && !found; i++)
        for (unsigned each = 0; each < numbers->count && !found; each++) {
            *number = first + i;
            found = number_verifies(&tries, numbers->readings[each], *number);
        }
    mac_free(tries.mac);
    kdf_free(tries.kdf);
    return found;
}
