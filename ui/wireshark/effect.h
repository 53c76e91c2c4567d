/* What the keys achieve on the open capture, in one line.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_WIRESHARK_EFFECT_H
#define TCPAUTH_WIRESHARK_EFFECT_H

/* Dissects the open capture again with the current keys, and shows how many keys there are and how
 * many signed segments they verify: "7 keys; of 168 signed segments 0 verified". Without a capture,
 * shows only the number of keys. INTRODUCTION, which may be empty, comes first.
 */
void effect_dissect(const char *introduction);

#endif
