/* The initial sequence numbers that routers print of their TCP connections.
 *
 * Read are `show tcp` and `show ip bgp neighbors` of IOS and IOS XE, and `show tcp detail pcb` of
 * IOS XR:
 *
 *     Local host: 192.0.2.1, Local port: 179
 *     Foreign host: 192.0.2.2, Foreign port: 40001
 *     iss: 3735928559  snduna: 3735929000
 *     irs: 2863311530  rcvnxt: 2863312000
 *
 * and `show system connections extensive` of Junos:
 *
 *     tcp4  0  0  192.0.2.1.179  192.0.2.2.40001  ESTABLISHED
 *         iss: 3735928559  sndup: 3735929000
 *         irs: 2863311530  rcvup: 2863312000
 *
 * ISS is the local end's number, IRS the foreign end's (RFC 9293 section 3.3.1). Lines do not
 * matter, and isn lines as in a keyring file may stand between.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_TCB_H
#define TCPAUTH_KEYS_TCB_H

#include "isns.h"

/* Adds the ISNs in TEXT, which may contain anything else, to ISNS. Returns the number of ISNs in
 * TEXT, including those that ISNS already has. */
unsigned tcb_read(const char *text, struct isns *isns);

#endif
