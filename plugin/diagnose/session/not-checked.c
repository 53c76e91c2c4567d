/* The conclusion that segments could not be checked, and what to do about that.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "words.h"

static bool not_checked_applies(const struct view *view, struct conclusion *conclusion)
{
    conclusion->seen = view->sender->unchecked;
    return conclusion->seen.count > 0;
}

/* Returns what to do about REASON. */
static const char *next_step(enum reason reason)
{
    switch (reason) {
    case REASON_NO_KEY:
        return "add one (tcpauth add), or name your router's configuration as the keyring";
    case REASON_KEY_ID_UNKNOWN:
        return "add the key with that KeyID, which the packet tree shows (tcpauth add), or correct "
               "send-id and recv-id of one in the keyring";
    case REASON_ALGORITHM_MISSING:
        return "read the capture on another machine: KMAC256 needs libgcrypt 1.11, and FIPS mode "
               "forbids some algorithms";
    case REASON_ISN_UNKNOWN:
        return "try Tools > TCP Authentication > Find ISNs, or give the routers' iss and irs: ISNs "
               "in the same menu, isn lines of the keyring, or the preference tcpauth.isns";
    case REASON_KEYRING_LOCKED:
        return "unlock it: Tools > TCP Authentication > Unlock Keyring, or read the capture again";
    case REASON_CUT_SHORT:
        return "capture whole segments: tcpdump -s 0, and a mirror session without truncation";
    case REASON_KEY_NOT_VALID:
        return "compare the times of the keys with those of the capture: tcpauth list";
    case REASON_SECRET_UNKNOWN:
        return "give the secret in clear: tcpauth check names the key";
    case REASON_MD5_FORBIDDEN:
        return "read the capture on a machine that is not in FIPS mode";
    case REASON_FRAGMENT_MISSING:
        return "capture where all fragments pass";
    case REASON_UNEXPECTED:
        return "if these peers should sign, add a key that names the port (tcpauth add); else look "
               "for another sender with this address";
    default:
        return NULL;
    }
}

/* Appends what became of the searches for unknown ISNs. */
static void write_searches(GString *text, const struct isn_searches *isns)
{
    if (isns->failed && !isns->found)
        g_string_append(text, ", and a search (at most 1,000 bytes sent by each end, or only "
                              "keepalives) failed");
    else if (isns->found)
        g_string_append(text, "; a second pass checks those before the frame in which they were "
                              "found (tshark -2)");
}

/* Appends why UNCHECKED segments of SENDER could not be checked; with counts if there are several
 * reasons. */
static void write_reasons(GString *text, const struct sender *sender, unsigned unchecked)
{
    const char *separator = ": ";

    for (unsigned reason = 0; reason < REASONS; reason++) {
        const unsigned count = sender->reasons[reason].count;
        const char *step = next_step(reason);
        if (count == 0 || reason_is_illegal(reason) || reason == REASON_KEY_CONFIGURED ||
            reason == REASON_CONNECTION_SIGNED)
            continue;
        g_string_append(text, separator);
        if (count < unchecked)
            g_string_append_printf(text, "%u, since ", count);
        g_string_append(text, reason_sentence(reason));
        if (reason == REASON_ISN_UNKNOWN)
            write_searches(text, &sender->isns);
        if (step && !(reason == REASON_ISN_UNKNOWN && sender->isns.found))
            g_string_append_printf(text, "; %s", step);
        separator = ". ";
    }
    g_string_append_c(text, '.');
}

static void not_checked_write(GString *text, const struct view *view,
                              const struct conclusion *conclusion)
{
    const unsigned count = conclusion->seen.count, total = sender_total(view->sender);

    g_string_append_c(text, ' ');
    if (count == total && total > 1)
        g_string_append_printf(text, "None of %u segments could be checked", total);
    else {
        words_share(text, count, total, true);
        g_string_append(text, " could not be checked");
    }
    write_reasons(text, view->sender, count);
}

const struct conclusion_row conclusion_not_checked = {
    .name = "not checked",
    .title = "NOT CHECKED",
    .severity = SEVERITY_NOT_CHECKED,
    .applies = not_checked_applies,
    .write = not_checked_write,
};
