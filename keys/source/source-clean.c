/* Takes off what programs added to a configuration on its way into a file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "source.h"

#include "keys/import/dialect.h"
#include "keys/import/text/clean.h"
#include "keys/import/text/transcript.h"
#include "keys/keyfile.h"
#include "parts.h"
#include "utf16.h"

/* Replaces TEXT with the lines in its strings if these look more like a configuration. */
static void unwrap_strings(struct text *text)
{
    struct text lines = {0};
    if (strings_find(text, &lines) && dialect_recognition(lines.bytes, lines.length).likeness >
                                          dialect_recognition(text->bytes, text->length).likeness) {
        text_clear(text);
        *text = lines;
        return;
    }
    text_clear(&lines);
}

static void unwrap_page(struct text *text)
{
    struct text lines = {0};
    if (!page_find(text, &lines))
        return;
    text_clear(text);
    *text = lines;
}

void source_clean(struct source *source)
{
    struct text *text = &source->text;
    utf16_decode(text);
    if (keyfile_is_likely(text->bytes, text->length))
        return;
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(unsigned));
    mail_decode(text);
    unwrap_strings(text);
    unwrap_page(text);
    csv_clean(text, lines);
    listing_clean(text, lines);
    margin_clean(text, lines);
    paste_clean(text);
    indentation_clean(text);
    transcript_clean(text->bytes, text->length, lines);
    shorthand_expand(text);
    source->parts = parts_find(text, lines, &source->mixed);
}
