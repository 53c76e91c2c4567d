/* The visible network namespaces of this machine.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_KERNEL_NAMESPACES_H
#define TCPAUTH_KEYS_KERNEL_NAMESPACES_H

#include <glib.h>
#include <stdbool.h>

struct namespace
{
    char *name; /* its name for ip-netns(8), or the name of a process in it; NULL for our own */
    char *path;
    int descriptor; /* keeps it, since processes end meanwhile; -1 if it is not open */
};

/* Returns all visible namespaces (struct namespace *), each once, our own first. Free with
 * g_ptr_array_free(). */
GPtrArray *namespaces_find(void);

/* Returns the namespace NAME of ip-netns(8) or, if NAME contains a slash, the one at that path. */
struct namespace *namespace_named(const char *name);
void namespace_free(struct namespace *namespace);

/* Calls RUN with DATA while this thread is in NAMESPACE, then returns to our own. Returns false and
 * sets ERROR (KEY_ERROR_FILE) if NAMESPACE cannot be entered or left. */
bool namespace_enter(const struct namespace *namespace, void (*run)(void *data), void *data,
                     GError **error);

#endif
