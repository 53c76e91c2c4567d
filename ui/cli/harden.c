/* Keeps what this process has in memory from others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "harden.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define FREED 0x5a

/* A limit of 0 does not keep Linux from piping a core to a program; that the process is not
 * dumpable does, and keeps others of the same user from looking into it. Our own code wipes what it
 * frees; glibc does it for whatever a library copied. */
void harden_process(void)
{
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifdef PR_SET_DUMPABLE
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
#ifdef M_PERTURB
    mallopt(M_PERTURB, FREED);
#endif
}
