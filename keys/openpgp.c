/* What an OpenPGP message reveals without decryption: that it is one, and its recipients.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "openpgp.h"

#include <stdint.h>
#include <string.h>

#define ARMOR "-----BEGIN PGP MESSAGE-----"

/* RFC 4880 section 4.3 */
enum tag {
    TAG_FOR_KEY = 1,        /* an encrypted session key, for one recipient */
    TAG_FOR_PASSPHRASE = 3, /* an encrypted session key, for a passphrase */
    TAG_MARKER = 10,        /* ignored */
    TAG_CONTENT = 18,
    TAG_CONTENT_AEAD = 20, /* GnuPG's own */
};

struct packet {
    unsigned tag;
    const uint8_t *body;
    size_t length; /* as far as it was read */
};

struct seal *seal_new(void)
{
    struct seal *seal = g_new0(struct seal, 1);
    seal->recipients = g_ptr_array_new_with_free_func(g_free);
    seal->armored = true;
    return seal;
}

void seal_free(struct seal *seal)
{
    if (!seal)
        return;
    g_ptr_array_free(seal->recipients, TRUE);
    g_free(seal);
}

/* Returns the number in LENGTH bytes at AT. */
static size_t number_at(const uint8_t *at, unsigned length)
{
    size_t value = 0;
    for (unsigned i = 0; i < length; i++)
        value = value << 8 | at[i];
    return value;
}

/* Where the length of a packet stands and how it is written; RFC 4880 section 4.2:
 *
 *     1 0 tttt ll   1, 2 or 4 bytes as ll says; none: to the end
 *     1 1 tttttt    one byte to 191, two from 192 to 223 on, four behind 255, else a part only
 */
static bool read_length(const uint8_t *at, size_t left, size_t *header, size_t *length)
{
    if ((at[0] & 0x40) == 0) {
        const unsigned type = at[0] & 3, octets = type == 3 ? 0 : 1U << type;
        *header = 1 + octets;
        if (left < *header)
            return false;
        *length = type == 3 ? left - 1 : number_at(at + 1, octets);
        return true;
    }
    const unsigned first = left < 2 ? 0 : at[1];
    *header = first < 192 || (first >= 224 && first < 255) ? 2 : first < 224 ? 3 : 6;
    if (left < *header)
        return false;
    *length = first < 192   ? first
              : first < 224 ? ((first - 192) << 8) + at[2] + 192
              : first < 255 ? (size_t)1 << (first & 31)
                            : number_at(at + 2, 4);
    return true;
}

/* Sets PACKET to the next packet, and moves *AT and *LEFT after it. */
static bool take_packet(const uint8_t **at, size_t *left, struct packet *packet)
{
    size_t header, length;
    if (*left == 0 || ((*at)[0] & 0x80) == 0 || !read_length(*at, *left, &header, &length))
        return false;
    packet->tag = (*at)[0] & 0x40 ? (*at)[0] & 0x3f : (*at)[0] >> 2 & 0x0f;
    packet->body = *at + header;
    packet->length = MIN(length, *left - header);
    *at += header + packet->length;
    *left -= header + packet->length;
    return true;
}

/* Returns true if the packet's version exists. Text in other alphabets may look like a packet's
 * header. */
static bool is_sound(const struct packet *packet)
{
    const unsigned version = packet->length > 0 ? packet->body[0] : 0;
    switch (packet->tag) {
    case TAG_FOR_KEY:
        return version == 2 || version == 3 || version == 6;
    case TAG_FOR_PASSPHRASE:
        return version >= 4 && version <= 6;
    case TAG_MARKER:
        return packet->length == 3 && memcmp(packet->body, "PGP", 3) == 0;
    case TAG_CONTENT:
        return version == 1 || version == 2;
    case TAG_CONTENT_AEAD:
        return version == 1;
    default:
        return false;
    }
}

/* Adds the recipient in PACKET. Up to version 3, the eight bytes after the version are the key's
 * id; zeros hide it. Recipients of later versions count as hidden. */
static void add_recipient(struct seal *seal, const struct packet *packet)
{
    static const uint8_t nobody[8] = {0};
    const uint8_t *id = packet->body + 1;

    if (packet->body[0] > 3 || packet->length < 9 || memcmp(id, nobody, 8) == 0)
        seal->hidden = true;
    else
        g_ptr_array_add(seal->recipients,
                        g_strdup_printf("%08" G_GINT64_MODIFIER "X%08" G_GINT64_MODIFIER "X",
                                        (guint64)number_at(id, 4), (guint64)number_at(id + 4, 4)));
}

static struct seal *seal_of_packets(const uint8_t *at, size_t left)
{
    struct seal *seal = NULL;
    struct packet packet;

    while (take_packet(&at, &left, &packet) && is_sound(&packet)) {
        if (!seal)
            seal = seal_new();
        if (packet.tag == TAG_FOR_KEY)
            add_recipient(seal, &packet);
        else if (packet.tag == TAG_FOR_PASSPHRASE)
            seal->passphrase = true;
        else if (packet.tag != TAG_MARKER)
            break;
    }
    if (seal)
        seal->armored = false;
    return seal;
}

/* Returns the start of the line after AT. */
static const char *next_line(const char *at, const char *end)
{
    const char *line_end = memchr(at, '\n', (size_t)(end - at));
    return line_end ? line_end + 1 : end;
}

/* Returns the seal of an armored message, RFC 4880 section 6.2: lines "Name: value", an empty line,
 * base64, "=" and a checksum. */
static struct seal *seal_of_armor(const char *at, const char *end)
{
    for (at = next_line(at, end); at < end && *at != '\n' && *at != '\r';)
        at = next_line(at, end);
    char *digits = g_strndup(at, (size_t)(end - at));
    char *checksum = strstr(digits, "\n=");
    size_t length;

    if (checksum)
        *checksum = '\0';
    uint8_t *bytes = g_base64_decode(digits, &length);
    struct seal *seal = seal_of_packets(bytes, length);
    if (!seal) {
        seal = seal_new();
        seal->hidden = true; /* it is damaged, so its recipients are unknown */
    }
    seal->armored = true;
    g_free(bytes);
    g_free(digits);
    return seal;
}

struct seal *openpgp_seal(const char *bytes, size_t length)
{
    const char *at = bytes, *end = bytes + length;
    while (at < end && g_ascii_isspace(*at))
        at++;
    if ((size_t)(end - at) > strlen(ARMOR) && memcmp(at, ARMOR, strlen(ARMOR)) == 0)
        return seal_of_armor(at, end);
    return seal_of_packets((const uint8_t *)bytes, length);
}
