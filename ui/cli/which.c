/* tcpauth which: shows which keys apply to a connection, in which order, and why.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "command.h"
#include "dialects.h"
#include "json.h"
#include "moment.h"
#include "output.h"
#include "keyring-path.h"
#include "table.h"

#include <string.h>

#define BGP "179"

static gboolean as_json;
static char *dialect;

static const GOptionEntry options[] = {
    {"dialect", 0, 0, G_OPTION_ARG_FILENAME, &dialect, "The format of the keyring", "NAME"},
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Write JSON", NULL},
    G_OPTION_ENTRY_NULL,
};

/* The connection that the user asks about. */
struct flow {
    struct end ends[2];
    uint16_t port; /* of either end */
    int64_t time;
};

/* Sets *ADDRESS from TEXT. The usage calls the argument NAME. Prints a message and returns false if
 * TEXT is not an address. */
static bool parse_address(const char *name, const char *text, struct ip_address *address)
{
    struct prefix prefix;
    if (prefix_parse(text, &prefix, NULL) && prefix.address.length > 0 &&
        prefix.bits == 8 * prefix.address.length) {
        *address = prefix.address;
        return true;
    }
    print_message("%s: an address is like 192.0.2.1 or 2001:db8::1", name);
    return false;
}

static bool parse_port(const char *text, uint16_t *port)
{
    struct key *key = key_new("", "");
    GError *error = NULL;
    const bool fits = key_set(key, KEY_PORT, text, &error) && key->port != KEY_ANY_PORT;

    if (fits)
        *port = key->port;
    else
        print_message("PORT: a port is a number from 1 to 65535");
    g_clear_error(&error);
    key_free(key);
    return fits;
}

/* Sets FLOW from WORDS. The port may be omitted: a time has a hyphen, a port has none. */
static bool parse_flow(char **words, struct flow *flow)
{
    const char *port = BGP, *time = NULL;
    unsigned i = 2;
    if (words[i] && !strchr(words[i], '-'))
        port = words[i++];
    if (words[i])
        time = words[i++];
    if (words[2] && words[i]) {
        print_message("%s; usage: tcpauth which A B [PORT] [TIME]",
                      i == 3 ? "TIME is the last argument" : "argument 5 is one too many");
        return false;
    }
    if (!parse_address("A", words[0], &flow->ends[0].address) ||
        !parse_address("B", words[1], &flow->ends[1].address) || !parse_port(port, &flow->port) ||
        !moment_parse("TIME", time, &flow->time))
        return false;
    if (flow->ends[0].address.length != flow->ends[1].address.length) {
        print_message("A and B must both be IPv4 or both be IPv6 addresses");
        return false;
    }
    flow->ends[0].port = flow->port;
    return true;
}

/* Returns the lengths of the matching prefixes, which make a key more specific than another. */
static char *prefixes_text(const struct key *key)
{
    const char *bits[2];
    char numbers[2][8];
    for (unsigned i = 0; i < 2; i++) {
        g_snprintf(numbers[i], sizeof numbers[i], "/%u", key->ends[i].bits);
        bits[i] = key->ends[i].address.length == 0 ? "*" : numbers[i];
    }
    return g_strdup_printf("%s + %s = %u bits", bits[0], bits[1], key_specificity(key));
}

static char *validity_text(const struct key *key, int64_t time)
{
    const bool early = time < key->from, late = time >= key->until;
    char *from = key->from == INT64_MIN ? NULL : key_time_text(key->from);
    char *until = key->until == INT64_MAX ? NULL : key_time_text(key->until);
    char *text = early   ? g_strdup_printf("not valid before %s", from)
                 : late  ? g_strdup_printf("not valid since %s", until)
                 : until ? g_strdup_printf("valid until %s", until)
                 : from  ? g_strdup_printf("valid since %s", from)
                         : g_strdup("always valid");
    g_free(until);
    g_free(from);
    return text;
}

static char *ids_text(const struct key *key)
{
    if (key->send_id == KEY_ANY_ID && key->recv_id == KEY_ANY_ID)
        return g_strdup("any KeyID");
    char *send = key->send_id == KEY_ANY_ID ? g_strdup("*") : g_strdup_printf("%d", key->send_id);
    char *recv = key->recv_id == KEY_ANY_ID ? g_strdup("*") : g_strdup_printf("%d", key->recv_id);
    char *end = prefix_text(&key->ends[0]);
    char *text = g_strdup_printf("KeyID %s from %s, %s to it", send, end, recv);
    g_free(end);
    g_free(recv);
    g_free(send);
    return text;
}

/* Returns what TCP-AO needs besides the secret, or "" if KEY is for MD5. */
static char *ao_text(const struct key *key)
{
    static const char *const covered[] = {
        [KEY_ANY_OPTIONS] = "options perhaps covered",
        [KEY_OPTIONS_INCLUDED] = "options covered",
        [KEY_OPTIONS_EXCLUDED] = "options not covered",
    };
    if (key->algorithm == KEY_MD5)
        return g_strdup("");
    char *ids = ids_text(key);
    char *text =
        g_strdup_printf(", %s with a MAC of %u octets, %s, %s", key_algorithm_names[key->algorithm],
                        key_mac_length(key), covered[key->options], ids);
    g_free(ids);
    return text;
}

