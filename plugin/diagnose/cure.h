/* What to do about a cause, on each platform that can be at fault.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_CURE_H
#define TCPAUTH_DIAGNOSE_CURE_H

#include "plugin/diagnose/evidence/cause.h"

/* The commands for one platform, with names in capitals for the user to replace. All strings are
 * static. */
struct cure {
    const char *platform; /* at most 12 characters */
    const char *apply;    /* cures it now */
    const char *keep;     /* makes that last; NULL if it lasts */
    const char *check;    /* shows the state */
};

/* Return the cures of CAUSE and of a password that is missing or wrong, each list ended by one
 * without a platform. Static. */
const struct cure *cures_of_cause(enum cause cause);
const struct cure *cures_of_password(void);

#endif
