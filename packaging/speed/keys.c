/* Measures what many keys cost: to load them, and to try all of them on one segment.
 *
 *     keys KEYRING       prints seconds of processor time to load it, the least of several rounds
 *     keys CANDIDATES    prints how many keys are tried a second, the most of several rounds
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/source.h"
#include "plugin/verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 9
#define DATA   1428
#define BLOCK  64 /* bytes, of MD5 */

static double processor_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static double load_seconds(const char *path)
{
    struct keyring *ring = keyring_new();
    GPtrArray *problems = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    const double start = processor_seconds();
    const bool fine = source_read(path, NULL, ring, problems) && problems->len == 0;
    const double taken = processor_seconds() - start;

    g_ptr_array_free(problems, TRUE);
    keyring_free(ring);
    return fine ? taken : -1;
}

/* Keys of one connection, of which none verifies. */
static const struct key **new_candidates(unsigned count)
{
    const struct key **keys = g_new(const struct key *, count);
    for (unsigned i = 0; i < count; i++) {
        char secret[32];
        struct key *key = key_new("", "");
        key->secret =
            secret_new(secret, (size_t)g_snprintf(secret, sizeof secret, "secret %9u", i));
        keys[i] = key;
    }
    return keys;
}

/* For each key, MD5 goes over the last block of the message again, or over two where the key does
 * not fit in. So segments of as many lengths as a block has tell the mean. */
static double try_seconds(const struct candidates *candidates, struct md5 *md5)
{
    uint8_t bytes[TCP_HEADER_LENGTH + 20 + DATA] = {[12] = 10 << 4, [20] = OPTION_MD5, [21] = 18};
    struct segment segment = {
        .from.address = ip_address_from_bytes((const uint8_t[]){192, 0, 2, 1}, 4),
        .to.address = ip_address_from_bytes((const uint8_t[]){192, 0, 2, 2}, 4),
        .bytes = bytes,
    };
    const double start = processor_seconds();
    for (size_t length = sizeof bytes; length > sizeof bytes - BLOCK; length--) {
        segment.captured = segment.length = length;
        const struct signature_options options = option_walk(&segment);
        const struct finding finding = verify_signed(&segment, &options, candidates, md5);
        if (finding.verdict != VERDICT_BAD || finding.tried != candidates->count)
            return -1;
    }
    return (processor_seconds() - start) / BLOCK;
}

int main(int count, char **arguments)
{
    const unsigned keys = count == 2 ? (unsigned)strtoul(arguments[1], NULL, 10) : 0;
    const struct candidates candidates = {.keys = new_candidates(keys), .count = keys};
    struct md5 *md5 = md5_new();
    double least = G_MAXDOUBLE;

    if (count != 2 || !md5)
        return 2;
    for (int round = 0; round < ROUNDS; round++) {
        const double taken = keys > 0 ? try_seconds(&candidates, md5) : load_seconds(arguments[1]);
        if (taken < 0)
            return 1;
        least = MIN(least, taken);
    }
    printf("%.3f\n", keys > 0 ? keys / least : least);
    return 0;
}
