/* The connection was opened without a signature.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "unsigned-segment.h"

#define ALONE \
    "the connection is opened without a signature, but its sender signs other segments of it"
#define UNANSWERED "it is never answered"
#define AO_OPENING                                                                                 \
    "the connection was opened with an unsigned SYN, as by a peer that has no key or is behind a " \
    "firewall that strips TCP option 29"
#define AO_CURE                                                                                   \
    "check the sender's key chain and firewalls in between; the sender needs it for the address " \
    "that the other end uses"

/* The words for MD5 and for TCP-AO. */
static const struct {
    struct proof opening, unanswered, alone;
} all[] = {
    {{.cause = CAUSE_SYN_UNSIGNED},
     {.cause = CAUSE_SYN_UNSIGNED, .detail = UNANSWERED},
     {.cause = CAUSE_SYN_UNSIGNED,
      .sentence = ALONE,
      .cure = "look for what removes TCP option 19 from SYNs; or the sender got the password in "
              "between"}},
    {{.cause = CAUSE_SYN_UNSIGNED, .sentence = AO_OPENING, .cure = AO_CURE},
     {.cause = CAUSE_SYN_UNSIGNED, .detail = UNANSWERED, .sentence = AO_OPENING, .cure = AO_CURE},
     {.cause = CAUSE_SYN_UNSIGNED,
      .sentence = ALONE,
      .cure = "look for what removes TCP option 29 from SYNs; or the sender got the key in "
              "between"}},
};

const struct proof *syn_unsigned(const struct unsigned_segment *missing)
{
    if (!segment_opens_connection(missing->evidence->segment))
        return NULL;
    if (missing->own->with_signature > 0)
        return &all[missing->is_ao].alone;
    return missing->is_over && !missing->other->sent_beyond_syn ? &all[missing->is_ao].unanswered
                                                                : &all[missing->is_ao].opening;
}
