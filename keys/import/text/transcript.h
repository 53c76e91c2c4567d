/* A configuration that was copied from a terminal, with prompts before its lines.
 *
 *     R2(config-router)#neighbor 192.0.2.1 password ...        Cisco and relatives, FRR
 *     *A:PE1>config>router>bgp# group "transit"                SR OS, classic CLI
 *     admin@mx# set protocols bgp ...                          Junos, VyOS, a shell
 *     [*HUAWEI-bgp] peer 192.0.2.1 password ...                VRP and Comware
 *     [admin@MikroTik] /routing/bgp/connection> add ...        RouterOS
 *     FGT (bgp) # set as 64500                                 FortiOS
 *
 * Some systems print a line with the current context before each prompt:
 *
 *     [edit protocols bgp]                                     Junos, VyOS
 *     *(ex)[/configure router "Base" bgp]                      SR OS, MD-CLI
 *     --{ + candidate shared default }--[ system ]--           SR Linux
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_TRANSCRIPT_H
#define TCPAUTH_KEYS_IMPORT_TEXT_TRANSCRIPT_H

#include "hierarchy.h"

/* Removes the prompts in LENGTH bytes of TEXT, in place. No line becomes another line. After a
 * prompt that shows a mode, the command is indented as in a saved configuration. Context lines
 * become "[ PATH": see transcript_context(). A command becomes spaces if an error message follows
 * it, or if it was discarded with "abort", "discard" or "rollback". Any other text stays the same.
 * Adds to LINES (unsigned), unless it is NULL, the number of each line whose prompt shows another
 * router than the prompt before. */
void transcript_clean(char *text, size_t length, GArray *lines);

/* If STATEMENT is a context line, returns the branch below ROOT to which it leads, which is added
 * if there is none. The statements after it are in that branch. Otherwise returns NULL. */
struct branch *transcript_context(struct branch *root, const struct statement *statement);

#endif
