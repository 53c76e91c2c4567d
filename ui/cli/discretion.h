/* Keeps what this process has in memory from others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_DISCRETION_H
#define TCPAUTH_CLI_DISCRETION_H

/* From now on the process leaves no core, and what libraries free is overwritten, too. */
void discretion_begin(void);

#endif
