/* A report on the open capture, in a file: all tables, and why segments are bad.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_REPORT_H
#define TCPAUTH_WIRESHARK_REPORT_H

/* Asks the user for a file that does not exist yet, writes the report into it and shows it. */
void report_ask(void);

#endif
