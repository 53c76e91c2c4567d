/* Flaws in keys that can be read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flaw.h"

#include "catalogue.h"

#include <string.h>

void flaw_free(struct flaw *flaw)
{
    g_free(flaw->text);
    g_free(flaw->name);
    g_free(flaw->where);
    g_free(flaw);
}

static struct flaw *flaw_add(GPtrArray *flaws, const char *kind, const struct key *key, char *text)
{
    struct flaw *flaw = g_new0(struct flaw, 1);
    flaw->kind = kind;
    flaw->where = key ? g_strdup(key->origin) : NULL;
    flaw->name = key ? g_strdup(key->name) : NULL;
    flaw->text = text;
    g_ptr_array_add(flaws, flaw);
    return flaw;
}

/* The longest secrets that implementations of TCP MD5 accept, the smallest limit first. */
static const struct {
    size_t longest;
    bool is_note;
    const char *who;
} limits[] = {
    {25, true, "the 25 characters that old releases of Cisco IOS accept"},
    {80, false, "the 80 bytes that Linux and the BSDs sign with"},
    {126, false, "the 126 characters that Junos accepts"},
};

static void check_length(const struct key *key, size_t length, GPtrArray *flaws)
{
    for (unsigned i = G_N_ELEMENTS(limits); i-- > 0;)
        if (length > limits[i].longest && key->algorithm == KEY_MD5) {
            char *text = g_strdup_printf("the secret is longer than %s", limits[i].who);
            flaw_add(flaws, "length", key, text)->is_note = limits[i].is_note;
        }
}

/* Returns true if BYTES after the byte order mark of UTF-16 are a text in ASCII. */
static bool is_utf16(const uint8_t *bytes, size_t length)
{
    const bool little = length > 2 && bytes[0] == 0xff && bytes[1] == 0xfe;
    bool fits = length % 2 == 0 && (little || (length > 2 && bytes[0] == 0xfe && bytes[1] == 0xff));
    for (size_t i = 2; fits && i < length; i += 2)
        fits = bytes[i + little] == 0 && bytes[i + !little] < 0x80;
    return fits;
}

/* Returns true if BYTES are a text as Windows saves it in a file: no router has the mark. */
static bool has_byte_order_mark(const uint8_t *bytes, size_t length)
{
    static const uint8_t mark[] = {0xef, 0xbb, 0xbf};
    const bool is_utf8 = length > sizeof mark && memcmp(bytes, mark, sizeof mark) == 0 &&
                         g_utf8_validate((const char *)bytes, (gssize)length, NULL);
    return is_utf8 || is_utf16(bytes, length);
}

void flaws_of_secret(const struct key *key, GPtrArray *flaws)
{
    size_t length;
    const uint8_t *bytes = secret_bytes(key->secret, &length);

    check_length(key, length, flaws);
    if (has_byte_order_mark(bytes, length))
        flaw_add(flaws, "byte-order-mark", key,
                 g_strdup("the secret begins with the byte order mark of a text file; save the "
                          "file without it, as UTF-8"));
    if (g_ascii_isspace(bytes[length - 1]))
        flaw_add(flaws, "blank", key, g_strdup("the secret ends with a space or a newline"));
    else if (g_ascii_isspace(bytes[0]))
        flaw_add(flaws, "blank", key, g_strdup("the secret begins with a space"));
}

static void check_validity(const struct key *key, int64_t time, GPtrArray *flaws)
{
    if (key->until > time)
        return;
    char *until = key_time_text(key->until);
    flaw_add(flaws, "expired", key, g_strdup_printf("it expired %s", until));
    g_free(until);
}

/* Checks KEY's two lifetimes. Routers accept them as configured, even if every peer drops what is
 * sent. */
static void check_lifetimes(const struct key *key, GPtrArray *flaws)
{
    const bool early = key_send_from(key) < key->from;
    const bool late = key_send_until(key) > key->until;
    if (early || late)
        flaw_add(flaws, "lifetime", key,
                 g_strdup_printf("it is sent %s it is accepted", early && late ? "before and after"
                                                                 : early       ? "before"
                                                                               : "after"))
            ->is_note = true;
}

static void check_others(const struct key *key, const struct catalogue *before, GPtrArray *flaws)
{
    const struct key *namesake = catalogue_named(before, key->name);
    enum overlap overlap = OVERLAP_NONE;
    const struct key *related = key->secret ? catalogue_related(before, key, &overlap) : NULL;

    if (overlap == OVERLAP_SAME)
        flaw_add(flaws, "duplicate", key,
                 g_strdup_printf("it is the same as %s (%s)", related->name, related->origin));
    else if (overlap == OVERLAP_CONFLICT)
        flaw_add(flaws, "overlap", key,
                 g_strdup_printf("it applies to the same connections at the same time as %s (%s), "
                                 "with another secret",
                                 related->name, related->origin));
    else if (overlap == OVERLAP_WIDE)
        flaw_add(
            flaws, "overlap", key,
            g_strdup_printf("it covers the same hosts at the same time as %s (%s), with another "
                            "secret: addresses do not show which of the two a host uses, so "
                            "both are tried",
                            related->name, related->origin))
            ->is_note = true;
    if (namesake)
        flaw_add(flaws, "name", key,
                 g_strdup_printf("another key has this name (%s)", namesake->origin));
}

/* A KeyID that KEY uses from one of its ends to the other. */
struct id_use {
    const struct key *key;
    const struct prefix *from, *to;
    int id;
};

