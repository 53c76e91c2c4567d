/* A configuration in a mail.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clean.h"

#include "keys/import/line.h"

#include <stdbool.h>
#include <string.h>

static const char content[] = "Content-",
                  type[] = "Content-Type: ", encoding[] = "Content-Transfer-Encoding: ";

/* A text that is written again from its start. */
struct decoding {
    char *to, *start;
    bool in_head;    /* of the mail or of a part */
    bool is_encoded; /* the part is quoted-printable */
    bool is_base64;
    gint state;      /* of g_base64_decode_step() */
    guint bits;      /* the same */
    bool has_plain;  /* a part in plain text began */
    bool is_hidden;  /* the part is HTML, after one in plain text, or no text */
    unsigned breaks; /* newlines that joined lines lack so far */
};

static bool has_words(const char *at, const char *end, const char *head, const char *words)
{
    const size_t length = strlen(head);
    return line_begins(at, end, head) && (size_t)(end - at) - length >= strlen(words) &&
           g_ascii_strncasecmp(at + length, words, strlen(words)) == 0;
}

static void read_head(struct decoding *decoding, const char *at, const char *end)
{
    static const char *const others[] = {"image/", "audio/", "video/", "application/pdf",
                                         "application/zip"};
    const bool is_html = has_words(at, end, type, "text/html");
    decoding->is_encoded |= has_words(at, end, encoding, "quoted-printable");
    decoding->is_base64 |= has_words(at, end, encoding, "base64");
    decoding->is_hidden |= is_html && decoding->has_plain;
    for (unsigned i = 0; i < G_N_ELEMENTS(others); i++)
        decoding->is_hidden |= has_words(at, end, type, others[i]);
    decoding->has_plain |= has_words(at, end, type, "text/plain");
}

/* Writes the line between AT and END, which is quoted-printable. Returns true if it continues on
 * the next line. */
static bool write_encoded(struct decoding *decoding, const char *at, const char *end)
{
    while (at < end) {
        if (*at == '=' && end - at >= 3 && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2])) {
            *decoding->to++ =
                (char)(g_ascii_xdigit_value(at[1]) << 4 | g_ascii_xdigit_value(at[2]));
            at += 3;
        } else if (*at == '=' && (end - at == 1 || at[1] == '\r')) {
            return true;
        } else {
            *decoding->to++ = *at++;
        }
    }
    return false;
}

static void write_breaks(struct decoding *decoding)
{
    for (; decoding->breaks > 0; decoding->breaks--)
        *decoding->to++ = '\n'; /* there is room for those of the lines that were joined */
}

static void begin_head(struct decoding *decoding)
{
    decoding->in_head = true;
    decoding->is_encoded = decoding->is_base64 = decoding->is_hidden = false;
    decoding->state = 0;
    decoding->bits = 0;
}

/* Returns true if the line between AT and END may be base64. */
static bool is_base64(const char *at, const char *end)
{
    end -= end > at && end[-1] == '\r';
    while (at < end && (g_ascii_isalnum(*at) || *at == '+' || *at == '/' || *at == '='))
        at++;
    return at == end;
}

/* Writes the line between AT and END, whose newline is there or not. */
static void write_line(struct decoding *decoding, const char *at, const char *end, bool has_newline)
{
    if (line_begins(at, end, content) && !decoding->in_head)
        begin_head(decoding);
    if (decoding->in_head)
        read_head(decoding, at, end);
    const bool ends_head = end == at || (end - at == 1 && *at == '\r');
    const bool shows = !decoding->is_hidden && !decoding->in_head;
    bool continues = false;
    if (shows && decoding->is_base64 && is_base64(at, end)) {
        decoding->to += g_base64_decode_step(at, (gsize)(end - at), (guchar *)decoding->to,
                                             &decoding->state, &decoding->bits);
        return; /* its newlines are encoded, too */
    }
    if (decoding->is_base64 && !decoding->in_head && decoding->to > decoding->start &&
        decoding->to[-1] != '\n')
        *decoding->to++ = '\n'; /* the last line of the part had none */
    if (shows && decoding->is_encoded) {
        continues = write_encoded(decoding, at, end);
    } else if (shows) {
        memmove(decoding->to, at, (size_t)(end - at));
        decoding->to += end - at;
    }
    decoding->breaks += has_newline;
    if (!continues)
        write_breaks(decoding);
    decoding->in_head &= !ends_head;
}

/* Returns true if the line between AT and END is one of a head: "From: ...". */
static bool is_head(const char *at, const char *end)
{
    const char *stop = at;
    while (stop < end && (g_ascii_isalpha(*stop) || *stop == '-'))
        stop++;
    return stop > at && line_begins(stop, end, ": ");
}

/* Returns true if the head of a mail or a part is in TEXT that says how it is encoded. */
static bool has_encoded(const struct text *text)
{
    return memmem(text->bytes, text->length, encoding, strlen(encoding)) != NULL;
}

void mail_decode(struct text *text)
{
    if (text->length == 0 || !has_encoded(text))
        return;
    const char *end = text->bytes + text->length, *first = line_end(text->bytes, end);
    struct decoding decoding = {.to = text->bytes, .start = text->bytes};
    decoding.in_head = is_head(text->bytes, first);
    for (const char *at = text->bytes, *next; at < end; at = next + 1) {
        next = line_end(at, end);
        if (line_begins(at, next, "--") && line_begins(MIN(next + 1, end), end, content))
            begin_head(&decoding); /* a boundary */
        write_line(&decoding, at, next, next < end);
    }
    write_breaks(&decoding);
    text_end(text, decoding.to);
}
