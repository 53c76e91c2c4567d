/* Reads config.xml of pfSense and OPNsense: the neighbors of their packages for FRR and OpenBGPD,
 * the TCP MD5 keys for the kernel, and raw configurations of FRR in base64.
 *
 * The elements are those of the packages' forms and models: frr_bgp_neighbors.xml and
 * frr_global_raw.xml of pfSense-pkg-frr, Quagga/BGP.xml of OPNsense's os-frr.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dialects.h"
#include "nested.h"
#include "keys/import/model/rows.h"
#include "keys/import/text/xml.h"

#include <string.h>

/* pfSense ignores the password of a neighbor if the password's type is "none". */
static const struct row lists[] = {
    {.list = "frrbgpneighbors/config",
     .name = "peer",
     .group = "peergroup",
     .source = "updatesource",
     .groups = true},
    {.list = "frrbgpneighbors/config",
     .name = "peer",
     .secrets = {"password"},
     .off = "password_type/none",
     .groups = true},
    {.list = "openbgpdneighbors/config", .name = "neighbor", .secrets = {"md5sigpass"}},
    {.list = "row", .name = "tcpsigdst", .source = "tcpsigsrc", .secrets = {"tcpsigpw"}},
    {.list = "peergroups/peergroup",
     .source = "updatesource",
     .secrets = {"password"},
     .off = "enabled/0"},
    {.list = "peergroups/peergroup",
     .name = "listenranges",
     .secrets = {"password"},
     .off = "enabled/0"},
    {.list = "neighbors/neighbor",
     .name = "address",
     .group = "linkedPeergroup",
     .source = "updatesource",
     .secrets = {"password"},
     .off = "enabled/0"},
    {0},
};

static const struct dialect_rows dialect = {.row = lists, .read = rows_plain_secret};

/* Reads FRR's raw configurations: one, or in earlier releases one for each of its programs. */
static void read_raw(struct rows *rows, const struct branch *packages)
{
    static const char *const fields[] = {"frr", "bgpd"};
    const struct branch *raw = branch_first(branch_at(packages, "frrglobalraw/config"));
    for (; raw; raw = branch_next(raw)) {
        rows_read(rows, raw, NULL);
        for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
            const struct branch *text = branch_value(raw, fields[i]);
            if (text)
                nested_read_encoded(&dialect_frr, text->word, text->line, rows->import);
        }
    }
}

static void read_sense(const char *text, size_t length, const struct import *import)
{
    static const char *const numbered[] = {"config", "row", NULL};
    static const char *const addresses[] = {"ipaddr", "ipaddrv6", NULL};
    struct rows *rows = rows_new(&dialect, length, import);
    struct xml *xml = xml_say(rows->root, numbered, (struct word){text, length, 0}, import);

    const struct branch *router = branch_first(rows->root);
    for (; router; router = branch_next(router)) {
        const struct branch *packages = branch_get(router, "installedpackages");
        rows_read_interfaces(rows, router, "interfaces", addresses);
        rows_read(rows, packages, NULL);
        read_raw(rows, packages);
        rows_read(rows, branch_at(router, "OPNsense/quagga/bgp"), NULL);
    }
    rows_import(rows);
    xml_free(xml);
}

static const struct sign signs[] = {
    {"<pfsense>*", 100}, {"<opnsense>*", 100}, {"<installedpackages>*", 60}, {"<quagga>*", 40},
    {NULL, 0},
};

const struct dialect dialect_sense = {
    .name = "sense", .title = "pfSense and OPNsense", .signs = signs, .read = read_sense};
