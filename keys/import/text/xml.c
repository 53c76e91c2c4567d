/* Reads XML with GLib's parser.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "xml.h"

#include "document.h"
#include "keys/import/line.h"
#include "keys/text.h"

#include <string.h>

/* An element whose end tag has not been read yet. */
struct open {
    struct branch *at;
    struct text text;
    unsigned line;
};

struct xml {
    struct document *document; /* holds the words */
    const char *const *numbered;
    GArray *open; /* struct open, the outermost first */
    unsigned count;
};

static struct word keep(const struct xml *xml, const char *text, size_t length)
{
    struct node *node = document_add_text(xml->document, NODE_TEXT, 0, length);
    memcpy(node->text, text, length);
    node->length = length;
    return (struct word){node->text, length, 0};
}

static struct open *innermost(const struct xml *xml)
{
    return &g_array_index(xml->open, struct open, xml->open->len - 1);
}

/* Returns the word that distinguishes an element from others of its name, or the empty word if it
 * needs none. */
static struct word own_name(struct xml *xml, const char *name, const char **names,
                            const char **values)
{
    char number[16];
    for (unsigned i = 0; names[i]; i++)
        if (strcmp(names[i], "uuid") == 0)
            return keep(xml, values[i], strlen(values[i]));
    if (!g_strv_contains(xml->numbered, name))
        return (struct word){.at = ""};
    g_snprintf(number, sizeof number, "%u", xml->count++);
    return keep(xml, number, strlen(number));
}

/* Opens an element. An element that is too deep has no branch. */
static void begin(GMarkupParseContext *context, const char *name, const char **names,
                  const char **values, gpointer data, GError **error G_GNUC_UNUSED)
{
    struct xml *xml = data;
    int line;
    g_markup_parse_context_get_position(context, &line, NULL);

    struct open open = {.at = innermost(xml)->at, .line = (unsigned)line};
    const struct word own = own_name(xml, name, names, values);
    if (open.at)
        open.at = branch_add(open.at, keep(xml, name, strlen(name)), open.line);
    if (open.at && own.length > 0)
        open.at = branch_add(open.at, own, open.line);
    for (unsigned i = 0; names[i] && open.at; i++)
        open.at->inactive |= strcmp(names[i], "inactive") == 0;
    g_array_append_val(xml->open, open);
}

static bool is_blank(const struct text *text)
{
    return text->length == 0 || line_trim(text->bytes, text->bytes + text->length) == text->bytes;
}

static void end(GMarkupParseContext *context G_GNUC_UNUSED, const char *name G_GNUC_UNUSED,
                gpointer data, GError **error G_GNUC_UNUSED)
{
    struct xml *xml = data;
    struct open *open = innermost(xml);
    if (open->at && !is_blank(&open->text))
        branch_add(open->at, keep(xml, open->text.bytes, open->text.length), open->line);
    text_clear(&open->text);
    g_array_set_size(xml->open, xml->open->len - 1);
}

/* Appends TEXT to the open element. GLib passes a text in one piece, but each CDATA section
 * separately. */
static void add_text(GMarkupParseContext *context G_GNUC_UNUSED, const char *text, gsize length,
                     gpointer data, GError **error G_GNUC_UNUSED)
{
    text_append(&innermost(data)->text, text, length);
}

static const GMarkupParser parser = {.start_element = begin, .end_element = end, .text = add_text};

/* GLib's messages may quote the text, and so a secret: a problem therefore has only the line. */
static void parse(struct xml *xml, struct word text, const struct import *import)
{
    GMarkupParseContext *context =
        g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, xml, NULL);
    int line;
    if (!g_markup_parse_context_parse(context, text.at, (gssize)text.length, NULL) ||
        !g_markup_parse_context_end_parse(context, NULL)) {
        g_markup_parse_context_get_position(context, &line, NULL);
        import_problem(import, (unsigned)line, "what follows is not XML");
    }
    g_markup_parse_context_free(context);
}

struct xml *xml_say(struct branch *at, const char *const *numbered, struct word text,
                    const struct import *import)
{
    struct xml *xml = g_new0(struct xml, 1);
    const struct open outermost = {.at = at, .line = 1};

    xml->document = document_new();
    xml->numbered = numbered;
    xml->open = g_array_new(FALSE, FALSE, sizeof(struct open));
    g_array_append_val(xml->open, outermost);
    parse(xml, text, import);
    for (unsigned i = 0; i < xml->open->len; i++)
        text_clear(&g_array_index(xml->open, struct open, i).text);
    g_array_free(xml->open, TRUE);
    return xml;
}

void xml_free(struct xml *xml)
{
    document_free(xml->document);
    g_free(xml);
}
