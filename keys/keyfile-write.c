/* Writes the entries of keyring files so that they are read as the same keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keyfile.h"

#include <string.h>

/* Returns true if BYTES are a readable text that fits in double quotes. */
static bool is_text(const char *bytes, size_t length)
{
    if (memchr(bytes, '\0', length) || !g_utf8_validate(bytes, (gssize)length, NULL))
        return false;
    for (const char *at = bytes; at < bytes + length; at = g_utf8_next_char(at))
        if (!g_unichar_isprint(g_utf8_get_char(at)))
            return false;
    return true;
}

static void write_quoted(struct text *text, const char *bytes, size_t length)
{
    text_add(text, "\"");
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '"' || bytes[i] == '\\')
            text_add(text, "\\");
        text_append(text, &bytes[i], 1);
    }
    text_add(text, "\"");
}

static void write_hex(struct text *text, const uint8_t *bytes, size_t length)
{
    const char digits[] = "0123456789abcdef";
    text_add(text, "hex ");
    for (size_t i = 0; i < length; i++) {
        text_append(text, &digits[bytes[i] >> 4], 1);
        text_append(text, &digits[bytes[i] & 15], 1);
    }
}

void keyfile_write_secret(struct text *text, const struct secret *secret)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(secret, &length);
    if (is_text((const char *)bytes, length))
        write_quoted(text, (const char *)bytes, length);
    else
        write_hex(text, bytes, length);
}

static void write_name(struct text *text, const char *name)
{
    const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/@+";
    if (name[strspn(name, plain)] == '\0')
        text_add(text, name);
    else
        write_quoted(text, name, strlen(name));
}

/* Writes COMMENT so that it stays one comment: it may quote a file's name, which may contain
 * anything. */
static void write_comment(struct text *text, const char *comment)
{
    text_add(text, "    # ");
    for (const char *at = comment; *at; at++)
        text_append(text, g_ascii_iscntrl(*at) ? "?" : at, 1);
}

static void write_time(struct text *text, const char *word, int64_t time)
{
    char *moment = key_time_text(time);
    text_format(text, "\n    %-10s %s", word, moment);
    g_free(moment);
}

static void write_addresses(struct text *text, const char *word, const struct prefix ends[static 2])
{
    char *first = prefix_text(&ends[0]), *second = prefix_text(&ends[1]);
    text_format(text, "\n    %-9s  %s %s", word, first, second);
    g_free(second);
    g_free(first);
}

static void write_signed_as(struct text *text, const struct ip_address signed_as[static 2])
{
    const struct prefix ends[] = {
        {signed_as[0], 8 * signed_as[0].length},
        {signed_as[1], 8 * signed_as[1].length},
    };
    if (signed_as[0].length > 0 || signed_as[1].length > 0)
        write_addresses(text, "signed-as", ends);
}

static void write_algorithm(struct text *text, const struct key *key)
{
    if (key->algorithm != KEY_MD5) {
        char *name = g_ascii_strdown(key_algorithm_names[key->algorithm], -1);
        text_format(text, "\n    algorithm  %s", name);
        g_free(name);
    }
    if (key->mac_length != 0)
        text_format(text, "\n    mac-length %u", key->mac_length);
    if (key->send_id != KEY_ANY_ID)
        text_format(text, "\n    send-id    %d", key->send_id);
    if (key->recv_id != KEY_ANY_ID)
        text_format(text, "\n    recv-id    %d", key->recv_id);
    if (key->options != KEY_ANY_OPTIONS)
        text_format(text, "\n    options    %s", key_options_names[key->options]);
}

/* Writes the attributes of KEY that few keys have. */
static void write_membership(struct text *text, const struct key *key)
{
    if (key_send_from(key) != key->from)
        write_time(text, "send-from", key_send_from(key));
    if (key_send_until(key) != key->until)
        write_time(text, "send-until", key_send_until(key));
    if (key->preference != KEY_NO_PREFERENCE)
        text_format(text, "\n    preference %s", key_preference_names[key->preference]);
    if (key->signature != KEY_SIGNATURE_REQUIRED)
        text_format(text, "\n    signature  %s", key_signature_names[key->signature]);
    if (key_chain(key)) {
        text_add(text, "\n    chain      ");
        write_name(text, key_chain(key));
    }
    if (key_number(key) != KEY_ANY_NUMBER)
        text_format(text, "\n    number     %" G_GINT64_FORMAT, key_number(key));
    if (key_instance(key)) {
        text_add(text, "\n    instance   ");
        write_name(text, key_instance(key));
    }
}

void keyfile_write_isn(struct text *text, const struct isn *isn)
{
    char *address = ip_address_text(&isn->end.address);
    text_format(text, "isn %s %u %" G_GUINT32_FORMAT "\n", address, isn->end.port, isn->number);
    g_free(address);
}

void keyfile_write(struct text *text, const struct key *key, const char *comment)
{
    text_add(text, "key ");
    write_name(text, key->name);
    if (comment)
        write_comment(text, comment);
    write_addresses(text, "ends", key->ends);
    write_signed_as(text, key->signed_as);
    if (key->port != KEY_ANY_PORT)
        text_format(text, "\n    port       %u", key->port);
    write_algorithm(text, key);
    text_add(text, "\n    secret     ");
    keyfile_write_secret(text, key->secret);
    if (key->from != INT64_MIN)
        write_time(text, "from", key->from);
    if (key->until != INT64_MAX)
        write_time(text, "until", key->until);
    write_membership(text, key);
}
