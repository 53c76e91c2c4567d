/* The cures of a cause on each platform that can be at fault.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_CURE_H
#define TCPAUTH_DIAGNOSE_CURE_H

#include "plugin/diagnose/evidence/cause.h"

#include <stdint.h>

/* The commands for one platform, with placeholders in capitals. All strings are static. */
struct cure {
    const char *platform; /* at most 12 characters */
    const char *apply;    /* cures it at once */
    const char *keep;     /* makes that permanent; NULL if it is */
    const char *check;    /* shows whether it is cured */
};

/* Return the cures of CAUSE, and those of a missing or wrong password. Each list ends with a cure
 * whose platform is NULL. Both return static arrays; do not free them. */
const struct cure *cures_of_cause(enum cause cause);
const struct cure *cures_of_password(void);

/* Returns the cures that replace CURES if the peers sign with TCP-AO, which routers configure in
 * another place. Returns a static array; do not free it. */
const struct cure *cures_with_ao(const struct cure *cures);

/* Returns the cures that replace CURES for the protocol at PORT, if that is not BGP; none if it is
 * one whose commands are unknown. Returns a static array; do not free it. */
const struct cure *cures_of_port(const struct cure *cures, uint16_t port);

#endif
