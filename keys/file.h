/* Files that are read whole, and written whole or not at all.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_FILE_H
#define TCPAUTH_KEYS_FILE_H

#include "problem.h"
#include "text.h"

#include <stdbool.h>

/* Appends what PATH holds to TEXT, be it a file or a pipe. MODE gets its permissions, those of a
 * pipe being nobody's. False and ERROR (KEY_ERROR_FILE) if it cannot be read. */
bool file_read(const char *path, struct text *text, unsigned *mode, GError **error);

/* The file that PATH leads to through symbolic links; it need not exist. To be freed. */
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
 * (KEY_ERROR_FILE) if it cannot be written: TARGET is as before then. */
bool file_replace(const char *target, const struct text *text, GError **error);

/* Makes the folder of PATH, for its owner alone, unless it exists. */
bool file_make_folder(const char *path, GError **error);

#endif
