/* The MD5 keys held by the sockets of the running Linux kernel.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "kernel.h"

#include "namespaces.h"
#include "query.h"

#include <errno.h>

/* One visit to a namespace. */
struct visit {
    struct mnl_socket *socket; /* opened in the namespace; NULL if that failed with FAULT */
    int fault;
};

static void visit_open(void *data)
{
    struct visit *visit = data;
    visit->socket = query_open();
    visit->fault = visit->socket ? 0 : errno;
}

static bool visit_run(struct visit *visit, struct holding *holding, GError **error)
{
    if (!visit->socket) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_FILE, "the kernel cannot be asked: %s",
                    g_strerror(visit->fault));
        return false;
    }
    const bool done = query_run(visit->socket, holding, error);
    query_close(visit->socket);
    return done;
}

/* Reads the keys of NAMESPACE. Returns false and appends to PROBLEMS if some cannot be read. */
static bool read_namespace(const struct namespace *namespace, struct keyring *ring,
                           GPtrArray *problems)
{
    struct visit visit = {0};
    struct holding *holding = holding_new(namespace->name);
    GError *error = NULL;
    bool done = namespace_enter(namespace, visit_open, &visit, &error);

    if (done && !(done = visit_run(&visit, holding, &error)) && namespace->name)
        g_prefix_error(&error, "network namespace %s: ", namespace->name);
    holding_hand_over(holding, ring);
    holding_free(holding);
    if (error)
        problems_add(problems, error);
    return done;
}

bool kernel_read(const char *name, struct keyring *ring, GPtrArray *problems)
{
    GPtrArray *namespaces =
        name ? g_ptr_array_new_with_free_func((GDestroyNotify)namespace_free) : namespaces_find();
    bool any = false;

    if (name)
        g_ptr_array_add(namespaces, namespace_named(name));
    for (unsigned i = 0; i < namespaces->len; i++) {
        const bool done = read_namespace(namespaces->pdata[i], ring, problems);
        any |= done;
        if (i == 0 && !done)
            break; /* without permission for our own namespace, there is none for others */
    }
    g_ptr_array_free(namespaces, TRUE);
    return any;
}
