/* What differs between the Wireshark releases that tcpauth builds for, 4.0 to 4.6. The only place
 * that names a version.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_EPAN_COMPAT_H
#define TCPAUTH_EPAN_COMPAT_H

#include <glib.h>
#include <stdbool.h>
#include <ws_version.h>

#define COMPAT_WIRESHARK(major, minor)    \
    (WIRESHARK_VERSION_MAJOR > (major) || \
     (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

/* What the callbacks of a UAT return. */
#if COMPAT_WIRESHARK(4, 2)
typedef bool compat_uat_bool;
#else
typedef gboolean compat_uat_bool;
#endif

#endif
