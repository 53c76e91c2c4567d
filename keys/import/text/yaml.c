/* Reads YAML with libyaml.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "document.h"

#include "keys/import/line.h"
#include "keys/secret.h"
#include "keys/hash.h"

#include <string.h>
#include <yaml.h>

/* No configuration nests deeper. */
#define DEEPEST 64

/* The most lines before a document in a terminal: JSON further down is part of something else. */
#define MAX_COMMAND 5

/* A table or list whose end has not been read yet. */
struct open {
    struct node *node;
    const struct node
        *name;    /* the name of the table's next member, or NULL if the name comes next */
    bool is_flow; /* it is in braces or brackets, as in JSON */
};

struct yaml {
    yaml_parser_t parser;
    struct document *document;
    GHashTable *anchors; /* name -> struct node * */
    GArray *open;        /* struct open, the outermost first */
    bool stream;         /* reads all documents; the outermost node is the list of them */
    unsigned lone;       /* the line of a text or list that is the whole document, or 0 */
    unsigned again;      /* the line of a member that its table has twice, or 0 */
    unsigned unquoted;   /* the line of a text in JSON that only ends with quotes, or 0 */
};

/* Returns true if TEXT is a boolean or null in YAML 1.1 or 1.2. */
static bool is_word(const char *text)
{
    static const char *const words[] = {"",   "~",  "null", "true", "false", "yes",
                                        "no", "on", "off",  "y",    "n"};
    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

/* Returns true if TEXT is a number. Any hexadecimal digits may follow "0x", "0o" or "0b". */
static bool is_number(const char *text)
{
    const char *at = text + strspn(text, "+-");
    if (g_ascii_strcasecmp(at, ".inf") == 0 || g_ascii_strcasecmp(at, ".nan") == 0)
        return true;
    if (*at == '0' && at[1] != '\0' && strchr("xob", at[1]))
        return at[2 + strspn(at + 2, "0123456789abcdefABCDEF_")] == '\0';

    const size_t digits = strspn(at, "0123456789_");
    at += digits;
    const size_t decimals = *at == '.' ? strspn(at + 1, "0123456789_") : 0;
    at += decimals + (*at == '.');
    if (digits + decimals == 0)
        return false;
    if (*at == 'e' || *at == 'E') {
        at++;
        at += *at == '+' || *at == '-';
        at += strspn(at, "0123456789");
    }
    return *at == '\0';
}

static enum node_kind kind_of(const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    if (event->data.scalar.tag)
        return strcmp((const char *)event->data.scalar.tag, YAML_STR_TAG) == 0 ? NODE_TEXT
                                                                               : NODE_BARE;
    return event->data.scalar.plain_implicit && (is_word(text) || is_number(text)) ? NODE_BARE
                                                                                   : NODE_TEXT;
}

static struct node *add_scalar(const struct yaml *yaml, const yaml_event_t *event, unsigned line)
{
    const size_t length = event->data.scalar.length;
    struct node *node = document_add_text(yaml->document, kind_of(event), line, length);
    memcpy(node->text, event->data.scalar.value, length);
    node->length = length;
    secret_wipe(event->data.scalar.value, length);
    return node;
}

static void remember(const struct yaml *yaml, const yaml_char_t *anchor, struct node *node)
{
    if (anchor)
        g_hash_table_replace(yaml->anchors, g_strdup((const char *)anchor), node);
}

static bool is_same(const struct node *a, const struct node *b)
{
    return a->text && b->text && a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* Makes NODE the member NAME of TABLE. If there is one already, the last one counts, as for most
 * programs that do not refuse it. */
static void put(struct yaml *yaml, struct node *table, const char *name, struct node *node)
{
    const struct node *before = *name ? document_member(yaml->document, table, name) : NULL;
    if (document_put(yaml->document, table, name, node) || !before)
        return;
    if (yaml->again == 0 && !is_same(before, node))
        yaml->again = node->line;
    document_replace(yaml->document, table, name, node);
}

/* Adds NODE to the innermost open table or list. A member's name that is not a text, which YAML
 * allows, becomes the empty name. */
static void place(struct yaml *yaml, struct node *node)
{
    if (yaml->open->len == 0)
        return;
    struct open *open = &g_array_index(yaml->open, struct open, yaml->open->len - 1);
    if (open->node->kind == NODE_LIST) {
        g_ptr_array_add(open->node->items, node);
    } else if (!open->name) {
        open->name = node;
    } else {
        put(yaml, open->node, open->name->text ? open->name->text : "", node);
        open->name = NULL;
    }
}

static void begin(struct yaml *yaml, struct node *node, const yaml_char_t *anchor, bool is_flow)
{
    const struct open open = {.node = node, .is_flow = is_flow};
    place(yaml, node);
    remember(yaml, anchor, node);
    g_array_append_val(yaml->open, open);
}

static void place_alias(struct yaml *yaml, const yaml_char_t *anchor, unsigned line)
{
    struct node *node = g_hash_table_lookup(yaml->anchors, anchor);
    place(yaml, node ? node : document_add_text(yaml->document, NODE_BARE, line, 0));
}

/* Returns true if NODE, the text of EVENT, ends with its only quotation mark, in braces or
 * brackets. */
static bool lacks_quotes(const struct yaml *yaml, const yaml_event_t *event,
                         const struct node *node)
{
    const guint open = yaml->open->len;
    return open > 0 && g_array_index(yaml->open, struct open, open - 1).is_flow &&
           event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && node->length > 0 &&
           memchr(node->text, '"', node->length) == node->text + node->length - 1;
}

/* Handles one event. Returns false after the last event that is needed. */
static bool take(struct yaml *yaml, const yaml_event_t *event)
{
    const unsigned line = (unsigned)event->start_mark.line + 1;
    struct node *node;

    switch (event->type) {
    case YAML_SCALAR_EVENT:
        node = add_scalar(yaml, event, line);
        if (yaml->open->len == 0 && node->length > 0)
            yaml->lone = line;
        if (yaml->unquoted == 0 && lacks_quotes(yaml, event, node))
            yaml->unquoted = line;
        place(yaml, node);
        remember(yaml, event->data.scalar.anchor, node);
        return true;
    case YAML_ALIAS_EVENT:
        place_alias(yaml, event->data.alias.anchor, line);
        return true;
    case YAML_SEQUENCE_START_EVENT:
        if (yaml->open->len == 0)
            yaml->lone = line;
        begin(yaml, document_add(yaml->document, NODE_LIST, line),
              event->data.sequence_start.anchor,
              event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
        return true;
    case YAML_MAPPING_START_EVENT:
        node = yaml->open->len == 0 ? document_root(yaml->document)
                                    : document_add(yaml->document, NODE_TABLE, line);
        begin(yaml, node, event->data.mapping_start.anchor,
              event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
        return true;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        g_array_set_size(yaml->open, yaml->open->len - 1);
        return true;
    case YAML_DOCUMENT_END_EVENT:
        g_hash_table_remove_all(yaml->anchors);
        return yaml->stream;
    default:
        return event->type != YAML_STREAM_END_EVENT;
    }
}

/* Adds a problem with libyaml's message. The message never quotes the text, and so no secret. */
static void fail(const struct yaml *yaml, const struct import *import)
{
    const yaml_parser_t *parser = &yaml->parser;
    const bool marked = parser->error == YAML_SCANNER_ERROR || parser->error == YAML_PARSER_ERROR;
    const yaml_mark_t mark = marked ? parser->problem_mark : parser->mark;
    const char *fault = parser->error == YAML_NO_ERROR ? "nested too deeply"
                        : parser->problem              ? parser->problem
                                                       : "cannot be read";
    import_problem(import, (unsigned)mark.line + 1, "this is not YAML: %s", fault);
}

/* Reads all events. Returns false on invalid YAML or too deep nesting. */
static bool read_events(struct yaml *yaml)
{
    yaml_event_t event;
    bool more = true;

    while (more && yaml->open->len <= DEEPEST) {
        if (!yaml_parser_parse(&yaml->parser, &event))
            return false;
        more = take(yaml, &event);
        yaml_event_delete(&event);
    }
    return !more;
}

static void wipe_buffers(const yaml_parser_t *parser)
{
    secret_wipe(parser->buffer.start, (size_t)(parser->buffer.end - parser->buffer.start));
    secret_wipe(parser->raw_buffer.start,
                (size_t)(parser->raw_buffer.end - parser->raw_buffer.start));
}

static void open_stream(const struct yaml *yaml)
{
    struct node *list = document_add(yaml->document, NODE_LIST, 1);
    const struct open open = {.node = list};
    document_put(yaml->document, document_root(yaml->document), "documents", list);
    g_array_append_val(yaml->open, open);
}

static const char *line_at(const char *text, size_t length, size_t lines)
{
    const char *at = text, *end = text + length;
    for (; at && lines > 0; lines--) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    return at ? at : end;
}

/* Adds a problem if another document follows the one that was read of TEXT: one behind "---", or
 * JSON, for which libyaml demands these. */
static void report_next(struct yaml *yaml, const char *text, size_t length,
                        const struct import *import)
{
    yaml_event_t event;
    yaml_event_type_t type = YAML_DOCUMENT_START_EVENT;
    bool found = false;
    size_t line = 0;

    while (type == YAML_DOCUMENT_START_EVENT) {
        if (!yaml_parser_parse(&yaml->parser, &event)) {
            line = yaml->parser.problem_mark.line;
            found = yaml_begins_json(line_at(text, length, line), text + length);
            break;
        }
        type = event.type;
        line = event.start_mark.line;
        found = type == YAML_MAPPING_START_EVENT;
        yaml_event_delete(&event);
    }
    if (found)
        import_problem(import, (unsigned)line + 1,
                       "another document begins here, which is not read; split the file");
}

/* Returns true if the line between AT and END may begin a document: it has a member of a table or
 * an item of a list, or it is "---". What sshd says first has a colon, too. */
static bool may_begin(const char *at, const char *end)
{
    at = line_skip_spaces(at, end);
    end = line_trim(at, end);
    return at < end && !line_begins(at, end, "Last login: ") &&
           (strchr("-{[", *at) || end[-1] == ':' || line_find(at, end, ": "));
}

/* Returns the start of the document between AT and END, after the line of the command that printed
 * it in a terminal, and sets *LINES to the number of lines before it. */
static const char *skip_command(const char *at, const char *end, unsigned *lines)
{
    const char *start = at;
    for (*lines = 0; at < end && *lines < MAX_COMMAND; ++*lines) {
        const char *next = line_end(at, end);
        if (may_begin(at, next))
            return at;
        at = next < end ? next + 1 : end;
    }
    *lines = 0;
    return start;
}

static struct document *read_yaml(const char *text, size_t length, const struct import *import,
                                  bool stream)
{
    struct yaml yaml = {.document = document_new(), .stream = stream};

    if (!yaml_parser_initialize(&yaml.parser)) {
        import_problem(import, 1, "there is no memory to read YAML");
        return yaml.document;
    }
    yaml.anchors = g_hash_table_new_full(hash_text, g_str_equal, g_free, NULL);
    yaml.open = g_array_new(FALSE, FALSE, sizeof(struct open));
    if (stream)
        open_stream(&yaml);
    unsigned lines;
    const char *start = skip_command(text, text + length, &lines);
    yaml_parser_set_input_string(&yaml.parser, (const yaml_char_t *)start,
                                 length - (size_t)(start - text));
    yaml.parser.mark.line = lines;
    if (!read_events(&yaml))
        fail(&yaml, import);
    else if (yaml.lone > 0)
        import_problem(import, yaml.lone,
                       "this is one text or one list, but no table with members");
    else if (!stream)
        report_next(&yaml, text, length, import);
    if (yaml.again > 0)
        import_problem(import, yaml.again, "this replaces another member of the same name");
    if (yaml.unquoted > 0)
        import_problem(import, yaml.unquoted, "a quotation mark is missing before this text");
    wipe_buffers(&yaml.parser);
    yaml_parser_delete(&yaml.parser);
    g_array_free(yaml.open, TRUE);
    g_hash_table_destroy(yaml.anchors);
    return yaml.document;
}

bool yaml_begins_json(const char *at, const char *end)
{
    while (at < end && *at == ' ')
        at++;
    if (at < end && *at == '[')
        at = line_skip_spaces(at + 1, end);
    if (at == end || *at != '{')
        return false;
    at = line_skip_spaces(at + 1, end);
    return at < end && *at == '"';
}

bool yaml_enter_json(struct word *text, struct import *import)
{
    const char *end = text->at + text->length, *next;
    unsigned lines = 0;
    for (const char *at = text->at; at < end && lines < MAX_COMMAND; at = next, lines++) {
        if (yaml_begins_json(at, end)) {
            const char *last =
                memrchr(at, at[strspn(at, " ")] == '[' ? ']' : '}', (size_t)(end - at));
            *text = (struct word){at, (size_t)((last ? last + 1 : end) - at), 0};
            import->before += lines;
            return true;
        }
        next = memchr(at, '\n', (size_t)(end - at));
        next = next ? next + 1 : end;
    }
    return false;
}

struct document *yaml_read(const char *text, size_t length, const struct import *import)
{
    return read_yaml(text, length, import, false);
}

struct document *yaml_read_stream(const char *text, size_t length, const struct import *import)
{
    return read_yaml(text, length, import, true);
}
