/* The results of one run of tshark on the sessions of a capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict.h"

#include "json.h"

#include <string.h>

/* What one peer sends to the other. */
struct direction {
    char *line; /* the line of JSON as written */
    JsonObject *object;
};

struct verdict {
    GString *words;
    GPtrArray *directions; /* struct direction * */
};

static void direction_free(struct direction *direction)
{
    json_object_unref(direction->object);
    g_free(direction->line);
    g_free(direction);
}

static void add_direction(struct verdict *verdict, const char *line)
{
    JsonObject *object = json_read_object(line);
    if (!object)
        return;
    struct direction *direction = g_new(struct direction, 1);
    *direction = (struct direction){g_strdup(line), object};
    g_ptr_array_add(verdict->directions, direction);
}

struct verdict *verdict_new(const char *output)
{
    struct verdict *verdict = g_new(struct verdict, 1);
    char **lines = g_strsplit(output, "\n", -1);

    *verdict = (struct verdict){
        .words = g_string_new(NULL),
        .directions = g_ptr_array_new_with_free_func((GDestroyNotify)direction_free),
    };
    for (char **line = lines; *line; line++) {
        if (**line == '{')
            add_direction(verdict, *line);
        else if (line[1]) /* the last one is the text after the last newline */
            g_string_append_printf(verdict->words, "%s\n", *line);
    }
    g_strfreev(lines);
    return verdict;
}

void verdict_free(struct verdict *verdict)
{
    g_string_free(verdict->words, TRUE);
    g_ptr_array_free(verdict->directions, TRUE);
    g_free(verdict);
}

static const struct direction *direction_at(const struct verdict *verdict, unsigned i)
{
    return verdict->directions->pdata[i];
}

static enum judgement judgement_of(const struct direction *direction)
{
    const char *severity =
        json_object_get_string_member_with_default(direction->object, "severity", "");
    return strcmp(severity, "good") == 0    ? JUDGED_GOOD
           : strcmp(severity, "fault") == 0 ? JUDGED_FAULTY
                                            : JUDGED_NOT;
}

bool verdict_is_partial(const struct verdict *verdict)
{
    return strstr(verdict->words->str, " of further peers are not part of this verdict") != NULL;
}

enum judgement verdict_judgement(const struct verdict *verdict)
{
    enum judgement gravest =
        verdict_is_empty(verdict) || verdict_is_partial(verdict) ? JUDGED_NOT : JUDGED_GOOD;

    for (unsigned i = 0; i < verdict->directions->len; i++) {
        const enum judgement judgement = judgement_of(direction_at(verdict, i));
        gravest = MAX(gravest, judgement);
    }
    return gravest;
}

bool verdict_is_empty(const struct verdict *verdict)
{
    return verdict->directions->len == 0;
}

const char *verdict_words(const struct verdict *verdict)
{
    return verdict->words->str;
}

static const char *string_of(JsonObject *object, const char *member)
{
    return json_object_get_string_member_with_default(object, member, "");
}

static gint64 segments_of(const struct direction *direction, const char *status)
{
    JsonObject *segments = json_object_has_member(direction->object, "segments")
                               ? json_object_get_object_member(direction->object, "segments")
                               : NULL;
    return segments ? json_object_get_int_member_with_default(segments, status, 0) : 0;
}

static JsonArray *array_of(const struct direction *direction, const char *member)
{
    return json_object_has_member(direction->object, member)
               ? json_object_get_array_member(direction->object, member)
               : NULL;
}

/* Appends the name of KEY and its DIFFERENCE, unless WORDS contains the name already. */
static void name_candidate(GString *words, const char *key, const char *difference)
{
    char *name = g_strconcat(key, ",", NULL);
    if (!strstr(words->str, name))
        g_string_append_printf(words, "%s%s, %s%s", words->len > 0 ? "; " : "", key,
                               difference ? "but " : "unchanged", difference ? difference : "");
    g_free(name);
}

/* Appends the keys that verify segments as they arrived. */
static void name_verifying(GString *words, const struct direction *direction)
{
    JsonArray *keys = array_of(direction, "keys");
    for (guint i = 0; keys && i < json_array_get_length(keys); i++)
        name_candidate(words, json_array_get_string_element(keys, i), NULL);
}

/* Appends the keys of all proofs. Only the detail of a variant explains how the key differs. */
static void name_proving(GString *words, const struct direction *direction)
{
    JsonArray *proofs = array_of(direction, "proofs");
    for (guint i = 0; proofs && i < json_array_get_length(proofs); i++) {
        JsonObject *proof = json_array_get_object_element(proofs, i);
        const bool varies = strcmp(string_of(proof, "cause"), "key variant") == 0;
        name_candidate(words, string_of(proof, "key"), varies ? string_of(proof, "detail") : NULL);
    }
}

/* Returns which of the candidates on LINES lines signs DIRECTION, without the password. Free with
 * g_free(). */
static char *candidate_of(const struct direction *direction, unsigned lines)
{
    GString *words = g_string_new(NULL);

    if (segments_of(direction, "good") > 0)
        name_verifying(words, direction);
    name_proving(words, direction);
    if (words->len == 0 && segments_of(direction, "bad") > 0 && lines == 1)
        g_string_append(words, "not the only line");
    else if (words->len == 0 && segments_of(direction, "bad") > 0)
        g_string_append_printf(words, "none of the %u lines", lines);
    else if (words->len == 0)
        g_string_append(words, "no signature could be checked");
    return g_string_free(words, FALSE);
}

/* Appends LINE without its last brace. */
static void append_members(struct text *text, const char *line)
{
    const char *end = strrchr(line, '}');
    text_append(text, line + 1, (size_t)(end - line) - 1);
}

void verdict_write_json(const struct verdict *verdict, const char *capture, unsigned lines,
                        struct text *text)
{
    char *name = json_text(capture);

    for (unsigned i = 0; i < verdict->directions->len; i++) {
        const struct direction *direction = direction_at(verdict, i);
        text_format(text, "{\"capture\":%s,", name);
        append_members(text, direction->line);
        if (lines > 0) {
            char *candidate = candidate_of(direction, lines);
            char *value = json_text(candidate);
            text_format(text, ",\"candidate\":%s", value);
            g_free(value);
            g_free(candidate);
        }
        text_add(text, "}\n");
    }
    g_free(name);
}

void verdict_write_candidates(const struct verdict *verdict, unsigned lines, struct text *text)
{
    for (unsigned i = 0; i < verdict->directions->len; i++) {
        const struct direction *direction = direction_at(verdict, i);
        char *candidate = candidate_of(direction, lines);
        text_format(text, "%s %s -> %s   %s\n", string_of(direction->object, "protocol"),
                    string_of(direction->object, "from"), string_of(direction->object, "to"),
                    candidate);
        g_free(candidate);
    }
    if (verdict_is_empty(verdict))
        text_add(text, verdict_words(verdict));
}
