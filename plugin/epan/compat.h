/* The differences between the Wireshark releases that tcpauth builds for, 4.0 to 4.6. No other file
 * names a version.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_COMPAT_H
#define TCPAUTH_EPAN_COMPAT_H

#include <epan/epan.h>
#include <glib.h>
#include <stdbool.h>
#include <ws_version.h>

/* The release that this plugin is built for. Wireshark loads a plugin only if these numbers are its
 * own. */
#define COMPAT_MAJOR WIRESHARK_VERSION_MAJOR
#define COMPAT_MINOR WIRESHARK_VERSION_MINOR

#define COMPAT_AT_LEAST(major, minor) \
    (COMPAT_MAJOR > (major) || (COMPAT_MAJOR == (major) && COMPAT_MINOR >= (minor)))

/* The return type of a UAT's callbacks. */
#if COMPAT_AT_LEAST(4, 2)
typedef bool compat_uat_bool;
#else
typedef gboolean compat_uat_bool;
#endif

/* The type of a boolean preference, and of the flag that stops a progress window's task. */
#if COMPAT_AT_LEAST(4, 3)
typedef bool compat_bool;
#else
typedef gboolean compat_bool;
#endif

/* The return type of the callback that begins a statistic of -z: whether it began, since 4.6.
 * COMPAT_BEGUN is what it returns if so. */
#if COMPAT_AT_LEAST(4, 6)
typedef bool compat_begun;
#define COMPAT_BEGUN true
#else
typedef void compat_begun;
#define COMPAT_BEGUN ((void)0)
#endif

/* Returns the name of an interface of the capture file, or "unknown" if it has none. */
#if COMPAT_AT_LEAST(4, 3)
#define compat_interface_name(epan, interface, section) \
    epan_get_interface_name(epan, interface, section)
#else
#define compat_interface_name(epan, interface, section) epan_get_interface_name(epan, interface)
#endif

/* Adds an entry to the context menu of packets that have FIELD; does nothing before 4.2, which has
 * no such entries. Wireshark takes ownership of DATA and frees it with g_free() when it ends. */
#if COMPAT_AT_LEAST(4, 2)
#define compat_register_packet_menu(name, field, choose, data) \
    funnel_register_packet_menu(name, field, choose, data, false)
#else
#define compat_register_packet_menu(name, field, choose, data) \
    ((void)(name), (void)(field), (void)(choose), g_free(data))
#endif

#endif
