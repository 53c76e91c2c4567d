/* A configuration that is indented in another text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clean.h"

#include "keys/import/line.h"

#include <stdbool.h>
#include <string.h>

/* Returns true if a router prints the line between AT and END in the first column only, or if it is
 * the outermost one of an EXCERPT. */
static bool is_outermost(const char *at, const char *end, bool excerpt)
{
    static const char *const lines[] = {"hostname ",    "switchname ", "sysname ",
                                        "router bgp",   "key chain ",  "bgp ",
                                        "frr version ", "nv set ",     "net add "};
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++)
        if (line_begins(at, end, lines[i]))
            return *at != 'b' || (end - at > 4 && g_ascii_isdigit(at[4]));
    return excerpt && line_begins(at, end, "neighbor ");
}

/* Returns true if the text of a block may follow the line between AT and END. */
static bool introduces(const char *at, const char *end)
{
    static const char *const ends[] = {":",   "|",    "|-",     "```",
                                       "EOF", "EOF'", "{code}", "{noformat}"};
    end = line_trim(at, end);
    bool introduced = end == at || line_begins(at, end, "#+");
    for (unsigned i = 0; i < G_N_ELEMENTS(ends) && !introduced; i++)
        introduced = line_ends(at, end, ends[i]);
    return introduced;
}

/* A block is not indented deeper. Each line is read at most once for each depth. */
#define DEEPEST 40

/* Lines that begin with the same spaces, or are empty. */
struct block {
    const char *spaces; /* those before its first line */
    size_t width;       /* the number of them */
    const char *end;
    bool is_outermost; /* one of the lines shows that it is a configuration */
};

/* Finds the block that begins at AT. Between its first two lines, none is empty: otherwise, every
 * second line may be. */
static struct block find_block(const char *at, const char *end, bool excerpt)
{
    const char *first = line_end(at, end), *second = first < end ? first + 1 : end;
    struct block block = {at, (size_t)(line_skip_spaces(at, first) - at), at, false};
    if (line_skip_spaces(second, end) >= line_end(second, end))
        return block;
    for (const char *next; block.width > 0 && at < end; at = next < end ? next + 1 : end) {
        next = line_end(at, end);
        const bool is_empty = line_skip_spaces(at, next) == next;
        if (!is_empty &&
            ((size_t)(next - at) < block.width || memcmp(at, block.spaces, block.width) != 0))
            break;
        block.end = next < end ? next + 1 : end;
        block.is_outermost |= !is_empty && is_outermost(at + block.width, next, excerpt);
    }
    return block;
}

/* Writes the lines of BLOCK to TO without its spaces. Returns the new end. */
static char *write_block(char *to, const struct block *block)
{
    for (const char *at = block->spaces, *next; at < block->end; at = next) {
        next = line_end(at, block->end);
        const char *start = line_skip_spaces(at, next) == next ? next : at + block->width;
        next += next < block->end;
        memmove(to, start, (size_t)(next - start));
        to += next - start;
    }
    return to;
}

/* Returns true if the text between AT and END has objects of Kubernetes, in which FRR's
 * configuration may be, too: their reader knows where it ends. */
static bool has_objects(const char *at, const char *end)
{
    return line_find(at, end, "apiVersion: ") || line_find(at, end, "kind: ConfigMap");
}

void indentation_clean(struct text *text)
{
    if (text->length == 0)
        return;
    char *to = text->bytes;
    const char *end = text->bytes + text->length;
    if (has_objects(to, end))
        return;
    const bool excerpt = !line_find(to, end, "router bgp") && !line_find(to, end, "mpls ldp");
    const char *others[DEEPEST + 1] = {NULL}; /* the end of the latest block of each width that is
                                                 none of a configuration, or NULL */
    bool introduced = true;

    for (const char *at = text->bytes, *next; at < end; at = next) {
        next = line_end(at, end);
        const char *first = line_skip_spaces(at, next);
        const size_t width = (size_t)(first - at);
        const bool may_begin = introduced && width > 0 && width <= DEEPEST && first < next &&
                               !(others[width] && at < others[width]);
        const struct block block = may_begin ? find_block(at, end, excerpt) : (struct block){0};
        if (may_begin && !block.is_outermost)
            others[width] = block.end;
        introduced = introduces(at, next);
        next += next < end;
        if (block.is_outermost) {
            to = write_block(to, &block);
            next = block.end;
            continue;
        }
        memmove(to, at, (size_t)(next - at));
        to += next - at;
    }
    text_end(text, to);
}
