/* The lines about sessions and their keys in a configuration of Huawei VRP or HPE Comware.
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
    struct budget *budget; /* for the keys that sessions get from key chains */
    struct statement *text;
    struct neighbors *bgp, *msdp; /* their passwords are statements "peer NAME VERB ..." */
    struct neighbors *rpki;       /* its passwords are statements "tcp ... password ..." */
    struct interfaces *interfaces;
    GArray *ldp;          /* struct vrp_ldp_line */
    GHashTable *chains;   /* name -> statement "keychain" */
    GHashTable *policies; /* name -> statement "tcp ao" */
    GHashTable *known;    /* a policy's statement -> struct key_chain *, owned: its keys */
    GHashTable *reported; /* the statements in vrp_report_once() */
    struct word lsr_id;   /* the source of LDP sessions, or empty */
    bool other_transport; /* some LDP sessions have another source */
    int zone;             /* the number of seconds by which the clock is ahead of UTC */
};

/* Reads LENGTH bytes of TEXT, which must outlive the result. Free with vrp_free(). */
struct vrp *vrp_read(const char *text, size_t length, const struct import *import);
void vrp_free(struct vrp *vrp);

/* Adds the problem MESSAGE at STATEMENT, but only once if many sessions inherit STATEMENT. */
void vrp_report_once(const struct vrp *vrp, const struct statement *statement, const char *message);

#endif
