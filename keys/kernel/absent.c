/* The keys of the running kernel, on systems where they cannot be read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "kernel.h"

bool kernel_read(const char *name G_GNUC_UNUSED, struct keyring *ring G_GNUC_UNUSED,
                 GPtrArray *problems)
{
    problems_add(problems, g_error_new_literal(KEY_ERROR, KEY_ERROR_FILE,
                                               "this tcpauth was built without libmnl, by which it "
                                               "reads the keys of the Linux kernel"));
    return false;
}
