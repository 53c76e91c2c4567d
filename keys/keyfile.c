/* Reads keyring files: see keyfile-write.c for the other direction.
 *
 *     file  = *(entry | isn)
 *     isn   = "isn" ADDRESS PORT NUMBER      "isn" is the first word of its line
 *     entry = "key" NAME *attribute          "key" is the first word of its line
 *     attribute = "ends" END END | "signed-as" ADDRESS ADDRESS | "secret" SECRET | WORD VALUE
 *     SECRET = QUOTED | "hex" DIGITS | "base64" TEXT
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keyfile.h"

#include "keyfile-lexer.h"

#include <string.h>

struct keyfile_reader {
    struct keyfile_lexer lexer;
    unsigned line; /* the line being read, for messages */
    const char *text, *name;
    GPtrArray *problems;
    const struct keyfile_receiver *receiver;
};

static bool at_entry(const struct keyfile_reader *reader)
{
    return reader->lexer.kind == WORD_END ||
           (reader->lexer.first &&
            (keyfile_lexer_is(&reader->lexer, "key") || keyfile_lexer_is(&reader->lexer, "isn")));
}

static void reader_report(struct keyfile_reader *reader, GError *error)
{
    g_prefix_error(&error, "%s:%u: ", reader->name, reader->line);
    problems_add(reader->problems, error);
}

static bool refuse_line(GError **error, const char *rule)
{
    g_set_error_literal(error, KEY_ERROR, KEY_ERROR_SYNTAX, rule);
    return false;
}

/* Reads the word that must follow the current one. Otherwise returns false and sets ERROR to
 * RULE. */
static bool next_word(struct keyfile_reader *reader, const char *rule, GError **error)
{
    keyfile_lexer_next(&reader->lexer);
    if (at_entry(reader))
        return refuse_line(error, rule);
    reader->line = reader->lexer.line;
    return reader->lexer.kind != WORD_BROKEN || refuse_line(error, reader->lexer.fault);
}

static bool next_value(struct keyfile_reader *reader, const char *rule, GError **error)
{
    const struct keyfile_lexer *lexer = &reader->lexer;
    return next_word(reader, rule, error) &&
           (strlen(lexer->word) == lexer->length ||
            refuse_line(error, "only a secret may hold a zero byte"));
}

static bool read_value(struct keyfile_reader *reader, struct key *key, enum key_attribute attribute,
                       GError **error)
{
    return next_value(reader, "a value is missing", error) &&
           key_set(key, attribute, reader->lexer.word, error);
}

/* Sets ATTRIBUTE and the next attribute from the next two words. */
static bool read_pair(struct keyfile_reader *reader, struct key *key, enum key_attribute attribute,
                      GError **error)
{
    return read_value(reader, key, attribute, error) &&
           read_value(reader, key, attribute + 1, error);
}

/* Reads a secret. A text without quotes is rejected: it would end at a space, and lose everything
 * after a "#". */
static bool read_secret(struct keyfile_reader *reader, struct key *key,
                        enum key_attribute attribute, GError **error)
{
    const char *rule = "a secret is \"text\", 'text', hex DIGITS or base64 TEXT";
    const struct keyfile_lexer *lexer = &reader->lexer;

    (void)attribute;
    if (!next_word(reader, rule, error))
        return false;
    if (lexer->kind == WORD_QUOTED && lexer->length == 0)
        refuse_line(error, "a secret must not be empty");
    else if (lexer->kind == WORD_QUOTED)
        key->secret = secret_new(lexer->word, lexer->length);
    else if (keyfile_lexer_is(lexer, "hex"))
        key->secret = next_value(reader, rule, error) ? secret_from_hex(lexer->word, error) : NULL;
    else if (keyfile_lexer_is(lexer, "base64"))
        key->secret =
            next_value(reader, rule, error) ? secret_from_base64(lexer->word, error) : NULL;
    else
        refuse_line(error, rule);
    return key->secret != NULL;
}

