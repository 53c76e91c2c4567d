/* Keeps what this process has in memory from others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_HARDEN_H
#define TCPAUTH_CLI_HARDEN_H

/* Makes the process leave no core from now on, and what libraries free be overwritten, too. */
void harden_process(void);

#endif
