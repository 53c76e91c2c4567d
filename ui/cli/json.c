/* Keys as JSON, without their secrets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "json.h"

#include "output.h"

void json_add_text(JsonBuilder *builder, const char *member, const char *value)
{
    char *valid = value ? g_utf8_make_valid(value, -1) : NULL;
    json_builder_set_member_name(builder, member);
    if (valid)
        json_builder_add_string_value(builder, valid);
    else
        json_builder_add_null_value(builder);
    g_free(valid);
}

static void add_number(JsonBuilder *builder, const char *member, int64_t number, int64_t any)
{
    json_builder_set_member_name(builder, member);
    if (number == any)
        json_builder_add_null_value(builder);
    else
        json_builder_add_int_value(builder, number);
}

void json_add_time(JsonBuilder *builder, const char *member, int64_t time, int64_t ever)
{
    char *text = time == ever ? NULL : key_time_text(time);
    json_add_text(builder, member, text);
    g_free(text);
}

static void add_pair(JsonBuilder *builder, const char *member, const struct prefix pair[static 2])
{
    json_builder_set_member_name(builder, member);
    json_builder_begin_array(builder);
    for (unsigned i = 0; i < 2; i++) {
        char *end = prefix_text(&pair[i]);
        json_builder_add_string_value(builder, end);
        g_free(end);
    }
    json_builder_end_array(builder);
}

static void add_signed_as(JsonBuilder *builder, const struct ip_address signed_as[static 2])
{
    const struct prefix pair[] = {
        {signed_as[0], 8 * signed_as[0].length},
        {signed_as[1], 8 * signed_as[1].length},
    };
    if (signed_as[0].length > 0 || signed_as[1].length > 0)
        add_pair(builder, "signed-as", pair);
    else
        json_add_text(builder, "signed-as", NULL);
}

static void add_membership(JsonBuilder *builder, const struct key *key)
{
    const bool follows_from = key_send_from(key) == key->from;
    const bool follows_until = key_send_until(key) == key->until;

    add_number(builder, "mac-length", key->mac_length, 0);
    json_add_time(builder, "send-from", follows_from ? INT64_MIN : key_send_from(key), INT64_MIN);
    json_add_time(builder, "send-until", follows_until ? INT64_MAX : key_send_until(key),
                  INT64_MAX);
    json_add_text(builder, "preference",
                  key->preference == KEY_NO_PREFERENCE ? NULL
                                                       : key_preference_names[key->preference]);
    json_add_text(builder, "signature", key_signature_names[key->signature]);
    json_add_text(builder, "chain", key_chain(key));
    add_number(builder, "number", key_number(key), KEY_ANY_NUMBER);
    json_add_text(builder, "instance", key_instance(key));
}

void json_add_key(JsonBuilder *builder, const struct key *key)
{
    json_add_text(builder, "name", key->name);
    add_pair(builder, "ends", key->ends);
    add_signed_as(builder, key->signed_as);
    add_number(builder, "port", key->port, KEY_ANY_PORT);
    json_add_text(builder, "algorithm", key_algorithm_names[key->algorithm]);
    add_number(builder, "send-id", key->send_id, KEY_ANY_ID);
    add_number(builder, "recv-id", key->recv_id, KEY_ANY_ID);
    json_add_text(builder, "options",
                  key->options == KEY_ANY_OPTIONS ? NULL : key_options_names[key->options]);
    json_add_time(builder, "from", key->from, INT64_MIN);
    json_add_time(builder, "until", key->until, INT64_MAX);
    add_membership(builder, key);
    json_add_text(builder, "withheld", key->withheld);
    json_add_text(builder, "origin", key->origin);
}

void json_add_isn(JsonBuilder *builder, const struct isn *isn)
{
    char *address = ip_address_text(&isn->end.address);
    json_builder_begin_object(builder);
    json_add_text(builder, "address", address);
    json_builder_set_member_name(builder, "port");
    json_builder_add_int_value(builder, isn->end.port);
    json_builder_set_member_name(builder, "isn");
    json_builder_add_int_value(builder, isn->number);
    json_builder_end_object(builder);
    g_free(address);
}

char *json_text(const char *value)
{
    char *valid = g_utf8_make_valid(value, -1);
    JsonNode *node = json_node_init_string(json_node_alloc(), valid);
    char *text = json_to_string(node, FALSE);

    json_node_unref(node);
    g_free(valid);
    return text;
}

JsonObject *json_read_object(const char *text)
{
    JsonNode *node = json_from_string(text, NULL);
    JsonObject *object =
        node && JSON_NODE_HOLDS_OBJECT(node) ? json_object_ref(json_node_get_object(node)) : NULL;

    if (node)
        json_node_unref(node);
    return object;
}

void json_output(JsonBuilder *builder)
{
    JsonGenerator *generator = json_generator_new();
    JsonNode *root = json_builder_get_root(builder);
    struct text text = {0};

    json_generator_set_root(generator, root);
    json_generator_set_pretty(generator, TRUE);
    char *words = json_generator_to_data(generator, NULL);
    text_add(&text, words);
    text_add(&text, "\n");
    output_text(&text);
    g_free(words);
    json_node_unref(root);
    g_object_unref(generator);
    g_object_unref(builder);
}