static const struct {
    const char *word;
    bool (*read)(struct keyfile_reader *, struct key *, enum key_attribute, GError **);
    enum key_attribute attribute;
} attributes[] = {
    {"ends", read_pair, KEY_FIRST_END},
    {"signed-as", read_pair, KEY_FIRST_SIGNED_AS},
    {"port", read_value, KEY_PORT},
    {"algorithm", read_value, KEY_ALGORITHM},
    {"mac-length", read_value, KEY_MAC_LENGTH},
    {"secret", read_secret, 0},
    {"send-id", read_value, KEY_SEND_ID},
    {"recv-id", read_value, KEY_RECV_ID},
    {"options", read_value, KEY_OPTIONS},
    {"from", read_value, KEY_FROM},
    {"until", read_value, KEY_UNTIL},
    {"send-from", read_value, KEY_SEND_FROM},
    {"send-until", read_value, KEY_SEND_UNTIL},
    {"preference", read_value, KEY_PREFERENCE},
    {"signature", read_value, KEY_SIGNATURE},
    {"chain", read_value, KEY_CHAIN},
    {"number", read_value, KEY_NUMBER},
    {"instance", read_value, KEY_INSTANCE},
};

/* Reads the attribute that begins with the current word. SEEN has a bit for each row above. */
static bool read_attribute(struct keyfile_reader *reader, struct key *key, unsigned *seen,
                           GError **error)
{
    reader->line = reader->lexer.line;
    if (reader->lexer.kind == WORD_BROKEN)
        return refuse_line(error, reader->lexer.fault);
    for (unsigned i = 0; i < G_N_ELEMENTS(attributes); i++) {
        if (!keyfile_lexer_is(&reader->lexer, attributes[i].word))
            continue;
        if (*seen & 1u << i)
            return refuse_line(error, "this attribute was given before");
        *seen |= 1u << i;
        return attributes[i].read(reader, key, attributes[i].attribute, error);
    }
    return refuse_line(error,
                       "an attribute is one of ends, signed-as, port, algorithm, "
                       "mac-length, secret, send-id, recv-id, options, from, until, send-from, "
                       "send-until, preference, signature, chain, number, instance");
}

static bool entry_check(const struct key *key, unsigned seen, GError **error)
{
    if (seen & 1u << 0) /* the row of "ends" */
        return key_check(key, error);
    g_set_error_literal(error, KEY_ERROR, KEY_ERROR_INCOMPLETE, "the key has no ends");
    return false;
}

/* Reads the attributes up to the next entry. Returns false and sets ERROR at the first that cannot
 * be read. */
static bool read_attributes(struct keyfile_reader *reader, struct key *key, GError **error)
{
    const unsigned line = reader->line;
    unsigned seen = 0;
    for (keyfile_lexer_next(&reader->lexer); !at_entry(reader); keyfile_lexer_next(&reader->lexer))
        if (!read_attribute(reader, key, &seen, error))
            return false;

    reader->line = line;
    return entry_check(key, seen, error);
}

static void skip_to_entry(struct keyfile_reader *reader)
{
    while (!at_entry(reader))
        keyfile_lexer_next(&reader->lexer);
}

/* Returns a new key with the name that follows "key". The position of the name is the key's
 * origin. */
static struct key *read_name(struct keyfile_reader *reader, GError **error)
{
    const char *rule = "a name must follow \"key\" on its line";
    if (!next_value(reader, rule, error) || (reader->lexer.first && !refuse_line(error, rule)))
        return NULL;

    char *origin = g_strdup_printf("%s:%u", reader->name, reader->line);
    struct key *key = key_new("", origin);
    g_free(origin);
    if (key_set(key, KEY_NAME, reader->lexer.word, error))
        return key;
    key_free(key);
    return NULL;
}

static bool read_number(struct keyfile_reader *reader, guint64 least, guint64 most, guint64 *number,
                        GError **error)
{
    const char *rule = "an isn line is: isn ADDRESS PORT NUMBER";
    return next_value(reader, rule, error) &&
           (g_ascii_string_to_unsigned(reader->lexer.word, 10, least, most, number, NULL) ||
            refuse_line(error, rule));
}

static bool read_isn(struct keyfile_reader *reader, struct isn *isn, GError **error)
{
    const char *rule = "an isn line begins: isn ADDRESS, of one host";
    guint64 port, number;

    if (!next_value(reader, rule, error))
        return false;
    if (!ip_address_parse(reader->lexer.word, &isn->end.address))
        return refuse_line(error, rule);
    if (!read_number(reader, 1, G_MAXUINT16, &port, error) ||
        !read_number(reader, 0, G_MAXUINT32, &number, error))
        return false;
    isn->end.port = (uint16_t)port;
    isn->number = (uint32_t)number;
    keyfile_lexer_next(&reader->lexer);
    return at_entry(reader) || refuse_line(error, "an isn line ends with its number");
}

