/* Where a frame was captured, as Wireshark knows it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "capture-point.h"

#include "compat.h"

#include <string.h>
#include <wiretap/wtap.h>

struct point capture_point_of(const packet_info *pinfo)
{
    const wtap_rec *record = pinfo->rec;
    return (struct point){
        .known = record->presence_flags & WTAP_HAS_INTERFACE_ID,
        .section = record->presence_flags & WTAP_HAS_SECTION_NUMBER ? record->section_number : 0,
        .interface = record->rec_header.packet_header.interface_id,
    };
}

uint16_t capture_link_of(const packet_info *pinfo)
{
    const struct point point = capture_point_of(pinfo);
    return (uint16_t)(point.section << 8 ^ point.interface << 12 ^ point.interface >> 4 ^
                      pinfo->vlan_id);
}

char *point_text(const struct point *point, const packet_info *pinfo)
{
    const char *name = compat_interface_name(pinfo->epan, point->interface, point->section);
    const bool named = name && strcmp(name, "unknown") != 0;
    GString *text = g_string_new(NULL);

    g_string_append_printf(text, "interface %u", point->interface);
    if (point->section > 0)
        g_string_append_printf(text, " of section %u", point->section);
    if (named) {
        g_string_prepend(text, " (");
        g_string_prepend(text, name);
        g_string_append_c(text, ')');
    }
    return g_string_free(text, FALSE);
}
