/* What the packet tree shows of TCP-AO alone: the input of its MAC, and its KeyIDs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_AO_ITEMS_H
#define TCPAUTH_EPAN_AO_ITEMS_H

#include "field.h"
#include "plugin/diagnose/evidence/diagnosis.h"
#include "plugin/verify/segment.h"

/* Shows what the KeyIDs of TCP-AO reveal. A request can be followed only after its segment. */
void ao_items_show_key_ids(const struct diagnosis *diagnosis, const struct item_position *position);

/* Adds the hidden items that serve as filters for TCP-AO alone. */
void ao_items_add_hidden(const struct diagnosis *diagnosis, const struct item_position *position);

/* Shows what TCP-AO's MAC depends on besides the segment and the key. */
void ao_items_show_terms(const struct finding *finding, const struct segment *segment,
                         const struct item_position *position);

/* Returns in words whether the MAC of TERMS covers the other TCP options. Returns a static string;
 * do not free it. */
const char *ao_items_options_text(const struct ao_terms *terms);

#endif
