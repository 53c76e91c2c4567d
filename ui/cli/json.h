/* Keys as JSON, without their secrets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_CLI_JSON_H
#define TCPAUTH_CLI_JSON_H

#include "keys/isns.h"
#include "keys/key.h"
#include "keys/text.h"

#include <json-glib/json-glib.h>

/* Adds MEMBER with VALUE, which may be NULL and need not be UTF-8. */
void json_add_text(JsonBuilder *builder, const char *member, const char *value);

/* Adds MEMBER with TIME; null if TIME is EVER. */
void json_add_time(JsonBuilder *builder, const char *member, int64_t time, int64_t ever);

/* Adds the attributes of KEY, except its secret, to the current object. */
void json_add_key(JsonBuilder *builder, const struct key *key);

/* Adds an object with ISN to the current array. */
void json_add_isn(JsonBuilder *builder, const struct isn *isn);

/* Returns VALUE, which need not be UTF-8, as JSON. Free with g_free(). */
char *json_text(const char *value);

/* Returns the JSON object in TEXT, or NULL if it is not one. Free with json_object_unref(). */
JsonObject *json_read_object(const char *text);

/* Writes the contents of BUILDER to standard output, and frees BUILDER. */
void json_output(JsonBuilder *builder);

#endif
