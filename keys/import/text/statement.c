/* A router's configuration as a tree of statements: the functions that both readers share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "statement.h"

#include "keys/hash.h"

#include <string.h>

struct statement *statement_new(struct statement *parent, unsigned line)
{
    struct statement *statement = g_new0(struct statement, 1);
    statement->line = line;
    statement->words = parent ? parent->words : g_array_new(FALSE, FALSE, sizeof(struct word));
    if (parent)
        statement_append(parent, statement);
    return statement;
}

void statement_append(struct statement *parent, struct statement *statement)
{
    statement->parent = parent;
    statement->next = NULL;
    if (parent->last)
        parent->last->next = statement;
    else
        parent->first = statement;
    parent->last = statement;
    parent->child_count++;
}

void statement_add_word(struct statement *statement, struct word word)
{
    if (statement->length++ == 0) {
        statement->begin = statement->words->len;
        statement->text.at = word.quote ? word.at - 1 : word.at;
    }
    statement->text.length =
        (size_t)(word.at - statement->text.at) + word.length + (word.quote != 0);
    g_array_append_val(statement->words, word);
}

void statement_free(struct statement *statement)
{
    if (!statement)
        return;
    if (!statement->parent)
        g_array_free(statement->words, TRUE);
    for (struct statement *child = statement->first, *next; child; child = next) {
        next = child->next;
        statement_free(child);
    }
    g_clear_pointer(&statement->index, g_hash_table_destroy);
    g_free(statement);
}

unsigned statement_length(const struct statement *statement)
{
    return statement->length;
}

struct word statement_word(const struct statement *statement, unsigned index)
{
    if (!statement || index >= statement->length)
        return (struct word){.at = ""};
    return g_array_index(statement->words, struct word, statement->begin + index);
}

struct word word_from(const char *text)
{
    return (struct word){.at = text, .length = strlen(text)};
}

bool statement_removes(const struct statement *statement)
{
    return statement_is(statement, 0, "no") || statement_is(statement, 0, "default") ||
           statement_is(statement, 0, "undo");
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

static bool is_end(char c)
{
    return c == ' ' || c == '\0';
}

/* Returns the end of the first word of PATTERN if WORD matches it, otherwise NULL. Most words
 * differ in their first bytes. */
static const char *skip_word(const char *pattern, struct word word)
{
    if (*pattern == '*' && is_end(pattern[1]))
        return pattern + 1;
    for (size_t i = 0; i < word.length; i++, pattern++)
        if (*pattern != word.at[i] || is_end(*pattern))
            return NULL;
    return is_end(*pattern) ? pattern : NULL;
}

unsigned statement_match(const struct statement *statement, unsigned index, const char *pattern)
{
    for (; *pattern; index++) {
        const struct word word = statement_word(statement, index);
        const char *rest = index < statement->length ? skip_word(pattern, word) : NULL;
        if (!rest)
            return 0;
        pattern = rest + strspn(rest, " ");
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
    if (index >= statement->length)
        return first;
    const char *at = first.quote ? first.at - 1 : first.at;
    return (struct word){.at = at,
                         .length = statement->text.length - (size_t)(at - statement->text.at)};
}

/* Searching this many children is faster than building an index of them. */
#define FEW 16

guint word_hash(gconstpointer data)
{
    const struct word *word = data;
    return hash_bytes(0, word->at, word->length);
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
    for (struct statement *child = statement->first; child; child = child->next) {
        if (child->length == 0)
            continue;
        struct word *word = &g_array_index(child->words, struct word, child->begin);
        GPtrArray *alike = g_hash_table_lookup(index, word);
        if (!alike) {
            alike = g_ptr_array_new();
            g_hash_table_insert(index, word, alike);
        }
        g_ptr_array_add(alike, child);
    }
    return index;
}

/* Searches the index of STATEMENT's children. */
static const struct statement *find_in_index(const struct statement *statement, const char *pattern)
{
    const struct word first = {.at = pattern, .length = strcspn(pattern, " ")};
    if (!statement->index) /* a cache: callers cannot tell that it is filled */
        ((struct statement *)statement)->index = index_children(statement);
    const GPtrArray *alike = word_table_get(statement->index, first);
    for (unsigned i = 0; alike && i < alike->len; i++)
        if (statement_matches(alike->pdata[i], pattern))
            return alike->pdata[i];
    return NULL;
}

const struct statement *statement_find(const struct statement *statement, const char *pattern)
{
    if (statement && statement->child_count > FEW)
        return find_in_index(statement, pattern);
    const struct statement *child = statement ? statement->first : NULL;
    while (child && !statement_matches(child, pattern))
        child = child->next;
    return child;
}
