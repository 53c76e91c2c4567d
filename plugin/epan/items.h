/* The fields, with their expert infos, that tcpauth adds to the packet tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_ITEMS_H
#define TCPAUTH_EPAN_ITEMS_H

#include "field.h"
#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/verify/verify.h"

void items_register(int protocol);

/* Adds the fields of DIAGNOSIS, which has a verdict on SEGMENT in PINFO's frame, and its expert
 * infos at POSITION. */
void items_show(const struct diagnosis *diagnosis, const struct segment *segment,
                packet_info *pinfo, const struct item_position *position);

#endif
