/* What a configuration of Huawei VRP or HPE Comware says of sessions and their keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_DIALECT_VRP_H
#define TCPAUTH_KEYS_IMPORT_DIALECT_VRP_H

#include "keys/import/budget.h"
#include "keys/import/model/neighbors.h"
#include "keys/import/text/statement.h"

/* A line that gives LDP a key. */
struct vrp_ldp_line {
    const struct statement *statement;
    struct word vrf; /* or empty */
};

struct vrp {
    const struct import *import;
    struct budget *budget; /* of what key chains give to sessions */
    struct statement *text;
    struct neighbors *bgp, *msdp; /* their passwords are statements "peer NAME VERB ..." */
    struct interfaces *interfaces;
    GArray *ldp;          /* struct vrp_ldp_line */
    GHashTable *chains;   /* name -> statement "keychain" */
    GHashTable *policies; /* name -> statement "tcp ao" */
    GHashTable *known;    /* such a statement -> struct key_chain *, owned: its keys */
    GHashTable *reported; /* statements: references that became problems */
    struct word lsr_id;   /* the source of LDP sessions, or empty */
    bool other_transport; /* some LDP sessions have another source */
    int zone;             /* the number of seconds by which the clock is ahead of UTC */
};

/* Reads LENGTH bytes of TEXT, which must outlive the result. Free with vrp_free(). */
struct vrp *vrp_read(const char *text, size_t length, const struct import *import);
void vrp_free(struct vrp *vrp);

/* Reports MESSAGE once for a reference that many sessions inherit. */
void vrp_report_once(const struct vrp *vrp, const struct statement *statement, const char *message);

#endif
