/* The preferences: the key table and the keyring file, and the keyring made of both.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_SETTINGS_H
#define TCPAUTH_EPAN_SETTINGS_H

#include "keys/keyring.h"

#include <stdbool.h>

void settings_register(int protocol);

/* The keys configured when the dissection of the current file began. They stay, and the keyring
 * with them, until it ends: Wireshark dissects anew when a key is changed. Never NULL while a file
 * is dissected. */
const struct keyring *settings_keyring(void);

/* Reads the keys as they are configured now, and reports what is wrong with them. Free with
 * keyring_free(). */
struct keyring *settings_read(void);

/* Has what is wrong with the keys reported when they are read the next time, even if it was
 * reported before. */
void settings_report_again(void);

/* Is the keyring file a sealed one that could not be opened? Its keys are not in the keyring. */
bool settings_keyring_is_locked(void);

/* Are all sequence numbers to be searched for what nothing else explains? */
bool settings_search_sequence(void);

#endif
