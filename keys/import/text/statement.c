/* A router's configuration as a tree of statements: the functions that both readers share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statement.h"

#include "statement-build.h"

#include <string.h>

/* Most statements have no more words, so the array of their words need not grow. */
#define USUAL_WORDS 5

struct statement *statement_new(struct statement *parent, unsigned line)
{
    struct statement *statement = g_new0(struct statement, 1);
    statement->line = line;
    statement->words = g_array_sized_new(FALSE, FALSE, sizeof(struct word), USUAL_WORDS);
    statement->children = g_ptr_array_new_with_free_func((GDestroyNotify)statement_free);
    statement->parent = parent;
    if (parent)
        g_ptr_array_add(parent->children, statement);
    return statement;
}

void statement_add_word(struct statement *statement, struct word word)
{
    if (statement->words->len == 0)
        statement->text.at = word.quote ? word.at - 1 : word.at;
    statement->text.length =
        (size_t)(word.at - statement->text.at) + word.length + (word.quote != 0);
    g_array_append_val(statement->words, word);
}

void statement_free(struct statement *statement)
{
    if (!statement)
        return;
    g_clear_pointer(&statement->index, g_hash_table_destroy);
    g_ptr_array_free(statement->children, TRUE);
    g_array_free(statement->words, TRUE);
    g_free(statement);
}

unsigned statement_length(const struct statement *statement)
{
    return statement->words->len;
}

struct word statement_word(const struct statement *statement, unsigned index)
{
    if (!statement || index >= statement->words->len)
        return (struct word){.at = ""};
    return g_array_index(statement->words, struct word, index);
}

struct word word_from(const char *text)
{
    return (struct word){.at = text, .length = strlen(text)};
}

bool word_is(struct word word, const char *text)
{
    return word.length == strlen(text) && memcmp(word.at, text, word.length) == 0;
}

bool word_begins(struct word word, const char *text)
{
    return word.length >= strlen(text) && memcmp(word.at, text, strlen(text)) == 0;
}

bool word_number(struct word word, uint64_t max, uint64_t *number)
{
    uint64_t value = 0;
    for (size_t i = 0; i < word.length; i++) {
        const unsigned digit = (unsigned)(word.at[i] - '0');
        if (digit > 9 || digit > max || value > (max - digit) / 10)
            return false;
        value = 10 * value + digit;
    }
    if (word.length > 0)
        *number = value;
    return word.length > 0;
}

char *word_dup(struct word word)
{
    return g_strndup(word.at, word.length);
}

bool statement_is(const struct statement *statement, unsigned index, const char *text)
{
    return index < statement->words->len && word_is(statement_word(statement, index), text);
}

unsigned statement_match(const struct statement *statement, unsigned index, const char *pattern)
{
    for (; *pattern; index++) {
        const size_t length = strcspn(pattern, " ");
        const struct word wanted = {.at = pattern, .length = length};
        const struct word word = statement_word(statement, index);

        if (index >= statement->words->len ||
            (!word_is(wanted, "*") && !word_equal(&word, &wanted)))
            return 0;
        pattern += length + strspn(pattern + length, " ");
    }
    return index;
}

bool statement_matches(const struct statement *statement, const char *pattern)
{
    return *pattern == '\0' || statement_match(statement, 0, pattern) > 0;
}

struct word statement_rest(const struct statement *statement, unsigned index)
{
    const struct word first = statement_word(statement, index);
    if (index >= statement->words->len)
        return first;
    const char *at = first.quote ? first.at - 1 : first.at;
    return (struct word){.at = at,
                         .length = statement->text.length - (size_t)(at - statement->text.at)};
}

/* Searching this many children is faster than building an index of them. */
#define FEW 16

/* FNV-1a */
guint word_hash(gconstpointer data)
{
    const struct word *word = data;
    guint hash = 2166136261u;
    for (size_t i = 0; i < word->length; i++)
        hash = (hash ^ (guchar)word->at[i]) * 16777619u;
    return hash;
}

gboolean word_equal(gconstpointer a, gconstpointer b)
{
    const struct word *one = a, *other = b;
    return one->length == other->length && memcmp(one->at, other->at, one->length) == 0;
}

GHashTable *word_table_new(GDestroyNotify free_value)
{
    return g_hash_table_new_full(word_hash, word_equal, g_free, free_value);
}

void *word_table_get(GHashTable *table, struct word name)
{
    return g_hash_table_lookup(table, &name);
}

void word_table_set(GHashTable *table, struct word name, const void *value)
{
    g_hash_table_replace(table, g_memdup2(&name, sizeof name), (void *)value);
}

/* Returns a table of struct word * -> GPtrArray of the children with that first word. */
static GHashTable *index_children(const struct statement *statement)
{
    GHashTable *index =
        g_hash_table_new_full(word_hash, word_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    for (unsigned i = 0; i < statement->children->len; i++) {
        struct statement *child = statement->children->pdata[i];
        if (child->words->len == 0)
            continue;
        struct word *word = &g_array_index(child->words, struct word, 0);
        GPtrArray *alike = g_hash_table_lookup(index, word);
        if (!alike) {
            alike = g_ptr_array_new();
            g_hash_table_insert(index, word, alike);
        }
        g_ptr_array_add(alike, child);
    }
    return index;
}

/* Returns the children that may match PATTERN, or NULL if there are none. */
static const GPtrArray *children_like(const struct statement *statement, const char *pattern)
{
    const struct word first = {.at = pattern, .length = strcspn(pattern, " ")};
    if (statement->children->len <= FEW)
        return statement->children;
    if (!statement->index) /* a cache: callers cannot tell that it is filled */
        ((struct statement *)statement)->index = index_children(statement);
    return g_hash_table_lookup(statement->index, &first);
}

const struct statement *statement_find(const struct statement *statement, const char *pattern)
{
    const GPtrArray *children = statement ? children_like(statement, pattern) : NULL;
    for (unsigned i = 0; children && i < children->len; i++)
        if (statement_matches(children->pdata[i], pattern))
            return children->pdata[i];
    return NULL;
}
