/* Reads tcpauth's preferences from the preferences file of a profile.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_PROFILE_H
#define TCPAUTH_EPAN_PROFILE_H

/* Returns the keyring that the file PREFERENCES names, or NULL if it names none or cannot be read.
 * Free with g_free(). */
char *profile_keyring(const char *preferences);

#endif
