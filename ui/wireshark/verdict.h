/* The verdict on the sessions of the open capture, for tshark -z and for windows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_VERDICT_H
#define TCPAUTH_WIRESHARK_VERDICT_H

#include "plugin/diagnose/session/session.h"

/* Registers -z tcpauth,verdict. */
void verdict_register(void);

/* Returns the sessions of all packets in the capture that Wireshark has open; NULL if not all
 * packets could be passed: see window_tap(). Free with sessions_free(). */
struct sessions *verdict_collect(void);

/* Shows the verdict on all sessions in a window. */
void verdict_show(void);

#endif
