/* The error domain for keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "problem.h"

G_DEFINE_QUARK(tcpauth - key - error, key_error)

void problems_add(GPtrArray *problems, GError *problem)
{
    if (problems->len >= MAX_PROBLEMS) {
        g_error_free(problem);
        return;
    }
    g_ptr_array_add(problems, problem);
    if (problems->len < MAX_PROBLEMS)
        return;
    char *message = g_strconcat(problem->message, "; further problems are not shown", NULL);
    g_free(problem->message);
    problem->message = message;
}
