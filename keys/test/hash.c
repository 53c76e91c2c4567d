/* Tests the hash for tables.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/hash.h"

#define BITS  12
#define TEXTS (1u << BITS)

/* Returns a set of hashes. */
static GHashTable *set_new(void)
{
    return g_hash_table_new(NULL, NULL);
}

static void set_add(GHashTable *set, guint hash)
{
    g_hash_table_add(set, GUINT_TO_POINTER(hash));
}

/* Of "Ez" and "FY", put together in any order, GLib's hash is the same. */
static void test_texts_that_collide_elsewhere(void)
{
    GHashTable *ours = set_new(), *others = set_new();

    for (unsigned i = 0; i < TEXTS; i++) {
        char text[2 * BITS + 1] = "";
        for (unsigned bit = 0; bit < BITS; bit++)
            strcat(text, i >> bit & 1 ? "Ez" : "FY");
        set_add(ours, hash_text(text));
        set_add(others, g_str_hash(text));
    }
    g_assert_cmpuint(g_hash_table_size(others), ==, 1);
    g_assert_cmpuint(g_hash_table_size(ours), >, TEXTS - 8);
    g_hash_table_destroy(ours);
    g_hash_table_destroy(others);
}

/* Neither half of a number may be left out, nor may the two cancel each other out. */
static void test_numbers_that_collide_elsewhere(void)
{
    GHashTable *hashes = set_new();

    for (gint64 i = 1; i <= TEXTS; i++) {
        const gint64 upper = i << 32, both = i << 32 | i;
        set_add(hashes, hash_number(&upper));
        set_add(hashes, hash_number(&both));
    }
    g_assert_cmpuint(g_hash_table_size(hashes), >, 2 * TEXTS - 8);
    g_hash_table_destroy(hashes);
}

static void test_every_byte_counts(void)
{
    const uint8_t bytes[8] = {0};
    GHashTable *hashes = set_new();
    unsigned count = 0;

    for (unsigned length = 0; length <= sizeof bytes; length++, count++)
        set_add(hashes, hash_bytes(0, bytes, length));
    for (unsigned i = 0; i < sizeof bytes; i++)
        for (unsigned bit = 0; bit < 8; bit++, count++) {
            uint8_t changed[sizeof bytes] = {0};
            changed[i] = (uint8_t)(1 << bit);
            set_add(hashes, hash_bytes(0, changed, sizeof changed));
        }
    for (unsigned before = 1; before < 100; before++, count++)
        set_add(hashes, hash_bytes(before, bytes, sizeof bytes));
    g_assert_cmpuint(g_hash_table_size(hashes), >, count - 4); /* chance may make a few collide */
    g_assert_cmpuint(hash_bytes(7, "abcdefgh", 8), ==, hash_bytes(7, "abcdefgh", 8));
    g_hash_table_destroy(hashes);
}

/* The same bit of another word counts as another bit. */
static void test_every_bit_of_a_record_counts(void)
{
    GHashTable *hashes = set_new();
    const uint32_t zeros[HASH_RECORD_WORDS] = {0};

    set_add(hashes, hash_record(zeros, HASH_RECORD_WORDS));
    for (unsigned i = 0; i < HASH_RECORD_WORDS; i++)
        for (unsigned bit = 0; bit < 32; bit++) {
            uint32_t changed[HASH_RECORD_WORDS] = {0};
            changed[i] = UINT32_C(1) << bit;
            set_add(hashes, hash_record(changed, HASH_RECORD_WORDS));
            g_assert_cmpuint(hash_record(changed, i), ==, hash_record(zeros, i));
        }
    g_assert_cmpuint(g_hash_table_size(hashes), >, HASH_RECORD_WORDS * 32 - 4);
    g_hash_table_destroy(hashes);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hash/texts", test_texts_that_collide_elsewhere);
    g_test_add_func("/hash/numbers", test_numbers_that_collide_elsewhere);
    g_test_add_func("/hash/bytes", test_every_byte_counts);
    g_test_add_func("/hash/record", test_every_bit_of_a_record_counts);
    return g_test_run();
}
