/* Finds where the configuration of another router begins in a file with several of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_ROUTERS_H
#define TCPAUTH_KEYS_IMPORT_TEXT_ROUTERS_H

#include <glib.h>

/* Adds to LINES (unsigned) the number of each line in LENGTH bytes of TEXT at which the
 * configuration of another router begins. Only a certain sign counts, such as a second host name. A
 * file with one configuration has none. */
void routers_find(const char *text, size_t length, GArray *lines);

/* Adds to LINES (unsigned) the number of each line in LENGTH bytes of TEXT at which the text of a
 * file in a ConfigMap begins, such as the line after "frr.conf: |". Finds none if TEXT has objects
 * that configure BGP themselves, since these and their Secrets must be read together. */
void config_maps_find(const char *text, size_t length, GArray *lines);

/* Finds the host names of Junos, VyOS, SR Linux, RouterOS, FortiOS, SR OS and NVUE in LENGTH bytes
 * of TEXT. These systems print them among other lines, so that the configuration of a second router
 * begins before its name.
 *
 * Adds to LINES (unsigned) the number of each line at which the configuration of another router
 * begins, if that is certain for all of them: either each begins with its name, or each is sorted
 * as routers print it. Otherwise adds nothing and returns the line of the second name. If there is
 * none, returns the line of a second number of the router's autonomous system. Returns 0 if there
 * is neither or nothing is uncertain. */
unsigned host_names_find(const char *text, size_t length, GArray *lines);

#endif
