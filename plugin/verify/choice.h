/* Which of the keys that could have signed a segment did.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_VERIFY_CHOICE_H
#define TCPAUTH_VERIFY_CHOICE_H

#include "finding.h"
#include "flow.h"
#include "option.h"
#include "segment.h"

struct hasher;

/* A segment and the candidates among which its signature selects. */
struct choice {
    const struct segment *segment; /* captured whole */
    const struct signature *signature;
    const struct flow *flow; /* has the candidates */
    struct hasher *hasher;
    enum signing signing; /* of SIGNATURE; not SIGNING_NONE */
    bool any_id;          /* also select keys with another KeyID */
};

/* Tries the keys of CHOICE, and sets FINDING: GOOD, BAD or UNVERIFIED. It does not consider that a
 * locked keyring may have other keys. */
void choice_verify(const struct choice *choice, struct finding *finding);

#endif