/* Returns when a router sends KEY, or "" if it does so as long as KEY is valid. */
static char *sent_text(const struct key *key, int64_t time)
{
    const bool early = time < key_send_from(key), late = time >= key_send_until(key);
    if ((key_send_from(key) == key->from && key_send_until(key) == key->until) ||
        !key_is_valid_at(key, time))
        return g_strdup("");
    if (!early && !late)
        return g_strdup(", sent now");
    char *limit = key_time_text(early ? key_send_from(key) : key_send_until(key));
    char *text = g_strdup_printf(", not sent %s %s", early ? "before" : "since", limit);
    g_free(limit);
    return text;
}

/* Returns KEY's number in its chain and its preference there, as configured on the router; "" if it
 * has none. */
static char *chain_text(const struct key *key)
{
    struct text text = {0};
    char *place = key_place_text(key);
    if (place)
        text_format(&text, ", %s", place);
    g_free(place);
    if (key->preference != KEY_NO_PREFERENCE)
        text_format(&text, ", %s", key_preference_names[key->preference]);
    if (key->signature == KEY_SIGNATURE_OPTIONAL)
        text_add(&text, ", unsigned segments are accepted");
    char *found = g_strndup(text.length > 0 ? text.bytes : "", text.length);
    text_clear(&text);
    return found;
}

static char *reason_of(const struct key *key, const struct flow *flow)
{
    char *prefixes = prefixes_text(key), *validity = validity_text(key, flow->time);
    char *port = key->port == KEY_ANY_PORT ? g_strdup("any port")
                                           : g_strdup_printf("names port %u", key->port);
    char *ao = ao_text(key), *sent = sent_text(key, flow->time), *chain = chain_text(key);
    char *reason = g_strdup_printf("%s, %s, %s%s%s%s%s%s", prefixes, port, validity, sent, ao,
                                   chain, key->withheld ? ", but without a secret: " : "",
                                   key->withheld ? key->withheld : "");
    g_free(chain);
    g_free(sent);
    g_free(ao);
    g_free(port);
    g_free(validity);
    g_free(prefixes);
    return reason;
}

static bool is_used(const struct key *key, const struct flow *flow)
{
    return key->secret && key_is_valid_at(key, flow->time);
}

static void show_table(const GPtrArray *keys, const struct flow *flow)
{
    static const char *const titles[] = {"ORDER", "NAME", "WHY", "WHERE", NULL};
    struct table *table = table_new(titles);
    struct text text = {0};
    unsigned order = 0;

    for (unsigned i = 0; i < keys->len; i++) {
        const struct key *key = keys->pdata[i];
        table_add(table, is_used(key, flow) ? g_strdup_printf("%u", ++order) : g_strdup("-"));
        table_add(table, g_strdup(key->name));
        table_add(table, reason_of(key, flow));
        table_add(table, g_strdup(key->origin));
    }
    table_write(table, &text);
    output_text(&text);
    table_free(table);
}

static void show_json(const GPtrArray *keys, const struct flow *flow)
{
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "port");
    json_builder_add_int_value(builder, flow->port);
    json_add_time(builder, "time", flow->time, INT64_MAX);
    json_builder_set_member_name(builder, "keys");
    json_builder_begin_array(builder);
    for (unsigned i = 0; i < keys->len; i++) {
        const struct key *key = keys->pdata[i];
        char *reason = reason_of(key, flow);
        json_builder_begin_object(builder);
        json_builder_set_member_name(builder, "used");
        json_builder_add_boolean_value(builder, is_used(key, flow));
        json_add_text(builder, "why", reason);
        json_add_key(builder, key);
        json_builder_end_object(builder);
        g_free(reason);
    }
    json_builder_end_array(builder);
    json_builder_end_object(builder);
    json_output(builder);
}

/* Returns OUTCOME_FOUND if no key applies. */
static enum outcome outcome_of(const GPtrArray *keys, const struct flow *flow)
{
    for (unsigned i = 0; i < keys->len; i++)
        if (is_used(keys->pdata[i], flow))
            return OUTCOME_FINE;
    print_message("no key applies to this connection at this time");
    return OUTCOME_FOUND;
}

static enum outcome run_which(char **words)
{
    enum outcome outcome = OUTCOME_FINE;
    struct flow flow = {0};
    if (!parse_flow(words, &flow) || !dialects_know(dialect))
        return OUTCOME_MISUSE;
    struct keyring *ring = keyring_path_read(keyring_path(), dialect, &outcome);
    if (!ring)
        return outcome;

    GPtrArray *keys = g_ptr_array_new();
    keyring_candidates(ring, &flow.ends[0], &flow.ends[1], keys);
    if (as_json)
        show_json(keys, &flow);
    else
        show_table(keys, &flow);
    const enum outcome found = outcome_of(keys, &flow);
    g_ptr_array_free(keys, TRUE);
    keyring_free(ring);
    return MAX(outcome, found);
}

const struct command command_which = {
    .name = "which",
    .arguments = "A B [PORT] [TIME]",
    .summary = "Print which keys apply to the connections between A and B, in order, and why",
    .min_arguments = 2,
    .max_arguments = 4,
    .options = options,
    .describe = dialects_describe,
    .run = run_which,
};
