/* Conclusions on missing signatures.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "words.h"

/* Returns true if SENDER sent an unsigned segment and no cause explains where its signature went.
 */
static bool lacks_signatures(const struct sender *sender)
{
    return sender->missing.count > 0;
}

static bool sender_signs(const struct sender *sender)
{
    return sender->signature.count > 0;
}

/* Returns true if the sender's unsigned SYNs go unanswered, as a receiver that has the password
 * leaves them: nothing shows that it has none. */
static bool is_unanswered(const struct view *view)
{
    return sender_total(view->receiver) == 0 &&
           view->sender->missing.count == view->sender->unsigned_syns;
}

static bool not_signed_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->missing;
    return lacks_signatures(view->sender) && !sender_signs(view->sender) &&
           (sender_signs(view->receiver) || is_unanswered(view));
}

static void write_demand(GString *text, const struct view *view)
{
    if (view->sender->key)
        g_string_append_printf(text, ", although key %s says that it must", view->key);
    else
        g_string_append(text, ", although the other peer does");
}

static void not_signed_write(GString *text, const struct view *view,
                             const struct conclusion *conclusion)
{
    const struct sender *sender = view->sender;

    if (sender->unsigned_syns > 0)
        g_string_append_printf(text, " %s opens the connection with unsigned SYNs (%u of %u)",
                               view->from, sender->unsigned_syns, sender->syns);
    else
        g_string_append_printf(text, " %s signs nothing (%u unsigned)", view->from,
                               conclusion->seen.count);
    write_demand(text, view);
    g_string_append_c(text, '.');
    words_dropped_unsigned(text, view);
    g_string_append_printf(text,
                           " Configure the password on %s for neighbour %s. If it is configured "
                           "there, a device on the path removes TCP option %s.",
                           view->from, view->to, words_option(view));
    if (is_unanswered(view))
        g_string_append_printf(text,
                               " The capture has nothing of %s, so it does not show whether that "
                               "has the password.",
                               view->to);
}

const struct conclusion_row conclusion_not_signed = {
    .name = "not signed",
    .title = "NOT SIGNED",
    .severity = SEVERITY_FAULT,
    .cures = cures_of_password,
    .applies = not_signed_applies,
    .write = not_signed_write,
};

static bool nobody_signs_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->missing;
    return lacks_signatures(view->sender) && !sender_signs(view->sender) &&
           !sender_signs(view->receiver) && !is_unanswered(view);
}

static void nobody_signs_write(GString *text, const struct view *view,
                               const struct conclusion *conclusion)
{
    (void)conclusion;
    g_string_append_printf(text, " Neither side has signed any of ");
    words_count(text,
                sender_count(view->sender, VERDICT_NOT_PRESENT) +
                    sender_count(view->receiver, VERDICT_NOT_PRESENT),
                "segment");
    g_string_append_printf(text,
                           ", though key %s covers them. Configure the password on both routers; a "
                           "Linux kernel without %s.",
                           view->key,
                           view_has_ao(view) ? "CONFIG_TCP_AO has no TCP-AO"
                                             : "CONFIG_TCP_MD5SIG signs nothing (OpenWrt, WSL and "
                                               "some clouds)");
}

const struct conclusion_row conclusion_nobody_signs = {
    .name = "nobody signs",
    .title = "NOBODY SIGNS",
    .severity = SEVERITY_FAULT,
    .cures = cures_of_password,
    .applies = nobody_signs_applies,
    .write = nobody_signs_write,
};

/* Returns true if SENDER signed nothing from some frame on. What was injected in its name does not
 * show that. */
static bool sender_stopped(const struct sender *sender)
{
    return sender_signs(sender) && sender->injected < sender->missing.count &&
           sender->signature.last_frame < sender->missing.first_frame;
}

static bool stopped_signing_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->missing;
    return lacks_signatures(view->sender) && sender_stopped(view->sender);
}

/* Returns true if the sender signed nothing but SYNs, and the other peer nothing at all: no
 * password was removed from it, since the rest of each connection has no signature. */
static bool signs_only_syns(const struct view *view)
{
    const struct sender *sender = view->sender;
    return sender->signature.count == sender->syns - sender->unsigned_syns &&
           !sender_signs(view->receiver);
}

