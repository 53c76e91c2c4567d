/* The preferences: the key table and the keyring file, and the keyring made of both.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_SETTINGS_H
#define TCPAUTH_EPAN_SETTINGS_H

#include "keys/keyring.h"

#include <stdbool.h>

void settings_register(int protocol);

/* Returns the keys configured when the dissection of the current file began. They stay, and the
 * keyring with them, until it ends: Wireshark dissects anew when a key is changed. The result is
 * never NULL while a file is dissected. */
const struct keyring *settings_keyring(void);

/* Reads the keys as they are configured now, and reports what is wrong with them. Free with
 * keyring_free(). */
struct keyring *settings_read(void);

/* Lets what is wrong with the keys be reported when they are read next, even if it was reported
 * before. */
void settings_report_again(void);

/* Returns true if the keyring file is sealed and could not be opened. Its keys are not in the
 * keyring. */
bool settings_keyring_is_locked(void);

/* Returns true if all sequence numbers are to be searched for what nothing else explains. */
bool settings_search_sequence(void);

#endif
