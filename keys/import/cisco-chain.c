/* Reads the key chains of Cisco's systems, for TCP-AO and for MD5.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cisco.h"
#include "session.h"

#include <string.h>

static const char other_ao[] = "its algorithm is none of those that RFC 5926 defines for TCP-AO";
static const char no_ao[] = "the key chain tells no algorithm for it";

struct algorithm_name {
    const char *name; /* in lower case, without marks */
    enum key_algorithm algorithm;
};

static const struct algorithm_name algorithm_names[] = {
    {"md5", KEY_MD5},
    {"hmacsha1", KEY_HMAC_SHA_1_96},
    {"hmacsha196", KEY_HMAC_SHA_1_96},
    {"aes128cmac", KEY_AES_128_CMAC_96},
    {"aes128cmac96", KEY_AES_128_CMAC_96},
};

/* The systems and their releases differ in case and marks: "HMAC-SHA1-96", "hmac-sha-1",
 * "AES_128_CMAC". */
static bool read_algorithm(struct word word, enum key_algorithm *algorithm)
{
    char *name = word_dup(word), *to = name;
    bool known = false;
    for (const char *from = name; *from; from++)
        if (g_ascii_isalnum(*from))
            *to++ = g_ascii_tolower(*from);
    *to = '\0';
    for (unsigned i = 0; i < G_N_ELEMENTS(algorithm_names) && !known; i++)
        if (strcmp(name, algorithm_names[i].name) == 0) {
            *algorithm = algorithm_names[i].algorithm;
            known = true;
        }
    g_free(name);
    return known;
}

/* An algorithm that cannot be had makes the secret useless. */
static void withhold(struct key *key, const char *reason)
{
    secret_free(key->secret);
    key->secret = NULL;
    key->withheld = reason;
}

/* Without TCP-AO, only MD5 goes into an option that is judged here: IOS XR signs with others in an
 * option of its own. */
static bool set_algorithm(const struct cisco *cisco, const struct statement *entry, bool ao,
                          struct key *key)
{
    const struct statement *told = statement_find(entry, "cryptographic-algorithm *");
    const bool known = told && read_algorithm(statement_word(told, 1), &key->algorithm);
    const bool is_md5 = key->algorithm == KEY_MD5;

    if (!ao && told && !(known && is_md5)) {
        import_problem(cisco->import, told->line, "without TCP-AO, its algorithm must be MD5");
        return false;
    }
    if (ao && (!known || is_md5)) {
        withhold(key, told ? other_ao : no_ao);
        key->algorithm = KEY_HMAC_SHA_1_96;
    }
    return true;
}

/* ID as ATTRIBUTE; a problem if it is none. */
static bool set_id(const struct cisco *cisco, const struct statement *id, unsigned index,
                   enum key_attribute attribute, struct key *key)
{
    char *text = word_dup(statement_word(id, index));
    const bool fits = import_set(cisco->import, id->line, key, attribute, text);
    g_free(text);
    return fits;
}

/* They stand in the key itself, but in IOS XR in the TCP-AO section: see cisco->ao_ids. */
static bool set_ids(const struct cisco *cisco, const struct statement *entry, struct key *key)
{
    const struct statement *send = statement_find(entry, "send-id *");
    const struct statement *recv = statement_find(entry, "recv-id *");
    const struct word chain = statement_word(entry->parent, 2), number = statement_word(entry, 1);
    char *name =
        g_strdup_printf("%.*s %.*s", (int)chain.length, chain.at, (int)number.length, number.at);
    const struct statement *both = g_hash_table_lookup(cisco->ao_ids, name);

    g_free(name);
    if (both && statement_length(both) >= 6)
        return set_id(cisco, both, 3, KEY_SEND_ID, key) && set_id(cisco, both, 5, KEY_RECV_ID, key);
    return (!send || set_id(cisco, send, 1, KEY_SEND_ID, key)) &&
           (!recv || set_id(cisco, recv, 1, KEY_RECV_ID, key));
}

/* The word at INDEX of STATEMENT, which names a key chain; the word before tells what for. */
struct reference {
    const struct statement *statement;
    unsigned index;
};

static bool is_ao(const struct reference *reference)
{
    return statement_is(reference->statement, reference->index - 1, "ao");
}

/* Whoever refers to the chain says "include-tcp-options", in IOS XR "... enable" or "... disable".
 * A key in the chain may say so, too, but IOS XE does not act on that. */
static enum key_options options_of(const struct reference *reference)
{
    const bool included =
        statement_is(reference->statement, reference->index + 1, "include-tcp-options") &&
        !statement_is(reference->statement, reference->index + 2, "disable");
    return included ? KEY_OPTIONS_INCLUDED : KEY_OPTIONS_EXCLUDED;
}

static void add_entry(const struct cisco *cisco, const struct peering *peering,
                      const struct statement *entry, const struct reference *reference)
{
    const bool ao = is_ao(reference);
    const struct statement *text = statement_find(entry, "key-string");
    if (!text)
        return;
    struct key *key = peering_key(peering, cisco->import, text->line);
    session_tell_apart(key, statement_word(entry->parent, 2), statement_word(entry, 1));
    if (ao)
        key->options = options_of(reference);
    if (cisco_password(cisco, text, 1, key) && (!ao || set_ids(cisco, entry, key)) &&
        cisco_lifetimes(cisco, entry, key) && set_algorithm(cisco, entry, ao, key))
        import_add(cisco->import, key);
    else
        key_free(key);
}

void cisco_add_chain(struct cisco *cisco, const struct peering *peering,
                     const struct statement *statement, unsigned index)
{
    const struct reference reference = {statement, index};
    char *name = word_dup(statement_word(statement, index));
    const struct statement *chain = g_hash_table_lookup(cisco->chains, name);
    g_free(name);
    if (!chain) {
        import_problem(cisco->import, statement->line, "there is no such key chain");
        return;
    }
    if (!budget_spend(&cisco->budget, chain->children->len, statement->line))
        return;
    for (unsigned i = 0; i < chain->children->len; i++)
        if (statement_matches(chain->children->pdata[i], "key *"))
            add_entry(cisco, peering, chain->children->pdata[i], &reference);
}
