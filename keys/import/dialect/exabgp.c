/* Reads ExaBGP's configurations: neighbors, which inherit from templates (since ExaBGP 4) or groups
 * (before).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/dialect.h"
#include "exabgp.h"

#include <string.h>

static const struct sign signs[] = {
    {"md5-password *", 100},
    {"md5-base64 *", 100},
    {"md5-ip *", 100},
    {"group-updates *", 100},
    {"auto-flush *", 60},
    {"adj-rib-out *", 60},
    {"adj-rib-in *", 60},
    {"tcp-ao {", 60},
    {"encoder json;", 60},
    {"encoder text;", 60},
    {"processes [", 60},
    {"multi-session *", 40},
    {"md5 *", 40},
    {"inherit *", 40},
    {"template {", 20},
    {"process * {", 20},
    {"api {", 20},
    {"api * {", 20},
    {"neighbor * {", 10},
    {"peer-as *", 10},
    {"local-as *", 5},
    {"local-address *", 5},
    {"router-id *", 5},
    {"route * next-hop *", 5},
    {"authentication-key *", -100},
    {"tcp md5sig *", -100},
    {NULL, 0},
};

struct exabgp_reader {
    const struct import *import;
    GHashTable *templates; /* word table of struct exabgp_settings * */
};

static const struct exabgp_settings none = {
    .peer = {.at = ""},
    .local = {.at = ""},
    .md5_ip = {.at = ""},
    .listen = {.at = ""},
    .connect = {.at = ""},
    .ao_id = {.at = ""},
    .ao_algorithm = {.at = ""},
};

static enum exabgp_kind read_kind(const struct statement *item)
{
    static const char *const yes[] = {"true", "enable", "enabled"};
    bool is_base64 = false;

    if (statement_is(item, 1, "auto"))
        return EXABGP_UNTOLD;
    for (unsigned i = 0; i < G_N_ELEMENTS(yes); i++)
        is_base64 = is_base64 || statement_is(item, 1, yes[i]);
    return is_base64 ? EXABGP_BASE64 : EXABGP_TEXT;
}

static void read_ao(struct exabgp_settings *settings, const struct statement *block)
{
    for (unsigned i = 0; i < block->children->len; i++) {
        const struct statement *item = block->children->pdata[i];
        if (statement_is(item, 0, "keyid"))
            settings->ao_id = statement_word(item, 1);
        else if (statement_is(item, 0, "algorithm"))
            settings->ao_algorithm = statement_word(item, 1);
        else if (statement_is(item, 0, "password"))
            settings->ao_password = item;
        else if (statement_is(item, 0, "base64"))
            settings->ao_kind = read_kind(item);
    }
}

static void read_item(struct exabgp_settings *settings, const struct statement *item)
{
    if (statement_is(item, 0, "peer-address"))
        settings->peer = statement_word(item, 1);
    else if (statement_is(item, 0, "local-address"))
        settings->local = statement_word(item, 1); /* "auto" is not an address */
    else if (statement_is(item, 0, "md5-ip"))
        settings->md5_ip = statement_word(item, 1);
    else if (statement_is(item, 0, "listen"))
        settings->listen = statement_word(item, 1);
    else if (statement_is(item, 0, "connect"))
        settings->connect = statement_word(item, 1);
    else if (statement_is(item, 0, "md5-password") || statement_is(item, 0, "md5"))
        settings->password = item;
    else if (statement_is(item, 0, "md5-base64"))
        settings->kind = read_kind(item);
    else if (statement_is(item, 0, "tcp-ao"))
        read_ao(settings, item);
}

static void take(struct word *word, struct word other)
{
    if (other.length > 0)
        *word = other;
}

