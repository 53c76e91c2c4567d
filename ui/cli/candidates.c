/* Candidate passwords: a keyring in memory, which is never written to disk.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "candidates.h"

#include "ask.h"
#include "keys/source/utf16.h"
#include "output.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Appends a key for line NUMBER. Its secret is in hexadecimal, which needs no quoting. */
static void append_key(struct text *ring, unsigned number, const char *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";

    text_format(ring, "key 'line %u' ends * * secret hex ", number);
    for (size_t i = 0; i < length; i++) {
        const char pair[] = {digits[(uint8_t)bytes[i] >> 4], digits[bytes[i] & 15]};
        text_append(ring, pair, sizeof pair);
    }
    text_add(ring, "\n");
}

/* Appends a key for each line of TEXT to RING. Returns how many there are. */
static unsigned append_keys(struct text *ring, const struct text *text)
{
    const char mark[] = "\xef\xbb\xbf"; /* the byte order mark, which Windows puts before a text */
    const bool marked = text->length >= 3 && memcmp(text->bytes, mark, 3) == 0;
    unsigned number = 0, keys = 0;

    for (size_t at = marked ? 3 : 0; at < text->length;) {
        const char *start = text->bytes + at;
        const char *end = memchr(start, '\n', text->length - at);
        size_t length = end ? (size_t)(end - start) : text->length - at;
        at += length + 1;
        number++;
        if (length > 0 && start[length - 1] == '\r')
            length--;
        if (length == 0)
            continue;
        append_key(ring, number, start, length);
        keys++;
    }
    return keys;
}

static bool write_all(int descriptor, const struct text *text)
{
    size_t written = 0;
    while (written < text->length) {
        const ssize_t count =
            pwrite(descriptor, text->bytes + written, text->length - written, (off_t)written);
        if (count < 0 && errno != EINTR)
            return false;
        written += count > 0 ? (size_t)count : 0;
    }
    return true;
}

/* Returns a descriptor of a file in memory that other users cannot read; -1 on error. */
static int keep_in_memory(const struct text *ring)
{
    const int descriptor = memfd_create("tcpauth candidates", MFD_CLOEXEC);
    if (descriptor < 0)
        return -1;
    if (fchmod(descriptor, 0600) == 0 && write_all(descriptor, ring))
        return descriptor;
    close(descriptor);
    return -1;
}

enum outcome candidates_read(const char *file, struct candidates *candidates)
{
    struct text text = {0}, ring = {0};
    enum outcome outcome = ask_secret_lines(file, &text);

    *candidates = (struct candidates){.keyring = -1};
    utf16_decode(&text);
    if (outcome == OUTCOME_FINE)
        candidates->lines = append_keys(&ring, &text);
    if (candidates->lines > 0)
        candidates->keyring = keep_in_memory(&ring);
    if (outcome == OUTCOME_FINE && candidates->keyring < 0) {
        print_message("%s: %s", file,
                      candidates->lines > 0 ? g_strerror(errno) : "there is no password in it");
        outcome = OUTCOME_FILE;
    }
    text_clear(&text);
    text_clear(&ring);
    return outcome;
}

void candidates_clear(struct candidates *candidates)
{
    const char zeros[4096] = {0};
    struct stat status;

    if (candidates->keyring < 0)
        return;
    if (fstat(candidates->keyring, &status) == 0)
        for (off_t at = 0; at < status.st_size; at += (off_t)sizeof zeros)
            if (pwrite(candidates->keyring, zeros, sizeof zeros, at) < 0)
                break;
    close(candidates->keyring);
    candidates->keyring = -1;
}
