/* The words for keys that the ends of a TCP-AO connection change, or request.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "key-change.h"

#include <inttypes.h>

char *key_delay_text(int64_t delay)
{
    const int64_t milliseconds = delay / 1000 + delay % 1000 / 500; /* rounded */
    const int64_t distance = ABS(milliseconds);
    return g_strdup_printf("%s%" PRId64 ".%03u", milliseconds < 0 ? "-" : "", distance / 1000,
                           (unsigned)(distance % 1000));
}

/* Appends that FROM does not do what TO asks for in CHANGE. If it does so later, it has the key. */
static void write_not_followed(GString *text, const struct key_change *change, const char *from,
                               const char *to)
{
    g_string_printf(text, "%s asks for key %u since frame %u, %s keeps %u", to, change->new_id,
                    change->request->number, from, change->old_id);
    if (change->request->followed)
        g_string_append_printf(text, " until frame %u", change->request->followed);
    else
        g_string_append_printf(text, ": %s has no key with SendID %u", from, change->new_id);
}

/* Appends CHANGE. FROM and TO are the names of the two ends. */
static void write_change(GString *text, const struct key_change *change, const char *from,
                         const char *to)
{
    const unsigned old = change->old_id, new = change->new_id;

    switch (change->kind) {
    case KEY_FOLLOWED:
        g_string_printf(text, "%s now signs with key %u, as %s asked in frame %u", from, new, to,
                        change->request->number);
        break;
    case KEY_CHANGED:
        g_string_printf(text, "%s now signs with key %u instead of %u", from, new, old);
        break;
    case KEY_NOT_ASKED:
        g_string_printf(text,
                        "%s now signs with key %u instead of %u, which %s did not ask for in this "
                        "capture",
                        from, new, old, to);
        break;
    case KEY_BACK:
        g_string_printf(text, "%s signs with key %u again, instead of %u", from, new, old);
        break;
    case KEY_NOT_FOLLOWED:
        write_not_followed(text, change, from, to);
        break;
    }
}

char *key_title(const struct key *key, uint8_t key_id)
{
    return key ? g_strdup(key->name) : g_strdup_printf("KeyID %u", key_id);
}

char *key_change_text(const struct key_change *change)
{
    char *old = key_title(change->old, change->old_id),
         *new = key_title(change->new, change->new_id);
    char *text = g_strdup_printf(change->kind == KEY_NOT_FOLLOWED ? "%s is kept, not %s"
                                                                  : "key changed from %s to %s",
                                 old, new);
    g_free(new);
    g_free(old);
    return text;
}

char *key_change_sentence(const struct key_change *change, const struct ip_address *from,
                          const struct ip_address *to)
{
    char *sender = ip_address_text(from), *receiver = ip_address_text(to);
    GString *text = g_string_new(NULL);

    write_change(text, change, sender, receiver);
    if (!change->is_proven)
        g_string_append(text, " (seen, but not proven by a key)");
    g_free(receiver);
    g_free(sender);
    return g_string_free(text, FALSE);
}
