/* Tests which segment a note is on, and that the number of notes is limited.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/evidence/notes.h"

#include "sent.h"

static struct bounds bounds;

static void test_labels(void)
{
    const struct label label = {1, 2, 3}, others[] = {{9, 2, 3}, {1, 9, 3}, {1, 2, 9}};
    struct notes *notes = notes_new(&bounds);
    struct note *note = notes_add(notes, &label);

    note->will_break = true;
    g_assert_true(notes_add(notes, &label) == note);
    g_assert_true(notes_find(notes, &label) == note);
    for (unsigned i = 0; i < G_N_ELEMENTS(others); i++) {
        g_assert_null(notes_find(notes, &others[i]));
        g_assert_false(notes_add(notes, &others[i])->will_break);
    }
    notes_free(notes);
}

/* The numbers of an unsigned segment distinguish it from others. */
static void test_marks(void)
{
    struct sent sent;
    sent_begin(&sent, 1, 0, false);
    const struct label plain = label_of(&sent.evidence);
    sent_put(&sent, HEADER_ACKNOWLEDGMENT_NUMBER, 7);
    const struct label acknowledging = label_of(&sent.evidence);
    sent_sign(&sent);
    sent.evidence.digest = option_digest(&sent.options);
    const struct label signed_one = label_of(&sent.evidence);
    sent.evidence.layer = 5;
    const struct label inner = label_of(&sent.evidence);

    g_assert_cmpuint(plain.mark, !=, acknowledging.mark);
    g_assert_cmpuint(acknowledging.mark, !=, signed_one.mark);
    g_assert_cmpuint(signed_one.mark, ==, inner.mark);
    g_assert_cmpuint(inner.layer, ==, 5);
}

static void test_bound(void)
{
    const struct label first = {0, 1, 0}, next = {0, 0, 0};
    struct notes *notes = notes_new(&bounds);

    for (uint32_t number = 1; number <= 1u << 20; number++) {
        const struct label label = {0, number, 0};
        g_assert_nonnull(notes_add(notes, &label));
    }
    g_assert_cmpuint(bounds.reached[BOUND_NOTES].number, ==, 0);
    bounds_begin(&bounds, (struct occasion){5, 2});
    g_assert_null(notes_add(notes, &next));
    bounds_begin(&bounds, (struct occasion){6, 2});
    g_assert_null(notes_add(notes, &next));
    g_assert_cmpuint(bounds_reached_at(&bounds, (struct occasion){5, 2}), ==, 1u << BOUND_NOTES);
    g_assert_cmpuint(bounds_reached_at(&bounds, (struct occasion){6, 2}), ==, 0);
    g_assert_cmpuint(bounds_reached_at(&bounds, (struct occasion){5, 1}), ==, 0);
    g_assert_cmpuint(bounds_reached_at(&bounds, (struct occasion){0, 0}), ==, 0);
    g_assert_nonnull(notes_add(notes, &first));
    notes_free(notes);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/notes/labels", test_labels);
    g_test_add_func("/notes/marks", test_marks);
    g_test_add_func("/notes/bound", test_bound);
    return g_test_run();
}
