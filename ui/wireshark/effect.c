/* What the keys achieve on the open capture, in one line.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "effect.h"

#include "trial.h"
#include "plugin/epan/settings.h"
#include "plugin/epan/window.h"

/* Returns how many keys RING has and how many signed segments they verify. Free with g_free(). */
static char *effect_text(const struct keyring *ring)
{
    const struct trial trial = trial_of(ring);
    const unsigned keys = keyring_usable(ring);
    GString *text = g_string_new(NULL);

    g_string_printf(text, "%u key%s", keys, keys == 1 ? "" : "s");
    if (trial.is_complete)
        g_string_append_printf(text, "; of %u signed segment%s %u verified", trial.is_signed,
                               trial.is_signed == 1 ? "" : "s", trial.verified);
    return g_string_free(text, FALSE);
}

/* Some releases of Wireshark redissect only after the menu or dialog has ended, so the keys are
 * tried here. */
void effect_dissect(const char *introduction)
{
    settings_report_again();
    struct keyring *ring = settings_read();
    char *text = effect_text(ring);
    char *message = g_strconcat(introduction, text, NULL);

    window_redissect();
    window_warn(message);
    g_free(message);
    g_free(text);
    keyring_free(ring);
}
