/* Files that are read whole, and written whole or not at all.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_FILE_H
#define TCPAUTH_KEYS_FILE_H

#include "problem.h"
#include "text.h"

#include <stdbool.h>

/* The largest file that is read or written, and the longest text that a sealed file may hold, in
 * bytes: the largest router's configuration has a few of them. */
#define FILE_LARGEST ((size_t)64 << 20)

/* Appends the content of the regular file PATH to TEXT and sets *MODE to its permissions. Returns
 * false and sets ERROR (KEY_ERROR_FILE) if PATH cannot be read, holds more than FILE_LARGEST bytes,
 * or is a directory, a pipe, a device or a socket; these are refused at once, whoever waits at
 * their other end. */
bool file_read(const char *path, struct text *text, unsigned *mode, GError **error);

/* Does the same with standard input, which may also be a pipe or a terminal. What is not a regular
 * file has no permissions. Messages call it FILE_STANDARD_INPUT. */
bool file_read_standard_input(struct text *text, unsigned *mode, GError **error);
#define FILE_STANDARD_INPUT "standard input"

/* Sets ERROR (KEY_ERROR_FILE): PATH has more than FILE_LARGEST bytes. Returns false. */
bool file_too_large(const char *path, GError **error);

/* Returns the path of the file that PATH leads to through symbolic links, which need not exist.
 * Free with g_free(). */
char *file_target(const char *path);

bool file_exists(const char *path);

struct file_lock;

/* Waits until nobody else holds the lock on TARGET, a file that need not exist; NULL and ERROR
 * (KEY_ERROR_LOCKED) if that takes more than ten seconds, or (KEY_ERROR_FILE) if there can be no
 * lock. The lock is a file .NAME.lock beside TARGET, for TARGET itself is replaced when it is
 * written, and is held by flock, which NFS knows. It goes with its holder, however that
 * ends. */
struct file_lock *file_lock(const char *target, GError **error);
void file_unlock(struct file_lock *lock);

/* Makes TEXT the content of TARGET, in the eyes of all others at once, and on the disk when this
 * returns. Until then the text is in .NAME.new beside it; one left behind by a writer that was
 * killed is replaced, so the lock must be held. The mode is 0600; the owner stays. False and ERROR
 * (KEY_ERROR_FILE) if it cannot be written, is longer than FILE_LARGEST, so that nobody could read
 * it, or has hard links, which would be split: TARGET is as before then. */
bool file_replace(const char *target, const struct text *text, GError **error);

/* Does the same with a TEXT of any length, which is no keyring. */
bool file_replace_large(const char *target, const struct text *text, GError **error);

/* Makes the folder of PATH, for its owner alone, unless it exists. */
bool file_make_folder(const char *path, GError **error);

#endif
