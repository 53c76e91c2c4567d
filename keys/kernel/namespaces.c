/* The visible network namespaces of this machine.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "namespaces.h"

#include "keys/problem.h"
#include "keys/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#define OWN   "/proc/thread-self/ns/net"
#define NAMED "/run/netns" /* where ip-netns(8) mounts them */

/* Most processes may have 1024 files open. */
#define MAX_HELD 512

/* Identifies a namespace. */
struct identity {
    guint64 device, inode;
};

static guint identity_hash(gconstpointer identity)
{
    return hash_number(&((const struct identity *)identity)->inode);
}

static gboolean identity_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct identity)) == 0;
}

static struct namespace *namespace_new(char *name, char *path, int descriptor)
{
    struct namespace *namespace = g_new(struct namespace, 1);
    *namespace = (struct namespace){name, path, descriptor};
    return namespace;
}

void namespace_free(struct namespace *namespace)
{
    if (namespace->descriptor >= 0)
        close(namespace->descriptor);
    g_free(namespace->name);
    g_free(namespace->path);
    g_free(namespace);
}

struct namespace *namespace_named(const char *name)
{
    return namespace_new(g_strdup(name),
                         strchr(name, '/') ? g_strdup(name) : g_build_filename(NAMED, name, NULL),
                         -1);
}

struct search {
    GPtrArray *found;  /* struct namespace * */
    GHashTable *known; /* set of struct identity *, one for each */
};

/* Opens the namespace without waiting, since its path may be a pipe. */
static int open_namespace(const char *path)
{
    return g_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
}

/* Adds the namespace at PATH, unless it is invisible, known already or gone by now. Takes ownership
 * of NAME and PATH. */
static void search_add(struct search *search, char *name, char *path)
{
    const bool holds = search->found->len < MAX_HELD;
    GStatBuf status;
    if (g_stat(path, &status) == 0) {
        const struct identity identity = {status.st_dev, status.st_ino};
        const int descriptor = holds ? open_namespace(path) : -1;
        const bool is_gone = holds && descriptor < 0 && (errno == ENOENT || errno == ESRCH);
        if (!is_gone && g_hash_table_add(search->known, g_memdup2(&identity, sizeof identity))) {
            g_ptr_array_add(search->found, namespace_new(name, path, descriptor));
            return;
        }
        if (descriptor >= 0)
            close(descriptor);
    }
    g_free(name);
    g_free(path);
}

static void add_named(struct search *search)
{
    GDir *folder = g_dir_open(NAMED, 0, NULL);
    const char *name;
    while (folder && (name = g_dir_read_name(folder)))
        search_add(search, g_strdup(name), g_build_filename(NAMED, name, NULL));
    g_clear_pointer(&folder, g_dir_close);
}

static void add_of_processes(struct search *search)
{
    GDir *folder = g_dir_open("/proc", 0, NULL);
    const char *number;
    while (folder && (number = g_dir_read_name(folder)))
        if (g_ascii_isdigit(*number))
            search_add(search, g_strconcat("of process ", number, NULL),
                       g_build_filename("/proc", number, "ns/net", NULL));
    g_clear_pointer(&folder, g_dir_close);
}

GPtrArray *namespaces_find(void)
{
    struct search search = {
        .found = g_ptr_array_new_with_free_func((GDestroyNotify)namespace_free),
        .known = g_hash_table_new_full(identity_hash, identity_equal, g_free, NULL),
    };
    search_add(&search, NULL, g_strdup(OWN));
    add_named(&search);
    add_of_processes(&search);
    g_hash_table_destroy(search.known);
    return search.found;
}

bool namespace_enter(const struct namespace *namespace, void (*run)(void *data), void *data,
                     GError **error)
{
    if (!namespace->name) {
        run(data);
        return true;
    }
    const bool is_held = namespace->descriptor >= 0;
    const int own = open_namespace(OWN),
              other = is_held ? namespace->descriptor : open_namespace(namespace->path);
    bool done = own >= 0 && other >= 0 && setns(other, CLONE_NEWNET) == 0;
    if (done) {
        run(data);
        done = setns(own, CLONE_NEWNET) == 0;
    }
    if (!done)
        g_set_error(error, KEY_ERROR, KEY_ERROR_FILE,
                    "the network namespace %s cannot be entered: %s", namespace->name,
                    errno == EINVAL ? "it is none" : g_strerror(errno));
    if (own >= 0)
        close(own);
    if (other >= 0 && !is_held)
        close(other);
    return done;
}
