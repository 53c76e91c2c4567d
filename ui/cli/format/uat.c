/* tcpauth_keys, the file of the key table in Wireshark's preferences.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "format.h"

#include <string.h>

/* Appends a column in quotes, where \xHH stands for a byte. */
static void add_column(struct text *text, const char *bytes, size_t length)
{
    const char digits[] = "0123456789abcdef";
    text_add(text, text->length > 0 && text->bytes[text->length - 1] == '"' ? ",\"" : "\"");
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)bytes[i];
        const char escape[] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        const bool plain = g_ascii_isprint((char)byte) && byte != '"' && byte != '\\';
        text_append(text, plain ? &bytes[i] : escape, plain ? 1 : sizeof escape);
    }
    text_add(text, "\"");
}

static void add_string(struct text *text, char *string)
{
    add_column(text, string ? string : "", string ? strlen(string) : 0);
    g_free(string);
}

static char *number_text(int64_t number, int64_t any)
{
    return number == any ? NULL : g_strdup_printf("%" G_GINT64_FORMAT, number);
}

static char *time_text(int64_t time, int64_t ever)
{
    return time == ever ? NULL : key_time_text(time);
}

/* Appends SECRET, in hexadecimal if its text begins with 0x and so would be read as such. */
static void add_secret(struct text *text, const struct secret *secret)
{
    struct text column = {0};
    size_t length;
    const char *bytes = (const char *)secret_bytes(secret, &length);

    if (format_is_plain(secret, G_MAXSIZE, "") &&
        !(length >= 2 && bytes[0] == '0' && (bytes[1] == 'x' || bytes[1] == 'X'))) {
        format_add_secret(&column, secret);
    } else {
        text_add(&column, "0x");
        format_add_hex(&column, secret);
    }
    add_column(text, column.bytes, column.length);
    text_clear(&column);
}

static char *address_text(const struct ip_address *address)
{
    return address->length > 0 ? ip_address_text(address) : NULL;
}

/* Returns true if KEY has values for the last columns. */
static bool has_membership(const struct key *key)
{
    return key->mac_length != 0 || key_send_from(key) != key->from ||
           key_send_until(key) != key->until || key->preference != KEY_NO_PREFERENCE ||
           key->signature != KEY_SIGNATURE_REQUIRED || key_chain(key) ||
           key_number(key) != KEY_ANY_NUMBER || key_instance(key);
}

static void add_membership(struct text *row, const struct key *key)
{
    const bool follows_from = key_send_from(key) == key->from;
    const bool follows_until = key_send_until(key) == key->until;

    add_string(row, number_text(key->mac_length, 0));
    add_string(row, follows_from ? NULL : key_time_text(key_send_from(key)));
    add_string(row, follows_until ? NULL : key_time_text(key_send_until(key)));
    add_string(row, g_strdup(key_preference_names[key->preference]));
    add_string(row, g_strdup(key_signature_names[key->signature]));
    add_string(row, g_strdup(key_chain(key)));
    add_string(row, number_text(key_number(key), KEY_ANY_NUMBER));
    if (key_instance(key))
        add_string(row, g_strdup(key_instance(key)));
}

/* Appends the later columns if KEY has values for them: older tables do not have these columns. */
static void add_late_columns(struct text *row, const struct key *key)
{
    const bool translated = key->signed_as[0].length > 0 || key->signed_as[1].length > 0;
    if (!translated && key->options == KEY_ANY_OPTIONS && !has_membership(key))
        return;
    add_string(row, address_text(&key->signed_as[0]));
    add_string(row, address_text(&key->signed_as[1]));
    add_string(row, g_strdup(key_options_names[key->options]));
    if (has_membership(key))
        add_membership(row, key);
}

static const char *write_uat(struct text *text, const struct key *key)
{
    struct text row = {0};
    add_string(&row, g_strdup(key->name));
    add_string(&row, prefix_text(&key->ends[0]));
    add_string(&row, prefix_text(&key->ends[1]));
    add_string(&row, number_text(key->port, KEY_ANY_PORT));
    add_string(&row, g_strdup(key_algorithm_names[key->algorithm]));
    add_secret(&row, key->secret);
    add_string(&row, number_text(key->send_id, KEY_ANY_ID));
    add_string(&row, number_text(key->recv_id, KEY_ANY_ID));
    add_string(&row, time_text(key->from, INT64_MIN));
    add_string(&row, time_text(key->until, INT64_MAX));
    add_late_columns(&row, key);
    text_append(text, row.bytes, row.length);
    text_add(text, "\n");
    text_clear(&row);
    return NULL;
}

const struct format format_uat = {
    .name = "uat", .title = "Wireshark's key table, tcpauth_keys", .write = write_uat};