static void add_uses(GArray *uses, const struct key *key)
{
    const struct id_use both[] = {
        {key, &key->ends[0], &key->ends[1], key->send_id},
        {key, &key->ends[1], &key->ends[0], key->recv_id},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(both); i++)
        if (both[i].id != KEY_ANY_ID && key->algorithm != KEY_MD5)
            g_array_append_val(uses, both[i]);
}

static int compare_uses(const struct id_use *one, const struct id_use *other)
{
    int order = memcmp(one->from, other->from, sizeof *one->from);
    if (order == 0)
        order = memcmp(one->to, other->to, sizeof *one->to);
    if (order == 0)
        order = one->id - other->id;
    return order ? order : one->key->port - other->key->port;
}

/* Sorts the uses of the same KeyID on the same connections together, by the start of their
 * validity. */
static gint sort_uses(gconstpointer a, gconstpointer b)
{
    const struct id_use *one = a, *other = b;
    const int order = compare_uses(one, other);
    if (order)
        return order;
    if (one->key->from != other->key->from)
        return one->key->from < other->key->from ? -1 : 1;
    return (one->key->index > other->key->index) - (one->key->index < other->key->index);
}

/* Returns true if check_others() reports on KEY and OTHER. */
static bool is_related(const struct key *key, const struct key *other)
{
    return key->secret && other->secret && overlap_equal(key, other) &&
           (overlap_alike(key->secret, other->secret) || overlap_of(key, other) != OVERLAP_NONE);
}

static void check_ids(const struct id_use *use, const struct id_use *before, GPtrArray *flaws)
{
    if (use->key->from >= before->key->until || is_related(use->key, before->key))
        return;
    char *from = prefix_text(use->from), *to = prefix_text(use->to);
    flaw_add(flaws, "key-id", use->key,
             g_strdup_printf("it has KeyID %d from %s to %s, as %s (%s) has at the same time: RFC "
                             "5925 section 3.1 forbids this",
                             use->id, from, to, before->key->name, before->key->origin));
    g_free(to);
    g_free(from);
}

/* Checks that no KeyID selects two keys, since the KeyID determines the key of a segment. */
static void check_all_ids(const struct keyring *ring, GPtrArray *flaws)
{
    GArray *uses = g_array_new(FALSE, FALSE, sizeof(struct id_use));
    const struct id_use *before =
        NULL; /* of the uses like the current one, the one that ends last */

    for (unsigned i = 0; i < keyring_size(ring); i++)
        add_uses(uses, keyring_key(ring, i));
    g_array_sort(uses, sort_uses);
    for (unsigned i = 0; i < uses->len; i++) {
        const struct id_use *use = &g_array_index(uses, struct id_use, i);
        const bool alike = before && compare_uses(before, use) == 0;
        if (alike)
            check_ids(use, before, flaws);
        if (!alike || use->key->until > before->key->until)
            before = use;
    }
    g_array_free(uses, TRUE);
}

void flaws_of_keys(const struct keyring *ring, int64_t time, GPtrArray *flaws)
{
    struct catalogue *before = catalogue_new();
    for (unsigned i = 0; i < keyring_size(ring); i++) {
        const struct key *key = keyring_key(ring, i);
        if (key->secret)
            flaws_of_secret(key, flaws);
        else
            flaw_add(flaws, "withheld", key,
                     g_strdup_printf("it has no secret: %s", key->withheld));
        check_validity(key, time, flaws);
        check_lifetimes(key, flaws);
        check_others(key, before, flaws);
        catalogue_add(before, key);
    }
    check_all_ids(ring, flaws);
    catalogue_free(before);
}

/* Returns the length of the position at the start of MESSAGE ("session.keys:12" or "session.keys"),
 * or 0 if MESSAGE has none. */
static size_t path_length(const char *message, const char *path)
{
    if (!g_str_has_prefix(message, path))
        return 0;
    const char *at = message + strlen(path);
    if (*at == '/' || g_str_has_suffix(path, "/")) /* a file in the folder PATH */
        at += strcspn(at, ":");
    if (at[0] == ':' && g_ascii_isdigit(at[1]))
        at += 1 + strspn(at + 1, "0123456789");
    return g_str_has_prefix(at, ": ") ? (size_t)(at - message) : 0;
}

static const char *kind_of(const GError *problem)
{
    switch ((enum key_error)problem->code) {
    case KEY_ERROR_FILE:
    case KEY_ERROR_LOCKED:
    case KEY_ERROR_SEALED:
    case KEY_ERROR_UNSURE:
    case KEY_ERROR_SKIPPED:
        return "file";
    case KEY_ERROR_EXPOSED:
        return "permissions";
    default:
        return "syntax";
    }
}

void flaws_of_reading(const char *path, const GPtrArray *problems, GPtrArray *flaws)
{
    for (unsigned i = 0; i < problems->len; i++) {
        const GError *problem = problems->pdata[i];
        const size_t length = path_length(problem->message, path);
        struct flaw *flaw = flaw_add(flaws, kind_of(problem), NULL,
                                     g_strdup(problem->message + (length > 0 ? length + 2 : 0)));
        flaw->is_note = problem->code == KEY_ERROR_SKIPPED || problem->code == KEY_ERROR_UNSURE;
        flaw->where = length > 0 ? g_strndup(problem->message, length) : NULL;
    }
}
