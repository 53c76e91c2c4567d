/* Measures what many keys cost: to load them, and to try all of them on one segment.
 *
 *     keys KEYRING       prints seconds of processor time to load it, the least of several rounds
 *     keys CANDIDATES    prints how many keys are tried a second, the most of several rounds: in
 *                        the mean over 64 lengths of segments, and with the slowest of these
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/source/source.h"
#include "plugin/verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS  9
#define DATA    1428
#define BLOCK   64 /* bytes of an MD5 block */
#define LONGEST (TCP_HEADER_LENGTH + 20 + DATA)

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

/* Returns COUNT keys of one connection, none of which verifies. */
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

/* Returns the seconds for trying all CANDIDATES on a segment of LENGTH bytes. */
static double try_seconds(const struct candidates *candidates, struct hasher *hasher, size_t length)
{
    const uint8_t bytes[LONGEST] = {[12] = 10 << 4, [20] = OPTION_MD5, [21] = 18};
    const struct segment segment = {
        .from.address = ip_address_from_bytes((const uint8_t[]){192, 0, 2, 1}, 4),
        .to.address = ip_address_from_bytes((const uint8_t[]){192, 0, 2, 2}, 4),
        .bytes = bytes,
        .captured = length,
        .length = length,
    };
    const struct signature_options options = option_walk(&segment);
    const struct flow flow = {.candidates = candidates};
    const double start = processor_seconds();
    const struct finding finding = verify_signed(&segment, &options, &flow, hasher);
    const double taken = processor_seconds() - start;

    return finding.verdict == VERDICT_BAD && finding.tried == candidates->count ? taken : -1;
}

/* Prints how many keys are tried in a second. For each key, MD5 processes the last block of the
 * message again, or two blocks if the key does not fit; hence the different lengths. Returns false
 * if a key was not tried. */
static bool try_keys(unsigned count)
{
    const struct candidates candidates = {.keys = new_candidates(count), .count = count};
    struct hasher *hasher = hasher_new();
    double sum = 0, slowest = 0;

    for (size_t length = LONGEST; length > LONGEST - BLOCK; length--) {
        double least = G_MAXDOUBLE;
        for (int round = 0; round < ROUNDS; round++)
            least = MIN(least, try_seconds(&candidates, hasher, length));
        if (least < 0)
            return false;
        sum += least;
        slowest = MAX(slowest, least);
    }
    printf("%.0f %.0f\n", BLOCK * count / sum, count / slowest);
    hasher_free(hasher);
    return true;
}

static bool load(const char *path)
{
    double least = G_MAXDOUBLE;

    for (int round = 0; round < ROUNDS; round++)
        least = MIN(least, load_seconds(path));
    printf("%.3f\n", least);
    return least >= 0;
}

int main(int count, char **arguments)
{
    if (count != 2)
        return 2;
    const unsigned keys = (unsigned)strtoul(arguments[1], NULL, 10);
    return (keys > 0 ? try_keys(keys) : load(arguments[1])) ? 0 : 1;
}
