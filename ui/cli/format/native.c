/* tcpauth's own format: a keyring file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "format.h"

#include "keys/keyfile.h"

static const char *write_native(struct text *text, const struct key *key)
{
    keyfile_write(text, key, NULL);
    text_add(text, "\n");
    return NULL;
}

const struct format format_native = {.name = "native",
                                     .title = "a keyring file, tcpauth-keyring(5); the default",
                                     .write = write_native,
                                     .write_isn = keyfile_write_isn};
