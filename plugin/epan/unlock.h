/* Decides when the user is asked to unlock a sealed keyring file.
 *
 * Wireshark redissects a capture for many reasons, and asks for the keys each time. So the keys of
 * a sealed file, or the failure to decrypt it, are remembered until the file changes, and gpg-agent
 * and its pinentry are left in peace. The user is asked again about a locked file after Unlock
 * Keyring in the menu, and when a capture is opened, reloaded or started.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_UNLOCK_H
#define TCPAUTH_EPAN_UNLOCK_H

#include "keys/keyring.h"

#include <stdbool.h>

void unlock_register(void);

/* The result of unlock_read(). */
enum unlocking {
    UNLOCK_DONE,         /* the file is not locked; its keys were added if it could be read */
    UNLOCK_FAILED,       /* the file is locked, after a new attempt */
    UNLOCK_FAILED_BEFORE /* the file is locked, as before; PROBLEMS repeats why */
};

/* Adds the keys of the file PATH to RING as source_read() does, or those remembered from it.
 * Appends a GError to PROBLEMS for each problem. */
enum unlocking unlock_read(const char *path, const char *dialect, struct keyring *ring,
                           GPtrArray *problems);

/* Forgets the file if it is locked, so that the user is asked again when the capture is dissected
 * next. An unlocked file stays remembered. */
void unlock_again(void);

/* Forgets the file and frees its keys. */
void unlock_forget(void);

#endif
