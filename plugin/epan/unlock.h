/* Sealed keyring files: when the user is asked to open them, and when not again.
 *
 * Wireshark dissects a capture anew for many reasons, and each time asks for the keys. A file that
 * was opened is remembered as it was read, and so is that it could not be; as long as it does not
 * change, gpg-agent and its pinentry are left in peace. The user is asked again for a locked one
 * after Unlock Keyring in the menu, and when a capture is opened or reloaded or a new one begins.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_UNLOCK_H
#define TCPAUTH_EPAN_UNLOCK_H

#include "keys/keyring.h"

#include <stdbool.h>

void unlock_register(void);

/* What unlock_read() did. */
enum unlocking {
    UNLOCK_DONE,         /* there are the keys, if the file could be read */
    UNLOCK_FAILED,       /* it is locked, and it was just tried to open it */
    UNLOCK_FAILED_BEFORE /* it is locked, as before; PROBLEMS says why once more */
};

/* Adds the keys of the file PATH to RING as source_read() does. */
enum unlocking unlock_read(const char *path, const char *dialect, struct keyring *ring,
                           GPtrArray *problems);

/* Lets the user be asked again for a file that is locked when the capture is dissected next. One
 * that is open stays so. */
void unlock_again(void);

/* Forgets all files. */
void unlock_forget(void);

#endif
