/* A report on the open capture in a file: the verdict, all tables, and why segments are bad.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_REPORT_H
#define TCPAUTH_WIRESHARK_REPORT_H

/* Asks the user for a new file, writes the report to it, and shows the report. */
void report_ask(void);

#endif
