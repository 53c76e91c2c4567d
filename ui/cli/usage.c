/* Parses command lines: the commands, their options, and the help for both.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "usage.h"

#include "nearest.h"
#include "output.h"
#include "keyring-path.h"

#include <string.h>

static const struct command *const commands[] = {
    &command_list,   &command_add,   &command_remove, &command_import,
    &command_export, &command_check, &command_which,  &command_seal,
    &command_unseal, &command_judge, &command_help,
};

gboolean usage_version;

static const GOptionEntry options[] = {
    {"version", 0, 0, G_OPTION_ARG_NONE, &usage_version, "Show the version", NULL},
    G_OPTION_ENTRY_NULL,
};

const struct command *usage_find(const char *name)
{
    const char *names[G_N_ELEMENTS(commands) + 1] = {NULL};

    for (unsigned i = 0; i < G_N_ELEMENTS(commands); i++) {
        names[i] = commands[i]->name;
        if (strcmp(names[i], name) == 0)
            return commands[i];
    }
    char *question = nearest_question(name, names);
    print_message("there is no command \"%s\"%s%s", name, question,
                  *question ? "" : "; tcpauth help lists them");
    g_free(question);
    return NULL;
}

static char *describe_commands(void)
{
    GString *text = g_string_new("Commands:\n");
    for (unsigned i = 0; i < G_N_ELEMENTS(commands); i++)
        g_string_append_printf(text, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
    g_string_append(text, "\nSee tcpauth help COMMAND and tcpauth(1) for more.");
    return g_string_free(text, FALSE);
}

/* The options that may precede the command's name. */
static GOptionContext *context_new(void)
{
    GOptionContext *context = g_option_context_new("COMMAND [ARGUMENT...]");
    char *described = describe_commands();

    g_option_context_set_summary(
        context, "Manages the keys of signed TCP connections, and checks captures with them.");
    g_option_context_set_description(context, described);
    g_option_context_set_strict_posix(context, TRUE);
    g_option_context_add_main_entries(context, options, NULL);
    g_option_context_add_main_entries(context, keyring_path_options, NULL);
    g_free(described);
    return context;
}

static GOptionContext *command_context_new(const struct command *command)
{
    char *usage = g_strdup_printf("%s %s", command->name, command->arguments);
    GOptionContext *context = g_option_context_new(usage);
    char *described = command->describe ? command->describe() : NULL;

    g_option_context_set_summary(context, command->summary);
    g_option_context_set_description(context, described);
    if (command->options)
        g_option_context_add_main_entries(context, command->options, NULL);
    g_option_context_add_main_entries(context, keyring_path_options, NULL);
    g_free(described);
    g_free(usage);
    return context;
}

static void add_names(GPtrArray *names, const GOptionEntry *entries)
{
    for (; entries && entries->long_name; entries++)
        g_ptr_array_add(names, (void *)entries->long_name);
}

/* Returns the names of the options in OWN, and of those that all commands have. */
static GPtrArray *option_names(const GOptionEntry *own)
{
    GPtrArray *names = g_ptr_array_new();
    add_names(names, own);
    add_names(names, keyring_path_options);
    g_ptr_array_add(names, (void *)"help");
    g_ptr_array_add(names, NULL);
    return names;
}

/* Returns the name of the first long option in WORDS that is not in NAMES, or NULL. Free with
 * g_free(). */
static char *unknown_option(char **words, const char *const *names)
{
    for (; *words && strcmp(*words, "--") != 0; words++) {
        if (!g_str_has_prefix(*words, "--"))
            continue;
        char *name = g_strndup(*words + 2, strcspn(*words + 2, "="));
        if (!g_strv_contains(names, name))
            return name;
        g_free(name);
    }
    return NULL;
}

static void complain_of_options(const GError *error, const GOptionEntry *own, char **words)
{
    GPtrArray *names = option_names(own);
    const char *const *known = (const char *const *)names->pdata;
    char *unknown = g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION)
                        ? unknown_option(words, known)
                        : NULL;
    const char *meant = unknown ? nearest_name(unknown, known) : NULL;

    print_message("%s%s%s%s", error->message, meant ? "; did you mean --" : "", meant ? meant : "",
                  meant ? "?" : "");
    g_free(unknown);
    g_ptr_array_free(names, TRUE);
}

bool usage_parse(int *count, char ***words)
{
    GOptionContext *context = context_new();
    GError *error = NULL;
    const bool parsed = g_option_context_parse(context, count, words, &error);

    if (!parsed)
        complain_of_options(error, options, *words + 1);
    g_clear_error(&error);
    g_option_context_free(context);
    return parsed;
}

/* Returns WORDS without "--", which ends the options and which GLib leaves before a word that looks
 * like an option. */
static char **arguments_of(char **words)
{
    return words[1] && strcmp(words[1], "--") == 0 ? words + 2 : words + 1;
}

/* Checks the NUMBER of arguments. Reports a missing one by its name in the command's usage. Never
 * repeats an argument: it may be a secret. */
static bool check_number(const struct command *command, unsigned number)
{
    if (number < command->min_arguments) {
        char **names = g_strsplit(command->arguments, " ", -1);
        print_message("%s is missing; usage: tcpauth %s %s", names[number], command->name,
                      command->arguments);
        g_strfreev(names);
    } else if (number > command->max_arguments) {
        print_message("argument %u is one too many; usage: tcpauth %s %s",
                      command->max_arguments + 1, command->name, command->arguments);
    }
    return number >= command->min_arguments && number <= command->max_arguments;
}

bool usage_parse_command(const struct command *command, int count, char ***words)
{
    GOptionContext *context = command_context_new(command);
    GError *error = NULL;
    const bool parsed = g_option_context_parse(context, &count, words, &error);

    if (!parsed)
        complain_of_options(error, command->options, *words + 1);
    *words = arguments_of(*words);
    g_clear_error(&error);
    g_option_context_free(context);
    return parsed && check_number(command, g_strv_length(*words));
}

/* tcpauth help: shows what --help shows. */
static enum outcome run_help(char **names)
{
    const struct command *command = names[0] ? usage_find(names[0]) : NULL;
    struct text text = {0};

    if (names[0] && !command)
        return OUTCOME_MISUSE;
    GOptionContext *context = command ? command_context_new(command) : context_new();
    char *shown = g_option_context_get_help(context, TRUE, NULL);
    text_add(&text, shown);
    output_text(&text);
    g_free(shown);
    g_option_context_free(context);
    return OUTCOME_FINE;
}

const struct command command_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .summary = "Show the commands, or the options of one",
    .max_arguments = 1,
    .run = run_help,
};
