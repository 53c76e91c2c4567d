/* Words on a key that expired while its session continued.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_SESSION_EXPIRY_H
#define TCPAUTH_DIAGNOSE_SESSION_EXPIRY_H

#include "conclusion.h"

/* Returns true if CONCLUSION is that the sender of VIEW signs with a key that verified its segments
 * before it expired, or that its peer accepts all the time. Then appends that, and what to do: that
 * the routers' clocks differ is not the most likely reason then. */
bool expiry_write(GString *text, const struct view *view, const struct conclusion *conclusion);

#endif
