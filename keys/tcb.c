/* Reads the initial sequence numbers in what routers print about their TCP connections.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tcb.h"

#include <glib.h>
#include <string.h>

#define MAX_WORD 64 /* longer than any word with a meaning */

/* The state of the reader. */
struct tcb_reader {
    const char *rest;
    char word[MAX_WORD + 1]; /* the last word read; a longer one is truncated */
    struct end ends[2];      /* the local end and the foreign one */
    bool known[2];           /* whether each of ENDS is complete */
    bool after_local;        /* WORD follows a local end as Junos prints it */
    struct isns *isns;
    unsigned count;
};

enum side { LOCAL, FOREIGN };

/* Returns the number of bytes at AT that separate words: a space, a comma, a semicolon, or a line
 * break as in a dialog's field (U+2028, U+2029). */
static size_t gap_at(const char *at)
{
    if (g_ascii_isspace(*at) || *at == ',' || *at == ';')
        return 1;
    return strncmp(at, "\342\200\250", 3) == 0 || strncmp(at, "\342\200\251", 3) == 0 ? 3 : 0;
}

/* Reads the next word. Returns false if there is none. */
static bool next_word(struct tcb_reader *reader)
{
    size_t length = 0, skip;

    while ((skip = gap_at(reader->rest)) > 0)
        reader->rest += skip;
    for (; *reader->rest && gap_at(reader->rest) == 0; reader->rest++)
        if (length < MAX_WORD)
            reader->word[length++] = *reader->rest;
    reader->word[length] = '\0';
    return length > 0;
}

static bool read_number(const char *word, guint64 most, guint64 *number)
{
    return g_ascii_string_to_unsigned(word, 10, 0, most, number, NULL);
}

static bool read_port(const char *word, uint16_t *port)
{
    guint64 number;
    if (!read_number(word, G_MAXUINT16, &number) || number == 0)
        return false;
    *port = (uint16_t)number;
    return true;
}

static void begin_connection(struct tcb_reader *reader)
{
    memset(reader->ends, 0, sizeof reader->ends);
    memset(reader->known, 0, sizeof reader->known);
}

/* Reads what follows "Local" or "Foreign": "host: ADDRESS" or "port: PORT". */
static void read_labelled(struct tcb_reader *reader, enum side side)
{
    struct end *end = &reader->ends[side];

    if (!next_word(reader))
        return;
    if (strcmp(reader->word, "host:") == 0 && next_word(reader)) {
        if (side == LOCAL)
            begin_connection(reader);
        if (!ip_address_parse(reader->word, &end->address))
            end->address.length = 0;
    } else if (strcmp(reader->word, "port:") == 0 && next_word(reader)) {
        reader->known[side] = read_port(reader->word, &end->port) && end->address.length > 0;
    }
}

/* Returns true if WORD is an end as Junos prints it, ADDRESS.PORT, and stores it. */
static bool read_end(const char *word, struct end *end)
{
    const char *dot = strrchr(word, '.');
    char address[MAX_WORD + 1] = "";

    if (!dot || !read_port(dot + 1, &end->port))
        return false;
    memcpy(address, word, (size_t)(dot - word));
    return ip_address_parse(address, &end->address);
}

static void end_add(struct tcb_reader *reader, const struct end *end, const char *word)
{
    guint64 number;
    if (!read_number(word, G_MAXUINT32, &number))
        return;
    isns_add(reader->isns, &(struct isn){*end, (uint32_t)number});
    reader->count++;
}

/* Reads "NAME: NUMBER", with or without a space, if WORD begins so. */
static void read_field(struct tcb_reader *reader, const char *name, enum side side)
{
    const size_t length = strlen(name);

    if (strncmp(reader->word, name, length) != 0)
        return;
    const char *number = reader->word + length;
    if (*number == '\0')
        number = next_word(reader) ? reader->word : "";
    if (reader->known[side])
        end_add(reader, &reader->ends[side], number);
}

/* Reads what follows "isn" in a keyring file: ADDRESS PORT NUMBER. */
static void read_isn(struct tcb_reader *reader)
{
    struct end end;

    if (next_word(reader) && ip_address_parse(reader->word, &end.address) && next_word(reader) &&
        read_port(reader->word, &end.port) && next_word(reader))
        end_add(reader, &end, reader->word);
}

static void read_word(struct tcb_reader *reader)
{
    const bool after_local = reader->after_local;
    struct end end = {0};

    reader->after_local = false;
    if (read_end(reader->word, &end)) {
        if (!after_local)
            begin_connection(reader);
        reader->ends[after_local] = end;
        reader->known[after_local] = true;
        reader->after_local = !after_local;
    } else if (g_str_has_prefix(reader->word, "*.")) {
        begin_connection(reader); /* of a listener, which has no ISNs */
    } else if (strcmp(reader->word, "Local") == 0) {
        read_labelled(reader, LOCAL);
    } else if (strcmp(reader->word, "Foreign") == 0) {
        read_labelled(reader, FOREIGN);
    } else if (strcmp(reader->word, "isn") == 0) {
        read_isn(reader);
    } else {
        read_field(reader, "iss:", LOCAL);
        read_field(reader, "irs:", FOREIGN);
    }
}

unsigned tcb_read(const char *text, struct isns *isns)
{
    struct tcb_reader reader = {.rest = text, .isns = isns};

    while (next_word(&reader))
        read_word(&reader);
    return reader.count;
}
