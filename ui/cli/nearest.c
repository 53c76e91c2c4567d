/* Finds the name that a mistyped word was probably meant to be.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "nearest.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define MAX_LENGTH 32 /* longer words are not compared */

static bool is_swapped(const char *a, const char *b)
{
    return a[0] == b[-1] && a[-1] == b[0];
}

/* Returns how many letters must be inserted, deleted, replaced or swapped with the next to turn A
 * into B (the optimal string alignment distance). Both have at most MAX_LENGTH letters. */
static unsigned edit_distance(const char *a, const char *b)
{
    unsigned rows[MAX_LENGTH + 1][MAX_LENGTH + 1];
    const size_t a_length = strlen(a), b_length = strlen(b);

    for (unsigned i = 0; i <= a_length; i++)
        rows[i][0] = i;
    for (unsigned j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (unsigned i = 1; i <= a_length; i++)
        for (unsigned j = 1; j <= b_length; j++) {
            const unsigned replaced = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            const unsigned shifted = MIN(rows[i - 1][j], rows[i][j - 1]) + 1;
            rows[i][j] = MIN(replaced, shifted);
            if (i > 1 && j > 1 && is_swapped(a + i - 1, b + j - 1))
                rows[i][j] = MIN(rows[i][j], rows[i - 2][j - 2] + 1);
        }
    return rows[a_length][b_length];
}

/* Returns how far WORD is from NAME. The first two or more letters of NAME count as one mistake. */
static unsigned badness(const char *word, const char *name)
{
    const bool begins = strlen(word) > 1 && g_str_has_prefix(name, word);
    return begins ? 1 : edit_distance(word, name);
}

const char *nearest_name(const char *word, const char *const *names)
{
    char *lower = g_ascii_strdown(word, -1);
    const char *nearest = NULL;
    unsigned least = G_MAXUINT;

    for (; *names && strlen(word) <= MAX_LENGTH; names++) {
        const size_t longer = MAX(strlen(word), strlen(*names));
        const unsigned bad = longer <= MAX_LENGTH ? badness(lower, *names) : G_MAXUINT;
        if (bad <= (longer + 2) / 3 && bad < least) {
            least = bad;
            nearest = *names;
        }
    }
    g_free(lower);
    return nearest;
}

char *nearest_question(const char *word, const char *const *names)
{
    const char *name = nearest_name(word, names);
    return name ? g_strdup_printf("; did you mean %s?", name) : g_strdup("");
}
