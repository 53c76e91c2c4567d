/* Where keys come from: keyring files and the configurations of routers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "source.h"

#include "file.h"
#include "import/dialect.h"
#include "keyfile.h"
#include "sealed.h"

#include <string.h>

/* Puts what is sealed in its place. */
static bool open_seal(const char *path, struct source *source, GError **error)
{
    struct text message = source->text;
    source->text = (struct text){0};
    text_room(&source->text, 1); /* as file_read() does: readers get an address even of nothing */
    const bool opened = sealed_open(&message, &source->text, error);
    if (!opened)
        g_prefix_error(error, "%s: ", path);
    text_clear(&message);
    return opened;
}

bool source_load(const char *path, struct source *source, GPtrArray *problems)
{
    GError *error = NULL;
    bool loaded = path ? file_read(path, &source->text, &source->mode, &error)
                       : file_read_standard_input(&source->text, &source->mode, &error);
    path = path ? path : FILE_STANDARD_INPUT;
    if (loaded)
        source->seal = openpgp_seal(source->text.bytes, source->text.length);
    if (source->seal)
        loaded = open_seal(path, source, &error);
    if (error)
        g_ptr_array_add(problems, error);
    return loaded;
}

void source_clear(struct source *source)
{
    text_clear(&source->text);
    seal_free(source->seal);
    source->seal = NULL;
}

const struct dialect *source_recognise(const struct text *text)
{
    if (keyfile_is_likely(text->bytes, text->length))
        return NULL;
    return dialect_recognise(text->bytes, text->length);
}

/* Sets WRITTEN_IN, as NULL for our own format; false and a problem if NAME is none's. */
static bool find_dialect(const char *name, const struct text *text,
                         const struct dialect **written_in, GPtrArray *problems)
{
    *written_in = name ? dialect_by_name(name) : source_recognise(text);
    if (!name || *written_in || strcmp(name, SOURCE_NATIVE) == 0)
        return true;
    g_ptr_array_add(problems, g_error_new(KEY_ERROR, KEY_ERROR_VALUE,
                                          "there is no dialect of the name %s", name));
    return false;
}

/* A router's configuration belongs to a group as a rule: that of those who run the router. What is
 * sealed may be read by anyone. */
static void check_mode(const struct source *source, const struct dialect *dialect,
                       const struct import *import)
{
    if (!source->seal && (source->mode & (dialect ? 07 : 077)) != 0)
        g_ptr_array_add(import->problems,
                        g_error_new(KEY_ERROR, KEY_ERROR_EXPOSED,
                                    "%s: others may read these secrets; chmod %s it", import->name,
                                    dialect ? "o=" : "600"));
}

bool source_parse(const struct source *source, const struct import *import, const char *dialect)
{
    const struct text *text = &source->text;
    const struct dialect *written_in;

    if (!find_dialect(dialect, text, &written_in, import->problems))
        return false;
    check_mode(source, written_in, import);
    if (written_in)
        written_in->read(text->bytes, text->length, import);
    else
        keyfile_parse(text->bytes, text->length, import->name, import->ring, import->problems);
    return true;
}

bool source_read(const char *path, const char *dialect, struct keyring *ring, GPtrArray *problems)
{
    const struct import import = {path ? path : FILE_STANDARD_INPUT, ring, problems};
    struct source source = {0};
    const bool read =
        source_load(path, &source, problems) && source_parse(&source, &import, dialect);
    source_clear(&source);
    return read;
}
