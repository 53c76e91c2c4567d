/* Runs the tshark that has the plugin, independently of the user's settings.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tshark.h"

#include "keys/file.h"
#include "output.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

/* Returns true if FOLDER has a plugin for some version of Wireshark. */
static bool has_plugin(const char *folder)
{
    GDir *directory = g_dir_open(folder, 0, NULL);
    const char *version;
    bool found = false;

    while (!found && directory && (version = g_dir_read_name(directory))) {
        char *plugin = g_build_filename(folder, version, "epan", "tcpauth.so", NULL);
        found = file_exists(plugin);
        g_free(plugin);
    }
    if (directory)
        g_dir_close(directory);
    return found;
}

/* Returns the directory of plugins in the build that this command is in, or NULL. */
static char *plugins_of_build(void)
{
    char *command = file_target("/proc/self/exe");
    char *folder = g_path_get_dirname(command);
    char *plugins = g_build_filename(folder, "plugins", NULL);

    g_free(folder);
    g_free(command);
    if (has_plugin(plugins))
        return plugins;
    g_free(plugins);
    return NULL;
}

#define AS_ORDINARY_USER "unshare", "--user", "--map-user=1000", "--map-group=1000", "--"

static bool can_be_ordinary_user(void)
{
    const char *const words[] = {AS_ORDINARY_USER, "true", NULL};
    GSubprocess *trial = g_subprocess_newv(words, G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
    const bool possible = trial && g_subprocess_wait_check(trial, NULL, NULL);
    g_clear_object(&trial);
    if (!possible)
        print_message(
            "for root, Wireshark loads plugins from its system folder alone, and root may "
            "make no user namespace here; install the plugin, run this as an ordinary user, or "
            "allow user namespaces: sysctl user.max_user_namespaces=10000");
    return possible;
}

bool tshark_find(struct tshark *tshark)
{
    static char *plugins;
    char *program = g_find_program_in_path("tshark");

    if (!program) {
        print_message("there is no tshark; install it, it is part of Wireshark");
        return false;
    }
    g_free(program);
    if (!plugins)
        plugins = plugins_of_build();
    *tshark = (struct tshark){.plugins = plugins};
    tshark->as_ordinary_user = geteuid() == 0 && (plugins || g_getenv("WIRESHARK_PLUGIN_DIR"));
    return !tshark->as_ordinary_user || can_be_ordinary_user();
}

struct tshark_run *tshark_run_new(const char *const *arguments)
{
    struct tshark_run *run = g_new0(struct tshark_run, 1);
    run->keyring = -1;
    run->arguments = g_ptr_array_new_with_free_func(g_free);
    for (; *arguments; arguments++)
        tshark_run_add(run, *arguments);
    return run;
}

void tshark_run_add(struct tshark_run *run, const char *argument)
{
    g_ptr_array_add(run->arguments, g_strdup(argument));
}

void tshark_run_capture(struct tshark_run *run, const char *interface, unsigned seconds)
{
    run->interface = interface;
    run->seconds = seconds;
}

void tshark_run_free(struct tshark_run *run)
{
    g_ptr_array_free(run->arguments, TRUE);
    g_clear_pointer(&run->output, g_bytes_unref);
    g_free(run->complaint);
    g_free(run);
}

char *tshark_run_text(const struct tshark_run *run)
{
    gsize length = 0;
    const char *bytes = run->output ? g_bytes_get_data(run->output, &length) : NULL;
    return g_strndup(bytes ? bytes : "", length);
}

static GSubprocessFlags standard_input(const struct tshark_run *run)
{
    return run->reads_standard_input ? G_SUBPROCESS_FLAGS_STDIN_INHERIT : G_SUBPROCESS_FLAGS_NONE;
}

/* Adds the arguments for a capture that tshark and dumpcap share. */
static void add_capture(GStrvBuilder *words, const struct tshark_run *run)
{
    char *duration = g_strdup_printf("duration:%u", run->seconds);
    g_strv_builder_add_many(words, "-i", run->interface, "-a", duration, NULL);
    g_free(duration);
}

GSubprocess *tshark_run_start_capture(const struct tshark_run *run, int *packets, GError **error)
{
    int ends[2];
    if (!g_unix_open_pipe(ends, FD_CLOEXEC, error))
        return NULL;

    GSubprocessLauncher *launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDERR_PIPE | standard_input(run));
    GStrvBuilder *builder = g_strv_builder_new();
    g_strv_builder_add_many(builder, "dumpcap", "-q", "-w", "-", NULL);
    add_capture(builder, run);
    char **words = g_strv_builder_end(builder);
    g_subprocess_launcher_take_stdout_fd(launcher, ends[1]);
    GSubprocess *capture =
        g_subprocess_launcher_spawnv(launcher, (const gchar *const *)words, error);
    *packets = ends[0];
    if (!capture)
        close(ends[0]);
    g_strv_builder_unref(builder);
    g_strfreev(words);
    g_object_unref(launcher);
    return capture;
}

/* The user's profile must not change a verdict, so the profile directory is one that does not
 * exist. PACKETS, unless it is -1, becomes standard input. */
static GSubprocessLauncher *launcher_of(const struct tshark *tshark, const struct tshark_run *run,
                                        int packets)
{
    GSubprocessLauncher *launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE |
                                  (packets < 0 ? standard_input(run) : G_SUBPROCESS_FLAGS_NONE));

    if (packets >= 0)
        g_subprocess_launcher_take_stdin_fd(launcher, packets);
    g_subprocess_launcher_setenv(launcher, "WIRESHARK_CONFIG_DIR", "/nonexistent", TRUE);
    if (tshark->plugins)
        g_subprocess_launcher_setenv(launcher, "WIRESHARK_PLUGIN_DIR", tshark->plugins, TRUE);
    if (run->keyring >= 0)
        g_subprocess_launcher_take_fd(launcher, fcntl(run->keyring, F_DUPFD_CLOEXEC, 10), 3);
    return launcher;
}

GSubprocess *tshark_run_start(const struct tshark_run *run, const struct tshark *tshark,
                              int packets, GError **error)
{
    GSubprocessLauncher *launcher = launcher_of(tshark, run, packets);
    GStrvBuilder *builder = g_strv_builder_new();

    if (tshark->as_ordinary_user)
        g_strv_builder_add_many(builder, AS_ORDINARY_USER, NULL);
    g_strv_builder_add(builder, "tshark");
    if (packets >= 0)
        g_strv_builder_add_many(builder, "-r", "-", NULL);
    else if (run->interface)
        add_capture(builder, run);
    for (unsigned i = 0; i < run->arguments->len; i++)
        g_strv_builder_add(builder, run->arguments->pdata[i]);
    char **words = g_strv_builder_end(builder);
    GSubprocess *process =
        g_subprocess_launcher_spawnv(launcher, (const gchar *const *)words, error);
    g_strv_builder_unref(builder);
    g_strfreev(words);
    g_object_unref(launcher);
    return process;
}
