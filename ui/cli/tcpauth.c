/* The command tcpauth: looks after keyring files, and judges captures.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "command.h"
#include "discretion.h"
#include "output.h"
#include "place.h"

#include <locale.h>
#include <string.h>

static const struct command *const commands[] = {
    &command_list,  &command_add,   &command_remove, &command_import, &command_export,
    &command_check, &command_which, &command_seal,   &command_unseal, &command_judge,
};

static gboolean version;

static const GOptionEntry options[] = {
    {"version", 0, 0, G_OPTION_ARG_NONE, &version, "Show the version", NULL},
    G_OPTION_ENTRY_NULL,
};

static const struct command *find_command(const char *name)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(commands); i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static char *describe_commands(void)
{
    GString *text = g_string_new("Commands:\n");
    for (unsigned i = 0; i < G_N_ELEMENTS(commands); i++)
        g_string_append_printf(text, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
    g_string_append(text, "\ntcpauth COMMAND --help tells more, and tcpauth(1) the rest.");
    return g_string_free(text, FALSE);
}

/* The options before the command's name. */
static bool parse_before(int *count, char ***words)
{
    GOptionContext *context = g_option_context_new("COMMAND [ARGUMENT...]");
    char *described = describe_commands();
    GError *error = NULL;

    g_option_context_set_summary(
        context, "Looks after the keys of signed TCP connections, and judges captures with them.");
    g_option_context_set_description(context, described);
    g_option_context_set_strict_posix(context, TRUE);
    g_option_context_add_main_entries(context, options, NULL);
    g_option_context_add_main_entries(context, place_options, NULL);
    const bool parsed = g_option_context_parse(context, count, words, &error);
    if (!parsed)
        complain("%s", error->message);
    g_clear_error(&error);
    g_option_context_free(context);
    g_free(described);
    return parsed;
}

/* "--" ends the options, and is left in place before what looks like one. */
static char **arguments_of(char **words)
{
    return words[1] && strcmp(words[1], "--") == 0 ? words + 2 : words + 1;
}

/* The options behind it; WORDS become the arguments. */
static bool parse_behind(const struct command *command, int count, char ***words)
{
    char *usage = g_strdup_printf("%s %s", command->name, command->arguments);
    GOptionContext *context = g_option_context_new(usage);
    GError *error = NULL;

    g_option_context_set_summary(context, command->summary);
    if (command->options)
        g_option_context_add_main_entries(context, command->options, NULL);
    g_option_context_add_main_entries(context, place_options, NULL);
    const bool parsed = g_option_context_parse(context, &count, words, &error);
    *words = arguments_of(*words);
    const unsigned arguments = g_strv_length(*words);
    const bool fits = arguments >= command->least && arguments <= command->most;
    if (!parsed)
        complain("%s", error->message);
    else if (!fits)
        complain("usage: tcpauth %s", usage);
    g_clear_error(&error);
    g_option_context_free(context);
    g_free(usage);
    return parsed && fits;
}

static enum outcome run(int count, char **words)
{
    const struct command *command = find_command(words[0]);
    if (!command) {
        complain("there is no command \"%s\"; tcpauth --help lists them", words[0]);
        return OUTCOME_MISUSE;
    }
    if (!parse_behind(command, count, &words))
        return MAX(command->misuse, OUTCOME_MISUSE);
    const enum outcome outcome = command->run(words);
    return output_failed() ? OUTCOME_FILE : outcome;
}

/* Otherwise the user's own keyring would be in the current folder. */
static void ignore_relative(const char *variable)
{
    const char *folder = g_getenv(variable);
    if (folder && !g_path_is_absolute(folder))
        g_unsetenv(variable);
}

int main(int count, char **words)
{
    setlocale(LC_ALL, "");
    discretion_begin();
    output_begin();
    ignore_relative("HOME");
    ignore_relative("XDG_CONFIG_HOME");
    g_set_prgname("tcpauth");
    if (!parse_before(&count, &words))
        return OUTCOME_MISUSE;
    if (version) {
        struct text text = {0};
        text_add(&text, "tcpauth " TCPAUTH_VERSION "\n");
        output_text(&text);
        return output_failed() ? OUTCOME_FILE : OUTCOME_FINE;
    }
    if (count < 2) {
        complain("usage: tcpauth COMMAND [ARGUMENT...]; tcpauth --help lists the commands");
        return OUTCOME_MISUSE;
    }
    return (int)run(count - 1, words + 1);
}
