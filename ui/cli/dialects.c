/* The names of the formats from which keys can be read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"

#include "keys/import/dialect.h"
#include "keys/source/source.h"
#include "nearest.h"
#include "output.h"
#include "table.h"

#include <string.h>

static GPtrArray *names_new(void)
{
    GPtrArray *names = g_ptr_array_new();
    g_ptr_array_add(names, (void *)SOURCE_NATIVE);
    for (unsigned i = 0; dialects[i]; i++)
        g_ptr_array_add(names, (void *)dialects[i]->name);
    g_ptr_array_add(names, NULL);
    return names;
}

bool dialects_know(const char *name)
{
    if (!name || strcmp(name, SOURCE_NATIVE) == 0 || dialect_by_name(name))
        return true;
    GPtrArray *names = names_new();
    char *question = nearest_question(name, (const char *const *)names->pdata);
    print_message("--dialect: no dialect named %s%s", name, question);
    g_free(question);
    g_ptr_array_free(names, TRUE);
    return false;
}

char *dialects_describe(void)
{
    GPtrArray *names = names_new();
    char *list = g_strjoinv(" ", (char **)names->pdata);
    char *text = g_strdup_printf("Names for --dialect, which tcpauth import --dialects explains:\n"
                                 "  %s",
                                 list);
    g_free(list);
    g_ptr_array_free(names, TRUE);
    return text;
}

void dialects_show(void)
{
    struct table *table = table_new((const char *const[]){"NAME", "DIALECT", NULL});
    struct text text = {0};

    table_add(table, g_strdup(SOURCE_NATIVE));
    table_add(table, g_strdup("tcpauth-keyring(5)"));
    for (unsigned i = 0; dialects[i]; i++) {
        table_add(table, g_strdup(dialects[i]->name));
        table_add(table, g_strdup(dialects[i]->title));
    }
    table_write(table, &text);
    output_text(&text);
    table_free(table);
}
