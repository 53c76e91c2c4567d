/* A time given by the user, or the current time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "moment.h"

#include "keys/key.h"
#include "output.h"

bool moment_parse(const char *name, const char *text, int64_t *moment)
{
    GError *error = NULL;
    if (!text)
        *moment = g_get_real_time();
    else if (!key_time_parse(text, moment, &error))
        print_message("%s: %s", name, error->message);
    const bool parsed = !error;
    g_clear_error(&error);
    return parsed;
}
