/* The preferences: the key table and the keyring file, and the keyring made of both.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_SETTINGS_H
#define TCPAUTH_EPAN_SETTINGS_H

#include "keys/keyring.h"

#include <stdbool.h>

void settings_register(int protocol);

/* Returns the keys that were configured when the dissection of the current file began. The keyring
 * is valid until that dissection ends: Wireshark redissects the file when a key is changed. The
 * result is never NULL while a file is dissected. */
const struct keyring *settings_keyring(void);

/* Reads the keys as they are configured now, and reports the problems with them. Free with
 * keyring_free(). */
struct keyring *settings_read(void);

/* Makes the next reading report its problems even if they were reported before. */
void settings_report_again(void);

/* Returns true if the keyring file is sealed (encrypted with OpenPGP) and could not be decrypted.
 * Its keys are then missing from the keyring. */
bool settings_keyring_is_locked(void);

/* Returns true if tshark is to search all sequence numbers for each bad signature that nothing else
 * explains. */
bool settings_search_sequence(void);

/* Adds ISNS to the preference with the known initial sequence numbers, and saves it. Wireshark then
 * redissects the capture. */
void settings_add_isns(const struct isns *isns);

#endif
