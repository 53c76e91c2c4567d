/* Reads the settings of a neighbor, a group or an RPKI cache in OpenBGPD's configuration, or of a
 * neighbor in that of OpenBSD's ldpd.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "openbgpd-settings.h"

#include "keys/import/removed.h"
#include "keys/import/model/key-words.h"

#include <string.h>

#define LONGEST_PASSWORD 79 /* the most bytes that bgpd accepts */
#define LONGEST_KEY      80

/* Returns the password VALUE. Returns NULL and adds a problem if bgpd would not accept it. */
static struct secret *from_text(const struct import *import, unsigned line, struct word value)
{
    if (value.length > 0 && value.length <= LONGEST_PASSWORD)
        return secret_new(value.at, value.length);
    import_problem(import, line, "bgpd accepts passwords of 1 to %d bytes", LONGEST_PASSWORD);
    return NULL;
}

/* Returns the key VALUE, hexadecimal digits. Returns NULL and adds a problem if bgpd would not
 * accept it. */
static struct secret *from_digits(const struct import *import, unsigned line, struct word value)
{
    char digits[2 * LONGEST_KEY + 2] = ""; /* one digit too many is enough to be invalid */
    memcpy(digits, value.at, MIN(value.length, sizeof digits - 1));
    struct secret *secret = secret_from_hex(digits, NULL);
    secret_wipe(digits, sizeof digits);
    if (!secret)
        import_problem(import, line, "bgpd accepts keys of 1 to %d pairs of hexadecimal digits",
                       LONGEST_KEY);
    return secret;
}

/* Reads the secret after "password" or "key", in which case it IS_KEY, and adds it to SECRETS. */
static void read_secret(struct bgpd_settings *settings, struct bgpd_lexer *lexer, unsigned line,
                        bool is_key, GPtrArray *secrets)
{
    struct secret *value = bgpd_lexer_value(lexer);
    struct word word = {.at = ""};

    if (value)
        word.at = (const char *)secret_bytes(value, &word.length);
    else if (lexer->token != BGPD_BROKEN)
        import_problem(lexer->import, line, "the secret is missing");
    settings->line = line;
    settings->withheld = removed_reason(word.at, word.length);
    settings->secret = NULL;
    if (value && !settings->withheld)
        settings->secret = (is_key ? from_digits : from_text)(lexer->import, line, word);
    if (settings->secret)
        g_ptr_array_add(secrets, (gpointer)settings->secret);
    secret_free(value);
}

static void read_local(struct bgpd_settings *settings, struct bgpd_lexer *lexer)
{
    char address[sizeof settings->local[0]];
    bgpd_lexer_read(lexer, address, sizeof address);
    g_strlcpy(settings->local[strchr(address, ':') != NULL], address, sizeof address);
}

void bgpd_settings_read(struct bgpd_settings *settings, struct bgpd_lexer *lexer,
                        GPtrArray *secrets)
{
    const unsigned line = lexer->line;
    if (bgpd_lexer_pass(lexer, "tcp")) {
        const bool is_signed = bgpd_lexer_pass(lexer, "md5sig");
        const bool is_key = is_signed && bgpd_lexer_pass(lexer, "key");
        if (is_key || (is_signed && bgpd_lexer_pass(lexer, "password")))
            read_secret(settings, lexer, line, is_key, secrets);
    } else if (bgpd_lexer_pass(lexer, "password")) {
        settings->is_ldp = true;
        read_secret(settings, lexer, line, false, secrets);
    } else if (bgpd_lexer_pass(lexer, "local-address")) {
        read_local(settings, lexer);
    } else if (bgpd_lexer_pass(lexer, "no")) {
        if (bgpd_lexer_pass(lexer, "local-address"))
            memset(settings->local, 0, sizeof settings->local);
    } else if (bgpd_lexer_pass(lexer, "port")) {
        bgpd_lexer_read(lexer, settings->port, sizeof settings->port);
    } else if (bgpd_lexer_pass(lexer, "descr")) {
        secret_free(bgpd_lexer_value(lexer));
    } else if (bgpd_lexer_pass(lexer, "min-version")) {
        bgpd_lexer_next(lexer);
    } else {
        bgpd_lexer_skip(lexer);
    }
}
