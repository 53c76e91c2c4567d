/* Protects the memory of this process from others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_HARDEN_H
#define TCPAUTH_CLI_HARDEN_H

/* Disables core dumps from now on, and makes glibc overwrite all memory that is freed. */
void harden_process(void);

#endif
