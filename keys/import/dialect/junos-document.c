/* Reads what Junos shows with "| display json" or "| display xml".
 *
 * Both have the statements of the configuration as members or elements, and the name of an entry of
 * a list as its member "name". An inactive statement has the attribute "inactive", which JSON
 * writes as {"@": {"inactive": true}} in it or as {"@STATEMENT": {"inactive": true}} beside it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "junos-document.h"

#include "keys/import/line.h"
#include "keys/import/text/document.h"

#include <string.h>

/* The lists, whose entries have names. */
static const char *const lists[] = {
    "group",           "groups",   "instance", "interface", "key",     "key-chain",
    "logical-systems", "neighbor", "pce",      "peer",      "session", "session-group",
    "station",         "tenants",  "address",  "unit",      NULL,
};

static const char *const names[] = {"name", NULL};

/* Returns true if a document in JSON or XML begins at the line between AT and END. */
static bool begins_document(const char *at, const char *end)
{
    static const char *const starts[] = {"<?xml ", "<rpc-reply", "<configuration", "<data", NULL};
    while (at < end && *at == ' ')
        at++;
    return line_begins_any(at, end, starts) ||
           (at < end && *at == '{' && yaml_begins_json(at, end));
}

/* Returns true if the ">" at AT is one of "]]>]]>", which NETCONF puts after a document. */
static bool is_netconf(const char *at)
{
    return *at == '>' && at[-1] == ']' && at[-2] == ']';
}

/* Returns the end of the document that begins at AT, or AT if it has none. */
static const char *document_end(const char *at, const char *end)
{
    const char mark = at[strspn(at, " ")] == '<' ? '>' : '}', *last;
    while ((last = memrchr(at, mark, (size_t)(end - at))) && last - at > 1 && is_netconf(last))
        end = last;
    return last ? last + 1 : at;
}

struct word junos_document_find(struct word text, unsigned *lines)
{
    const char *end = text.at + text.length, *next;
    unsigned count = 0;
    for (const char *at = text.at; at < end; at = next, count++) {
        if (begins_document(at, end)) {
            *lines = count;
            return (struct word){at, (size_t)(document_end(at, end) - at), 0};
        }
        next = memchr(at, '\n', (size_t)(end - at));
        next = next ? next + 1 : end;
    }
    *lines = 0;
    return text;
}

static bool is_inactive(const struct branch *attributes)
{
    const struct branch *value = branch_value(attributes, "inactive");
    return value && word_is(value->word, "true");
}

/* Deactivates AT, or the branch beside ATTRIBUTES that these are for. */
static void deactivate(struct branch *at, const struct branch *attributes)
{
    const struct word word = attributes->word;
    struct branch *branch =
        word.length == 1 ? at : branch_child(at, (struct word){word.at + 1, word.length - 1, 0});
    if (branch)
        branch->inactive = true;
}

/* Deactivates the branches below AT whose attributes say so in JSON, and gives the entries of XML's
 * lists, which have numbers, their names. */
static void finish(struct branch *at)
{
    for (struct branch *child = at->first; child; child = child->next) {
        const struct branch *name = branch_value(child, "name");
        finish(child);
        if (word_begins(child->word, "@") && is_inactive(child))
            deactivate(at, child);
        else if (name && g_ascii_isdigit(*child->word.at))
            branch_rename(child, name->word);
    }
}

/* Returns the branch "configuration" at AT or below it; in XML, elements are around it. */
static struct branch *find_configuration(struct branch *at)
{
    struct branch *found = branch_child(at, word_from("configuration"));
    for (struct branch *child = at->first; child && !found; child = child->next)
        if (word_is(child->word, "rpc-reply") || word_is(child->word, "data"))
            found = find_configuration(child);
    return found;
}

struct branch *junos_document_say(struct junos_document *document, struct rows *rows,
                                  struct word text)
{
    if (!begins_document(text.at, text.at + text.length))
        return NULL;
    if (text.at[strspn(text.at, " ")] == '<') {
        document->xml = xml_say(rows->root, lists, text, rows->import);
    } else {
        document->json = yaml_read(text.at, text.length, rows->import);
        document_say(document->json, document_root(document->json),
                     &(struct document_names){names, NULL}, &rows->said, rows->root);
    }
    struct branch *configuration = find_configuration(rows->root);
    if (configuration)
        finish(configuration);
    else
        import_problem(rows->import, 1,
                       "this has no \"configuration\" of Junos where it should be");
    return configuration;
}

void junos_document_clear(struct junos_document *document)
{
    g_clear_pointer(&document->json, document_free);
    g_clear_pointer(&document->xml, xml_free);
}
