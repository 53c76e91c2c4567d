/* The network namespaces of this machine, as far as they can be seen.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KERNEL_NAMESPACES_H
#define TCPAUTH_KEYS_KERNEL_NAMESPACES_H

#include <glib.h>
#include <stdbool.h>

struct namespace
{
    char *name; /* by which ip-netns(8) knows it, or that of a process in it; NULL: our own */
    char *path;
};

/* Returns all namespaces (struct namespace *), each once, our own first. Free with
 * g_ptr_array_free(). */
GPtrArray *namespaces_find(void);

/* Returns the namespace NAME of ip-netns(8); if NAME has a slash, the one at this path. */
struct namespace *namespace_named(const char *name);
void namespace_free(struct namespace *namespace);

/* Calls RUN with DATA while this thread is in NAMESPACE, and returns to our own. Returns false and
 * sets ERROR (KEY_ERROR_FILE) if it cannot be entered or left. */
bool namespace_enter(const struct namespace *namespace, void (*run)(void *data), void *data,
                     GError **error);

#endif
