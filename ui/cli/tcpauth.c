/* The command tcpauth: manages keyring files, and judges captures.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "command.h"
#include "harden.h"
#include "output.h"
#include "usage.h"

#include <locale.h>

static enum outcome run_command(int count, char **words)
{
    const struct command *command = usage_find(words[0]);
    if (!command || !usage_parse_command(command, count, &words))
        return OUTCOME_MISUSE;
    const enum outcome outcome = command->run(words);
    return output_failed() ? OUTCOME_FILE : outcome;
}

/* Ignores VARIABLE if it is a relative path: the user's own keyring would then be in the current
 * folder. */
static void ignore_relative(const char *variable)
{
    const char *folder = g_getenv(variable);
    if (folder && !g_path_is_absolute(folder))
        g_unsetenv(variable);
}

int main(int count, char **words)
{
    output_begin();
    setlocale(LC_ALL, "");
    harden_process();
    ignore_relative("HOME");
    ignore_relative("XDG_CONFIG_HOME");
    g_set_prgname("tcpauth");
    if (!usage_parse(&count, &words))
        return OUTCOME_MISUSE;
    if (usage_version) {
        struct text text = {0};
        text_add(&text, "tcpauth " TCPAUTH_VERSION "\n");
        output_text(&text);
        return output_failed() ? OUTCOME_FILE : OUTCOME_FINE;
    }
    if (count < 2) {
        print_message("usage: tcpauth COMMAND [ARGUMENT...]; tcpauth help lists the commands");
        return OUTCOME_MISUSE;
    }
    return (int)run_command(count - 1, words + 1);
}
