/* One explained segment for each cause and direction, and the frames of similar ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "examples.h"

#include "plugin/epan/selected-frame.h"
#include "keys/hash.h"

#define MAX_KINDS  200 /* more than anybody reads */
#define MAX_RANGES 100 /* of frame numbers, for one kind */

/* Consecutive frames. */
struct range {
    uint32_t first, last;
};

/* Segments with one status and cause, from one address to another. */
struct kind {
    char *title;
    GString *explanation; /* of the first segment */
    GArray *others;       /* struct range: the frames of the other segments */
    unsigned listed, count;
};

struct examples {
    GPtrArray *kinds; /* struct kind, in the order of their first segments */
    GHashTable *by_title;
    unsigned left_out; /* segments of further kinds */
};

static void kind_free(gpointer data)
{
    struct kind *kind = data;
    g_free(kind->title);
    g_string_free(kind->explanation, TRUE);
    g_array_free(kind->others, TRUE);
    g_free(kind);
}

struct examples *examples_new(void)
{
    struct examples *examples = g_new(struct examples, 1);
    *examples = (struct examples){
        .kinds = g_ptr_array_new_with_free_func(kind_free),
        .by_title = g_hash_table_new(hash_text, g_str_equal),
    };
    return examples;
}

void examples_free(struct examples *examples)
{
    g_hash_table_destroy(examples->by_title);
    g_ptr_array_free(examples->kinds, TRUE);
    g_free(examples);
}

/* Returns "Bad, split: 192.0.2.1 -> 192.0.2.2". Free with g_free(). */
static char *title_of(const struct publication *publication)
{
    const struct diagnosis *diagnosis = &publication->diagnosis;
    const bool explained = diagnosis_is_explained(diagnosis);
    char *from = ip_address_text(&publication->segment.from.address);
    char *to = ip_address_text(&publication->segment.to.address);
    char *title = g_strdup_printf("%s%s%s: %s -> %s", verdict_name(diagnosis->finding.verdict),
                                  explained ? ", " : "",
                                  explained ? cause_name(diagnosis->proof->cause) : "", from, to);
    g_free(to);
    g_free(from);
    return title;
}

/* Adds a kind with TITLE, of which it takes ownership. */
static struct kind *add_kind(struct examples *examples, char *title)
{
    struct kind *kind = g_new(struct kind, 1);
    *kind = (struct kind){
        .title = title,
        .explanation = g_string_new(NULL),
        .others = g_array_new(FALSE, FALSE, sizeof(struct range)),
    };
    g_ptr_array_add(examples->kinds, kind);
    g_hash_table_insert(examples->by_title, kind->title, kind);
    return kind;
}

static void list_other(struct kind *kind, uint32_t number)
{
    const guint count = kind->others->len;
    struct range *last = count > 0 ? &g_array_index(kind->others, struct range, count - 1) : NULL;

    if (last && number - last->last <= 1) {
        last->last = number;
    } else if (count < MAX_RANGES) {
        const struct range range = {number, number};
        g_array_append_val(kind->others, range);
    } else {
        return;
    }
    kind->listed++;
}

void examples_add(struct examples *examples, const struct publication *publication, uint32_t number)
{
    char *title = title_of(publication);
    struct kind *kind = g_hash_table_lookup(examples->by_title, title);

    if (!kind && examples->kinds->len == MAX_KINDS) {
        examples->left_out++;
        g_free(title);
        return;
    }
    if (kind) {
        list_other(kind, number);
        g_free(title);
    } else {
        kind = add_kind(examples, title);
        selected_frame_explain(kind->explanation, number, &publication->segment,
                               &publication->diagnosis);
    }
    kind->count++;
}

static void append_others(GString *text, const struct kind *kind)
{
    g_string_append_printf(text, "Frames like it (%u): ", kind->count - 1);
    for (guint i = 0; i < kind->others->len; i++) {
        const struct range *range = &g_array_index(kind->others, struct range, i);
        g_string_append_printf(text, "%s%u", i > 0 ? ", " : "", range->first);
        if (range->last > range->first)
            g_string_append_printf(text, "-%u", range->last);
    }
    if (kind->listed < kind->count - 1)
        g_string_append_printf(text, " and %u more", kind->count - 1 - kind->listed);
    g_string_append(text, ".\n");
}

void examples_append(GString *text, const struct examples *examples)
{
    for (guint i = 0; i < examples->kinds->len; i++) {
        const struct kind *kind = examples->kinds->pdata[i];
        g_string_append_printf(text, "\n%s\n\n%s", kind->title, kind->explanation->str);
        if (kind->count > 1)
            append_others(text, kind);
    }
    if (examples->left_out > 0)
        g_string_append_printf(text, "\nSegments of further causes and directions: %u\n",
                               examples->left_out);
}