/* Copies the template's settings over the neighbor's own: in ExaBGP, the template is stronger. */
static void overrule(struct exabgp_settings *settings, const struct exabgp_settings *template)
{
    take(&settings->peer, template->peer);
    take(&settings->local, template->local);
    take(&settings->md5_ip, template->md5_ip);
    take(&settings->listen, template->listen);
    take(&settings->connect, template->connect);
    take(&settings->ao_id, template->ao_id);
    take(&settings->ao_algorithm, template->ao_algorithm);
    if (template->password)
        settings->password = template->password;
    if (template->ao_password)
        settings->ao_password = template->ao_password;
    if (template->kind != EXABGP_UNTOLD)
        settings->kind = template->kind;
    if (template->ao_kind != EXABGP_UNTOLD)
        settings->ao_kind = template->ao_kind;
}

/* "inherit NAME" or "inherit [ NAME NAME ]" */
static void inherit(const struct exabgp_reader *reader, struct exabgp_settings *settings,
                    const struct statement *item)
{
    for (unsigned i = 1; i < statement_length(item); i++) {
        char *words = word_dup(statement_word(item, i));
        char **names = g_strsplit_set(words, "[],", -1);
        for (unsigned j = 0; names[j]; j++) {
            const struct exabgp_settings *template =
                word_table_get(reader->templates, (struct word){names[j], strlen(names[j]), 0});
            if (template)
                overrule(settings, template);
            else if (*names[j])
                import_problem(reader->import, item->line,
                               "it inherits from a template that this file does not define "
                               "before it");
        }
        g_strfreev(names);
        g_free(words);
    }
}

static void exabgp_read_neighbor(const struct exabgp_reader *reader,
                                 const struct exabgp_settings *group,
                                 const struct statement *statement)
{
    struct exabgp_settings settings = *group;

    settings.peer = statement_word(statement, 1);
    for (unsigned i = 0; i < statement->children->len; i++)
        read_item(&settings, statement->children->pdata[i]);
    for (unsigned i = 0; i < statement->children->len; i++)
        if (statement_is(statement->children->pdata[i], 0, "inherit"))
            inherit(reader, &settings, statement->children->pdata[i]);
    exabgp_add_keys(reader->import, &settings);
}

/* Reads a group. A neighbor inherits the settings that precede it in the group. */
static void read_group(const struct exabgp_reader *reader, const struct statement *statement)
{
    struct exabgp_settings settings = none;
    for (unsigned i = 0; i < statement->children->len; i++) {
        const struct statement *item = statement->children->pdata[i];
        if (statement_is(item, 0, "neighbor"))
            exabgp_read_neighbor(reader, &settings, item);
        else
            read_item(&settings, item);
    }
}

static void read_template(const struct exabgp_reader *reader, const struct statement *statement)
{
    for (unsigned i = 0; i < statement->children->len; i++) {
        const struct statement *neighbor = statement->children->pdata[i];
        struct exabgp_settings *settings = g_memdup2(&none, sizeof none);

        for (unsigned j = 0; j < neighbor->children->len; j++)
            read_item(settings, neighbor->children->pdata[j]);
        word_table_set(reader->templates, statement_word(neighbor, 1), settings);
    }
}

static void read_text(const char *text, size_t length, const struct import *import)
{
    struct statement *root =
        statement_read_braced(text, length, BRACE_SINGLE_QUOTES | BRACE_LINE_QUOTES);
    const struct exabgp_reader reader = {
        .import = import,
        .templates = word_table_new(g_free),
    };
    for (unsigned i = 0; i < root->children->len; i++) {
        const struct statement *statement = root->children->pdata[i];
        if (statement_is(statement, 0, "neighbor"))
            exabgp_read_neighbor(&reader, &none, statement);
        else if (statement_is(statement, 0, "group"))
            read_group(&reader, statement);
        else if (statement_is(statement, 0, "template"))
            read_template(&reader, statement);
    }
    g_hash_table_destroy(reader.templates);
    statement_free(root);
}

const struct dialect dialect_exabgp = {"exabgp", "ExaBGP", signs, read_text, true};
