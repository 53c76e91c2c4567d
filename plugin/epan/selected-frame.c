/* The selected frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "selected-frame.h"

#include "connections.h"
#include "settings.h"
#include "window.h"
#include "plugin/diagnose/explanation.h"

static struct selected_frame selected;
static uint32_t
    last_layer; /* number of the layer added last; layer numbers rise while a frame is dissected */

/* Frees a copy of a segment; NULL is ignored. */
static void copy_free(struct segment *copy)
{
    if (copy)
        g_free((gpointer)copy->bytes);
    g_free(copy);
}

static void forget_frame(void)
{
    if (selected.text)
        g_string_free(selected.text, TRUE);
    selected.text = NULL;
    copy_free(selected.unexplained);
    copy_free(selected.unnumbered);
    selected.unexplained = selected.unnumbered = NULL;
}

/* Returns a copy of SEGMENT with its own bytes. Free both with g_free(). */
static struct segment *copy_of(const struct segment *segment)
{
    struct segment *copy = g_memdup2(segment, sizeof *segment);
    copy->bytes = g_memdup2(segment->bytes, segment->captured);
    return copy;
}

void selected_frame_register(void)
{
    register_cleanup_routine(forget_frame);
}

void selected_frame_explain(GString *text, uint32_t number, const struct segment *segment,
                            const struct diagnosis *diagnosis)
{
    const struct flow flow = connections_flow(connections_of_capture(), segment, number);
    const struct signature_options options = option_walk(segment);
    const struct evidence evidence = {
        .segment = segment,
        .number = number,
        .options = &options,
        .digest = option_digest(&options),
        .flow = &flow,
        .keyring = settings_keyring(),
    };
    char *explanation = explanation_of(&evidence, diagnosis);

    g_string_append_printf(text, "%sFrame %u\n%s", text->len > 0 ? "\n" : "", number, explanation);
    g_free(explanation);
}

void selected_frame_keep(const struct segment *segment, const struct diagnosis *diagnosis,
                         const packet_info *pinfo, proto_tree *tree)
{
    if (!tree || !PTREE_DATA(tree)->visible || !window_shown())
        return;
    if (selected.frame != pinfo->num || pinfo->curr_layer_num <= last_layer)
        forget_frame();
    last_layer = pinfo->curr_layer_num;
    if (!selected.text)
        selected = (struct selected_frame){.frame = pinfo->num,
                                           .text = g_string_new(NULL),
                                           .from = segment->from,
                                           .to = segment->to};

    if (!selected.unexplained && diagnosis->finding.verdict == VERDICT_BAD &&
        !diagnosis_is_explained(diagnosis))
        selected.unexplained = copy_of(segment);
    if (!selected.unnumbered && diagnosis->finding.reason == REASON_ISN_UNKNOWN)
        selected.unnumbered = copy_of(segment);

    selected_frame_explain(selected.text, pinfo->num, segment, diagnosis);
}

const struct selected_frame *selected_frame_of(uint32_t number)
{
    return selected.text && selected.frame == number ? &selected : NULL;
}
