/* The verdict on sessions as JSON.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_VERDICT_JSON_H
#define TCPAUTH_WIRESHARK_VERDICT_JSON_H

#include "plugin/diagnose/session/session.h"

/* Returns a line for each direction of each session of SESSIONS, each a JSON object as tcpauth(1)
 * describes it. Free with g_free(). */
char *verdict_json(const struct sessions *sessions);

#endif
