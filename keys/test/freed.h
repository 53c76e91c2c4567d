/* Looks for secrets in the blocks that the code under test frees.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_TEST_FREED_H
#define TCPAUTH_KEYS_TEST_FREED_H

/* Counts, from now on, the blocks passed to g_free(), and those among them that contain one of
 * TEXTS, which end with NULL. */
void freed_watch(const char *const *texts);

/* Stops counting. Asserts that there were blocks, and that none contained a text. */
void freed_assert_clean(void);

#endif
