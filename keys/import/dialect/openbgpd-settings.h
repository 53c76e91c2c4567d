/* Reads the settings of a neighbor, a group or an RPKI cache in OpenBGPD's configuration, or of a
 * neighbor in that of OpenBSD's ldpd.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_OPENBGPD_SETTINGS_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_OPENBGPD_SETTINGS_H

#include "openbgpd-lexer.h"

struct bgpd_settings {
    char local[2][64];           /* the router's own addresses of IPv4 and of IPv6, or empty */
    char port[8];                /* the port to which bgpd connects, or empty */
    const struct secret *secret; /* or NULL */
    const char *withheld;        /* why there is none, or NULL */
    bool is_ldp;                 /* it is a neighbor of ldpd, not of bgpd */
    unsigned line;               /* the line of the secret */
};

/* Reads one item and moves to the token after it. Adds secrets to SECRETS (struct secret *), which
 * owns them. */
void bgpd_settings_read(struct bgpd_settings *settings, struct bgpd_lexer *lexer,
                        GPtrArray *secrets);

#endif
