/* The symbols by which Wireshark recognises a plugin, and the order in which tcpauth is set up.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/epan/compat.h"
#include "plugin/epan/selected-frame.h"
#include "plugin/epan/hook.h"
#include "plugin/epan/items.h"
#include "plugin/epan/tap.h"
#include "plugin/epan/connections.h"
#include "plugin/epan/settings.h"
#include "ui/wireshark/menu.h"
#include "ui/wireshark/tables.h"
#include "ui/wireshark/verdict.h"

#include <epan/packet.h>
#include <epan/proto.h>
#include <ws_symbol_export.h>

WS_DLL_PUBLIC_DEF const char plugin_version[] = TCPAUTH_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = COMPAT_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = COMPAT_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

static void register_protocol(void)
{
    const int protocol = proto_register_protocol("TCP Authentication", "TCP-Auth", "tcpauth");
    items_register(protocol);
    settings_register(protocol);
    connections_register();
    tap_publish_register();
    selected_frame_register();
    hook_register(protocol);
    tables_register_peers();
    tables_register_causes();
    tables_register_times();
    tables_register_rollovers();
    tables_register_keys();
    tables_register_path();
    menu_register();
    verdict_register();
}

WS_DLL_PUBLIC_DEF void plugin_register(void)
{
    static const proto_plugin plugin = {
        .register_protoinfo = register_protocol,
        .register_handoff = hook_attach,
    };
    proto_register_plugin(&plugin);
}

/* Wireshark 4.4 and later require this function; 1 is its WS_PLUGIN_DESC_DISSECTOR. */
WS_DLL_PUBLIC_DEF uint32_t plugin_describe(void)
{
    return 1;
}
