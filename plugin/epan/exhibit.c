/* The frame that is looked at.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "exhibit.h"

#include "recall.h"
#include "settings.h"
#include "plugin/diagnose/explanation.h"

static struct exhibit exhibit;
static uint32_t last_layer; /* that was added to it: they rise while a frame is dissected */

static void forget(void)
{
    if (exhibit.text)
        g_string_free(exhibit.text, TRUE);
    exhibit.text = NULL;
    if (exhibit.unexplained)
        g_free((gpointer)exhibit.unexplained->bytes);
    g_free(exhibit.unexplained);
    exhibit.unexplained = NULL;
}

/* With bytes of its own. */
static struct segment *copy_of(const struct segment *segment)
{
    struct segment *copy = g_memdup2(segment, sizeof *segment);
    copy->bytes = g_memdup2(segment->bytes, segment->captured);
    return copy;
}

void exhibit_register(void)
{
    register_cleanup_routine(forget);
}

void exhibit_explain(GString *text, uint32_t number, const struct segment *segment,
                     const struct diagnosis *diagnosis)
{
    const struct connection *connection = recall_connection(&segment->from, &segment->to);
    const struct signature_options options = option_walk(segment);
    const struct evidence evidence = {
        .segment = segment,
        .number = number,
        .options = &options,
        .digest = options.digest,
        .candidates = recall_candidates(connection),
        .keyring = settings_keyring(),
    };
    char *explanation = explanation_of(&evidence, diagnosis);

    g_string_append_printf(text, "%sFrame %u\n%s", text->len > 0 ? "\n" : "", number, explanation);
    g_free(explanation);
}

void exhibit_keep(const struct segment *segment, const struct diagnosis *diagnosis,
                  const packet_info *pinfo, proto_tree *tree)
{
    if (!tree || !PTREE_DATA(tree)->visible)
        return;
    if (exhibit.frame != pinfo->num || pinfo->curr_layer_num <= last_layer)
        forget();
    last_layer = pinfo->curr_layer_num;
    if (!exhibit.text)
        exhibit =
            (struct exhibit){pinfo->num, g_string_new(NULL), segment->from, segment->to, NULL};

    if (!exhibit.unexplained && diagnosis->finding.verdict == VERDICT_BAD &&
        !diagnosis_is_explained(diagnosis))
        exhibit.unexplained = copy_of(segment);

    exhibit_explain(exhibit.text, pinfo->num, segment, diagnosis);
}

const struct exhibit *exhibit_of(uint32_t number)
{
    return exhibit.text && exhibit.frame == number ? &exhibit : NULL;
}
