/* Protects the memory of this process from others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "harden.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define FREED 0x5a

/* A limit of 0 does not keep Linux from piping a core dump to a program. Making the process not
 * dumpable does, and also keeps other processes of the user from reading its memory. tcpauth wipes
 * secrets before it frees them; glibc overwrites what libraries have copied. */
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
