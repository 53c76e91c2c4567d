/* What a program writes before one line of a configuration.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_MARGIN_H
#define TCPAUTH_KEYS_IMPORT_TEXT_MARGIN_H

/* What ends a margin. */
enum mark { MARK_NONE, MARK_COMMIT, MARK_COMMAND, MARK_COLON, MARK_BAR, MARK_BRACKET, MARK_COLUMN };
#define MARKS (MARK_COLUMN + 1)

struct margin {
    enum mark mark;   /* MARK_NONE if there is no margin; the others are then NULL */
    const char *rest; /* of the line, after the margin */
    const char *end;  /* of REST, before what ends a command */
};

/* Returns the margin of the line between AT and END that ends first. Numbers of lines and Cisco's
 * log of commands are for paste_clean(). */
struct margin margin_find(const char *at, const char *end);

/* Returns what MARGIN, of the line at AT, says apart from times and numbers. Free with g_free(). */
char *margin_identity(const char *at, const struct margin *margin);

#endif