static void write_unanswered_signature(GString *text, const struct view *view,
                                       const struct conclusion *conclusion)
{
    g_string_append_printf(text, " %s signs nothing but SYNs; ", view->from);
    words_since(text, &conclusion->seen);
    g_string_append_printf(
        text,
        ", %u carr%s no signature. %s signs nothing, and its segments are accepted without "
        "a signature: either by %s, whose key is then optional, or by a device on the path that "
        "ends the connection itself, such as a proxy or a WAN optimiser. Configure the password on "
        "%s; if it is configured there, have that device pass the session on.",
        conclusion->seen.count, conclusion->seen.count == 1 ? "ies" : "y", view->to, view->from,
        view->to);
}

static void stopped_signing_write(GString *text, const struct view *view,
                                  const struct conclusion *conclusion)
{
    if (signs_only_syns(view)) {
        write_unanswered_signature(text, view, conclusion);
        return;
    }
    g_string_append_printf(text, " %s signed ", view->from);
    words_count(text, view->sender->signature.count, "segment");
    g_string_append_printf(text, " up to frame %u; ", view->sender->signature.last_frame);
    words_since(text, &conclusion->seen);
    g_string_append_printf(text, ", %u carr%s no signature.", conclusion->seen.count,
                           conclusion->seen.count == 1 ? "ies" : "y");
    if (sender_stopped(view->receiver))
        g_string_append_printf(text,
                               " %s signs nothing any more either, so most likely it accepts such "
                               "segments, and the session goes on without protection.",
                               view->to);
    else
        words_dropped_unsigned(text, view);
    g_string_append_printf(text,
                           " The password was removed from %s, or it restarted without its "
                           "configuration: configure the password again.",
                           view->from);
}

const struct conclusion_row conclusion_stopped_signing = {
    .name = "stopped signing",
    .title = "STOPPED SIGNING",
    .severity = SEVERITY_FAULT,
    .cures = cures_of_password,
    .applies = stopped_signing_applies,
    .write = stopped_signing_write,
};

static bool some_unsigned_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->missing;
    return lacks_signatures(view->sender) && sender_signs(view->sender) &&
           !sender_stopped(view->sender);
}

/* Returns true if SENDER signs everything after its last unsigned segment, from the start of a
 * connection on. What was injected in its name may come at any time. */
static bool sender_began(const struct sender *sender)
{
    return sender->injected == 0 && sender->signs_from_start &&
           sender->missing.last_frame < sender->signature.first_frame;
}

static void some_unsigned_write(GString *text, const struct view *view,
                                const struct conclusion *conclusion)
{
    g_string_append_c(text, ' ');
    words_share(text, conclusion->seen.count, sender_total(view->sender), true);
    g_string_append_printf(text, " of %s carr%s no signature, ", view->from,
                           conclusion->seen.count == 1 ? "ies" : "y");
    words_since(text, &conclusion->seen);
    g_string_append_c(text, '.');
    if (view->sender->injected == 0 && view->receiver->missing.count > 0 &&
        words_are_two_sessions(view)) {
        g_string_append(text, " Both peers send such segments among signed ones: most likely two "
                              "sessions have these addresses, as in two routing instances (VRFs), "
                              "and one of them has no password. Then nothing is wrong with the "
                              "signed one; filter the capture by VLAN, label or interface to see "
                              "it alone.");
        return;
    }
    words_dropped_unsigned(text, view);
    if (sender_began(view->sender)) {
        g_string_append_printf(text, " %s signs everything ", view->from);
        words_since(text, &view->sender->signature);
        g_string_append(text, ": most likely its password was configured then, and nothing is left "
                              "to do.");
    } else if (view->sender->injected == conclusion->seen.count)
        g_string_append_printf(
            text,
            " What %s signs has other data at the same sequence numbers: another "
            "host sends these in its name. Nothing is wrong with the keys.",
            view->from);
    else if (view->sender->unsigned_syns > 0)
        g_string_append_printf(text,
                               " %u of its %u SYNs %s unsigned: it signs only some of its "
                               "connections, or another host uses its address. Find out which "
                               "process or host opens the others.",
                               view->sender->unsigned_syns, view->sender->syns,
                               view->sender->unsigned_syns == 1 ? "is" : "are");
    else
        g_string_append_printf(text,
                               " Look for a second sender with this address, or a device on the "
                               "path that removes TCP option %s.",
                               words_option(view));
}

const struct conclusion_row conclusion_some_unsigned = {
    .name = "some unsigned",
    .title = "SOME SEGMENTS UNSIGNED",
    .severity = SEVERITY_FAULT,
    .applies = some_unsigned_applies,
    .write = some_unsigned_write,
};
