/* Looks for secrets in the blocks that the code under test frees.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "freed.h"

#include <glib.h>
#include <malloc.h>
#include <stdbool.h>
#include <string.h>

void __wrap_g_free(gpointer block);
void __real_g_free(gpointer block);

static const char *const *watched;
static unsigned freed, freed_with_text;

static bool holds(const char *block, const char *text)
{
    const size_t size = malloc_usable_size((void *)block), length = strlen(text);
    for (size_t i = 0; i + length <= size; i++)
        if (memcmp(block + i, text, length) == 0)
            return true;
    return false;
}

/* The linker redirects the program's calls of g_free() to this wrapper: see
 * watch_freed_blocks(). */
void __wrap_g_free(gpointer block)
{
    if (block && watched) {
        freed++;
        for (unsigned i = 0; watched[i]; i++)
            freed_with_text += holds(block, watched[i]);
    }
    __real_g_free(block);
}

void freed_watch(const char *const *texts)
{
    watched = texts;
    freed_with_text = 0;
    for (unsigned i = 0; texts[i]; i++) { /* checks that it would be seen */
        __wrap_g_free(g_strdup_printf("before %s behind", texts[i]));
        g_assert_cmpuint(freed_with_text, ==, i + 1);
    }
    freed = freed_with_text = 0;
}

void freed_assert_clean(void)
{
    watched = NULL;
    g_assert_cmpuint(freed, >, 0);
    g_assert_cmpuint(freed_with_text, ==, 0);
}
