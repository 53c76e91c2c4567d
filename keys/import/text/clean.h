/* What is around a configuration in a file: mail, a JSON or HTML text, what programs add on its way
 * there, and abbreviations. source_clean() calls these functions in their order here.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_CLEAN_H
#define TCPAUTH_KEYS_IMPORT_TEXT_CLEAN_H

#include "keys/text.h"

#include <stdbool.h>

/* Decodes the parts of TEXT that are quoted-printable or base64, in place: RFC 2045, sections 6.7
 * and 6.8. Makes header lines empty, and the lines of a part in HTML after one in plain text, which
 * says the same. A line that is not broken keeps its number, except after base64. Wipes the bytes
 * that remain behind the new end. */
void mail_decode(struct text *text);

/* Adds to LINES, which is empty, the strings in TEXT that have several lines. If there is none,
 * adds what TEXT has if each of its lines is one string: these lines without quotes, and empty ones
 * for the others, so that each keeps its number. Returns false and adds nothing if TEXT has
 * neither. */
bool strings_find(const struct text *text, struct text *lines);

/* If TEXT is HTML, adds to LINES, which is empty, the lines that a browser shows, and returns true.
 * A line keeps its number if the source has a newline where the page has one. Otherwise returns
 * false and adds nothing. */
bool page_find(const struct text *text, struct text *lines);

/* If TEXT is CSV (RFC 4180) with cells of several lines, leaves only these, in place. Each line
 * keeps its number, except after a second such cell in one row, which begins on a line of its own.
 * Another cell begins at each number that is added to LINES (unsigned). Wipes the bytes that remain
 * behind the new end. */
void csv_clean(struct text *text, GArray *lines);

/* Removes from TEXT, in place, what a program added that listed it, if most lines have it:
 *
 * - the name of the file before each line, and the line's number, as "grep -r", "grep -n" and "git
 * grep" write them
 * - right-aligned numbers that count up, with one space after them, as vim and less show them
 * - "$" and "^M" at the ends of lines, as "cat -A" and vim show them
 * - the marks of "diff -c", and the lines of the old file, whatever number of lines has them
 *
 * No line becomes another line. Wipes the bytes that remain behind the new end. Adds to LINES
 * (unsigned) the number of each line at which another file begins. */
void listing_clean(struct text *text, GArray *lines);

/* Removes from TEXT, in place, what is before each line, if nearly all lines have it and it says
 * the same for many lines in a row, apart from times and numbers:
 *
 * - "r1: ", "[r1] ", "r1 | ", "r1,": pssh, docker, ansible, and tables of a database
 * - "Jan 2 03:04:05 r1 logger[7]: ": syslog and the journal
 * - "a1b2c3d4 (Joe 2026-01-02 03:04:05 +0100 7) ": git blame
 * - the "+" after each line of a column, if PostgreSQL shows no other one
 * - "... Command="undo peer"": logs of the commands of Huawei VRP, HPE Comware, Junos and TACACS+
 *
 * No line becomes another line. Wipes the bytes that remain behind the new end. Adds to LINES
 * (unsigned) the number of each line at which what is written before the lines changes. */
void margin_clean(struct text *text, GArray *lines);

/* Removes from TEXT, in place, what other programs added on its way into a file:
 *
 * - what a pager overwrote, " --More-- " with backspaces or escape sequences after it
 * - the marks "> " of a quoted mail, if two lines or more have them
 * - the numbers of lines, if most lines have them, as "cat -n" and "grep -n" write them
 * - what Cisco's log has before commands, but for the name of the router
 * - the times before lines in the log of a terminal program, if two lines or more have them
 * - the removed lines of a diff, and the marks of the others, also if it lacks the lines "@@"
 * - byte order marks and zero-width spaces before a line
 * - no-break spaces become spaces if they indent a line, as in a web page; otherwise one in a
 * secret may be the router's
 * - carriage returns in place of newlines
 *
 * No line becomes another line, except that a line that ends with a carriage return alone is one.
 * Wipes the bytes that remain behind the new end. */
void paste_clean(struct text *text);

/* Removes the indentation of a configuration in TEXT, in place: of the lines after an empty line or
 * one that introduces a text, such as "config: |" or "```", if all begin with the same spaces and
 * one of them is a line that a router prints in the first column. No line becomes another line. */
void indentation_clean(struct text *text);

/* Spells the abbreviated and capitalised words in TEXT out in lower case, in lines that the keys of
 * a configuration depend on. No line becomes another line. Wipes the former bytes if there are such
 * words. */
void shorthand_expand(struct text *text);

#endif