static void read_isn_line(struct keyfile_reader *reader)
{
    GError *error = NULL;
    struct isn isn = {0};

    reader->line = reader->lexer.line;
    if (read_isn(reader, &isn, &error)) {
        isns_add(reader->receiver->isns, &isn);
        return;
    }
    reader_report(reader, error);
    skip_to_entry(reader);
}

static void read_entry(struct keyfile_reader *reader)
{
    if (keyfile_lexer_is(&reader->lexer, "isn")) {
        read_isn_line(reader);
        return;
    }
    GError *error = NULL;
    struct keyfile_span span = {.begin = (size_t)(reader->lexer.begun - reader->text)};
    reader->line = reader->lexer.line;
    struct key *key = read_name(reader, &error);

    if (key && read_attributes(reader, key, &error)) {
        span.end = (size_t)(reader->lexer.ended - reader->text);
        reader->receiver->take(key, span, reader->receiver->data);
    } else {
        reader_report(reader, error);
        key_free(key);
        skip_to_entry(reader);
    }
}

void keyfile_visit(const char *text, size_t length, const char *name, GPtrArray *problems,
                   const struct keyfile_receiver *receiver)
{
    struct keyfile_reader reader = {
        .text = text, .name = name, .problems = problems, .receiver = receiver};
    keyfile_lexer_init(&reader.lexer, text, length);
    keyfile_lexer_next(&reader.lexer);
    if (!at_entry(&reader)) {
        reader.line = reader.lexer.line;
        reader_report(&reader, g_error_new_literal(KEY_ERROR, KEY_ERROR_SYNTAX,
                                                   "an entry begins with: key NAME"));
        skip_to_entry(&reader);
    }
    while (reader.lexer.kind != WORD_END)
        read_entry(&reader);
    keyfile_lexer_clear(&reader.lexer);
}

static void add_to_ring(struct key *key, struct keyfile_span span, void *data)
{
    (void)span;
    keyring_add(data, key);
}

void keyfile_parse(const char *text, size_t length, const char *name, struct keyring *ring,
                   GPtrArray *problems)
{
    const struct keyfile_receiver receiver = {add_to_ring, ring, keyring_isns(ring)};
    keyfile_visit(text, length, name, problems, &receiver);
}

static bool at_attribute(const struct keyfile_lexer *lexer)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(attributes); i++)
        if (keyfile_lexer_is(lexer, attributes[i].word))
            return true;
    return false;
}

/* Returns true if LEXER is at an entry whose name is followed by an attribute. */
static bool begins_entry(struct keyfile_lexer *lexer)
{
    if (!keyfile_lexer_is(lexer, "key"))
        return false;
    keyfile_lexer_next(lexer);
    if (lexer->first)
        return false;
    keyfile_lexer_next(lexer);
    return at_attribute(lexer);
}

static bool begins_isn_line(struct keyfile_lexer *lexer)
{
    struct ip_address address;
    if (!keyfile_lexer_is(lexer, "isn"))
        return false;
    keyfile_lexer_next(lexer);
    return lexer->kind == WORD_BARE && ip_address_parse(lexer->word, &address);
}

bool keyfile_is_likely(const char *text, size_t length)
{
    struct keyfile_lexer lexer;
    keyfile_lexer_init(&lexer, text, length);
    keyfile_lexer_next(&lexer);
    const bool likely = begins_isn_line(&lexer) || begins_entry(&lexer);
    keyfile_lexer_clear(&lexer);
    return likely;
}

bool keyfile_is_possible(const char *text, size_t length)
{
    struct keyfile_reader reader = {.text = text};
    keyfile_lexer_init(&reader.lexer, text, length);
    keyfile_lexer_next(&reader.lexer);
    const bool empty = reader.lexer.kind == WORD_END;

    skip_to_entry(&reader);
    const bool possible = empty || reader.lexer.kind != WORD_END;
    keyfile_lexer_clear(&reader.lexer);
    return possible;
}
