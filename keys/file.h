/* Reads whole files, and replaces files atomically.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_FILE_H
#define TCPAUTH_KEYS_FILE_H

#include "problem.h"
#include "text.h"

#include <stdbool.h>

/* The size in bytes of the largest file that is read or written, and of the longest decrypted text.
 * The largest router configurations have a few million bytes. */
#define FILE_LARGEST ((size_t)64 << 20)

/* Appends the content of the regular file PATH to TEXT, and sets *MODE to its permissions. Returns
 * false and sets ERROR (KEY_ERROR_FILE) if PATH cannot be read, is larger than FILE_LARGEST, or is
 * a directory, a pipe, a device or a socket. These are rejected without waiting for their other
 * end. */
bool file_read(const char *path, struct text *text, unsigned *mode, GError **error);

/* Does the same for standard input, which may also be a pipe or a terminal; these have no
 * permissions. Messages call it FILE_STANDARD_INPUT. */
bool file_read_standard_input(struct text *text, unsigned *mode, GError **error);
#define FILE_STANDARD_INPUT "standard input"

/* Returns the path to which PATH leads through symbolic links; the file need not exist. Free with
 * g_free(). */
char *file_target(const char *path);

bool file_exists(const char *path);

struct file_lock;

/* Takes the lock on TARGET, a file that need not exist; waits while another process holds it.
 * Returns NULL and sets ERROR (KEY_ERROR_LOCKED) after ten seconds, or ERROR (KEY_ERROR_FILE) if
 * there can be no lock. The lock is a file .NAME.lock beside TARGET, since TARGET itself is
 * replaced when it is written. It is held with flock, which works over NFS. The kernel releases
 * it when the process ends, for whatever reason. Free with file_unlock(). */
struct file_lock *file_lock(const char *target, GError **error);
void file_unlock(struct file_lock *lock);

/* Returns true if the locked file is the one that it was when the lock was taken. Otherwise returns
 * false and sets ERROR (KEY_ERROR_FILE): a program that does not know the lock, such as an editor,
 * has written it, and what was read since the lock was taken may lack that. */
bool file_is_as_locked(const struct file_lock *lock, GError **error);

/* Replaces the content of TARGET with TEXT atomically; when this returns, it is on the disk.
 * Meanwhile the text is in .NAME.new beside TARGET, and replaces one that a killed process has left
 * there, so the lock must be held. The mode becomes 0600; the owner does not change. Returns false
 * and sets ERROR (KEY_ERROR_FILE) if TARGET cannot be written, if TEXT is longer than FILE_LARGEST,
 * so that it could not be read again, if TARGET is no regular file, or if it has several hard
 * links, since the others would keep the old content. TARGET is then unchanged. */
bool file_replace(const char *target, const struct text *text, GError **error);

/* Does the same for a TEXT of any length that is not a keyring. */
bool file_replace_large(const char *target, const struct text *text, GError **error);

/* Creates the folder of PATH, accessible only to its owner, unless it exists. Returns false and
 * sets ERROR (KEY_ERROR_FILE) on error. */
bool file_make_folder(const char *path, GError **error);

#endif
