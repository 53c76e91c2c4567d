/* Finds the configuration files in ConfigMaps of Kubernetes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_KEYS_IMPORT_TEXT_CONFIG_MAPS_H
#define TCPAUTH_KEYS_IMPORT_TEXT_CONFIG_MAPS_H

#include <glib.h>

/* Adds to LINES (unsigned) the number of each line in LENGTH bytes of TEXT at which the text of a
 * file in a ConfigMap begins, such as the line after "frr.conf: |". Finds none if TEXT has objects
 * that configure BGP themselves, since these and their Secrets must be read together. */
void config_maps_find(const char *text, size_t length, GArray *lines);

#endif
