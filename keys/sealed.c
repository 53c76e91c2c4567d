/* Encrypts and decrypts files with OpenPGP, through GPGME.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sealed.h"

#include "file.h"

#include <errno.h>
#include <gpgme.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* A session with gpg. */
struct session {
    gpgme_ctx_t context;
    struct sigaction pipe_action; /* the program's previous action */
    bool terminal_lent;
};

/* Returns true if there is a terminal or a display to ask at. Without either, gpg-agent reports
 * that the user cancelled. */
static bool can_be_asked(void)
{
    return g_getenv("GPG_TTY") || g_getenv("DISPLAY") || g_getenv("WAYLAND_DISPLAY") ||
           isatty(STDIN_FILENO) || isatty(STDOUT_FILENO) || isatty(STDERR_FILENO);
}

static const char *fault_sentence(gpgme_error_t fault)
{
    switch (gpgme_err_code(fault)) {
    case GPG_ERR_CANCELED:
    case GPG_ERR_FULLY_CANCELED:
        return can_be_asked() ? "cancelled"
                              : "cancelled, or nobody could be asked: there is neither a terminal "
                                "nor a display";
    case GPG_ERR_BAD_PASSPHRASE:
    case GPG_ERR_BAD_KEY:
        return "the passphrase is wrong";
    case GPG_ERR_NO_SECKEY:
        return "you have none of the secret keys that open it, or gpg-agent does not run";
    case GPG_ERR_NO_AGENT:
    case GPG_ERR_AGENT:
        return "gpg-agent cannot be reached";
    case GPG_ERR_NO_PIN_ENTRY:
        return "gpg-agent has no pinentry that could ask for the passphrase";
    case GPG_ERR_INV_ENGINE:
        return "gpg is not installed";
    case GPG_ERR_DECRYPT_FAILED:
        return "the passphrase is wrong, or gpg-agent could not ask for it, or the file is damaged";
    case GPG_ERR_NO_DATA:
        return "the file is damaged";
    case GPG_ERR_EFBIG:
        return "it holds more than 64 MiB";
    case GPG_ERR_UNUSABLE_PUBKEY:
        return "a recipient's key is expired, revoked or not meant for encryption";
    default:
        return NULL;
    }
}

/* Sets ERROR to FAULT, which occurred in WHAT. Returns false. */
static bool sealed_fail(GError **error, const char *what, gpgme_error_t fault)
{
    const char *words = fault_sentence(fault);
    g_set_error(error, KEY_ERROR, KEY_ERROR_SEALED, "%s: %s", what,
                words ? words : gpgme_strerror(fault));
    return false;
}

/* Passes our terminal to gpg. Without a display, pinentry asks at that terminal. GPGME looks for
 * one only at standard output, which users of tshark often redirect to a file. */
static void lend_terminal(struct session *session)
{
    static const int ends[] = {STDIN_FILENO, STDERR_FILENO};
    char name[256];

    if (g_getenv("GPG_TTY") || g_getenv("DISPLAY") || g_getenv("WAYLAND_DISPLAY") ||
        isatty(STDOUT_FILENO))
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(ends) && !session->terminal_lent; i++)
        if (ttyname_r(ends[i], name, sizeof name) == 0)
            session->terminal_lent = g_setenv("GPG_TTY", name, FALSE);
}

/* Begins a session. GPGME changes the action of SIGPIPE permanently when it is first used; the
 * program expects its previous action. */
static gpgme_error_t session_begin(struct session *session)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    *session = (struct session){0};
    sigaction(SIGPIPE, NULL, &session->pipe_action);
    gpgme_check_version(NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    lend_terminal(session);

    gpgme_error_t fault = gpgme_engine_check_version(GPGME_PROTOCOL_OpenPGP);
    if (!fault)
        fault = gpgme_new(&session->context);
    if (!fault) {
        gpgme_set_locale(session->context, LC_CTYPE, setlocale(LC_CTYPE, NULL));
        gpgme_set_locale(session->context, LC_MESSAGES, setlocale(LC_MESSAGES, NULL));
    }
    return fault;
}

static void session_end(struct session *session)
{
    if (session->context)
        gpgme_release(session->context);
    if (session->terminal_lent)
        g_unsetenv("GPG_TTY");
    sigaction(SIGPIPE, &session->pipe_action, NULL);
}

/* Appends BYTES to the text, up to a limit: a short compressed message may contain an endless
 * text. */
static gpgme_ssize_t append_output(void *data, const void *bytes, size_t length)
{
    struct text *text = data;
    if (length > FILE_LARGEST - text->length) {
        errno = EFBIG;
        return -1;
    }
    text_append(text, bytes, length);
    return (gpgme_ssize_t)length;
}

/* Creates DATA, from which what gpg writes is appended to TEXT. */
static gpgme_error_t data_to(struct text *text, gpgme_data_t *data)
{
    static struct gpgme_data_cbs callbacks = {.write = append_output};
    const gpgme_error_t fault = gpgme_data_new_from_cbs(data, &callbacks, text);
    if (!fault)
        gpgme_data_set_flag(*data, "sensitive", "1");
    return fault;
}

/* Creates DATA, with which gpg reads TEXT. */
static gpgme_error_t data_from(const struct text *text, gpgme_data_t *data)
{
    const gpgme_error_t fault =
        gpgme_data_new_from_mem(data, text->bytes ? text->bytes : "", text->length, 0);
    if (!fault)
        gpgme_data_set_flag(*data, "sensitive", "1");
    return fault;
}

bool sealed_open(const struct text *message, struct text *text, GError **error)
{
    gpgme_data_t from = NULL, to = NULL;
    struct session session;
    struct text opened = {0};

    gpgme_error_t fault = session_begin(&session);
    if (!fault)
        fault = data_from(message, &from);
    if (!fault)
        fault = data_to(&opened, &to);
    if (!fault)
        fault = gpgme_op_decrypt(session.context, from, to);
    if (!fault) /* only at the end is it known that the message was not modified */
        text_append(text, opened.bytes, opened.length);
    gpgme_data_release(to);
    gpgme_data_release(from);
    session_end(&session);
    text_clear(&opened);
    return !fault || sealed_fail(error, "the keyring is locked", fault);
}

/* Stores the keys of SEAL's recipients in KEYS, with NULL after them. */
static gpgme_error_t find_keys(gpgme_ctx_t context, const struct seal *seal, gpgme_key_t *keys,
                               const char **missing)
{
    gpgme_error_t fault = 0;
    for (unsigned i = 0; i < seal->recipients->len && !fault; i++) {
        fault = gpgme_get_key(context, seal->recipients->pdata[i], &keys[i], 0);
        if (fault)
            *missing = seal->recipients->pdata[i];
    }
    return fault;
}

static gpgme_error_t start_encryption(gpgme_ctx_t context, gpgme_key_t *keys, bool passphrase,
                                      gpgme_data_t from, gpgme_data_t to)
{
    /* the recipients were checked when they were added: sealed_add_recipient() */
    const unsigned flags = GPGME_ENCRYPT_ALWAYS_TRUST | GPGME_ENCRYPT_NO_ENCRYPT_TO |
                           (passphrase ? GPGME_ENCRYPT_SYMMETRIC : 0);
    return gpgme_op_encrypt(context, keys[0] ? keys : NULL, (gpgme_encrypt_flags_t)flags, from, to);
}

bool sealed_close(const struct text *text, const struct seal *seal, struct text *message,
                  GError **error)
{
    gpgme_data_t from = NULL, to = NULL;
    const char *missing = NULL;
    struct session session;
    struct text sealed = {0};

    if (seal->hidden) {
        g_set_error_literal(error, KEY_ERROR, KEY_ERROR_SEALED,
                            "the keyring has hidden recipients and cannot be encrypted to them "
                            "again; name all of them with tcpauth seal --recipient");
        return false;
    }
    gpgme_key_t *keys = g_new0(gpgme_key_t, seal->recipients->len + 1);
    gpgme_error_t fault = session_begin(&session);
    if (!fault)
        fault = find_keys(session.context, seal, keys, &missing);
    if (!fault)
        fault = data_from(text, &from);
    if (!fault)
        fault = data_to(&sealed, &to);
    if (!fault) {
        gpgme_set_armor(session.context, seal->armored);
        fault = start_encryption(session.context, keys, seal->passphrase, from, to);
    }
    if (!fault)
        text_append(message, sealed.bytes, sealed.length);
    gpgme_data_release(to);
    gpgme_data_release(from);
    for (unsigned i = 0; i < seal->recipients->len && keys[i]; i++)
        gpgme_key_unref(keys[i]);
    g_free(keys);
    session_end(&session);
    text_clear(&sealed);
    if (missing)
        g_set_error(error, KEY_ERROR, KEY_ERROR_SEALED,
                    "the keyring cannot be sealed: gpg does not know the key %s of a recipient",
                    missing);
    else if (fault)
        sealed_fail(error, "the keyring cannot be sealed", fault);
    return !fault;
}

/* Returns true if ID consists of hexadecimal digits, as many as a key id or a fingerprint has. */
static bool is_key_id(const char *id)
{
    const size_t length = strlen(id);
    return id[strspn(id, "0123456789abcdefABCDEF")] == '\0' &&
           (length == 8 || length == 16 || length == 32 || length == 40 || length == 64);
}

/* Returns NAME as gpg finds it exactly: an address in angle brackets, or a key id or fingerprint in
 * capitals without spaces. gpg would also take a part of an address or of a user's name, which may
 * be a stranger's. Returns NULL if NAME is none of these. Free with g_free(). */
static char *exact_name(const char *name)
{
    const char *begin = strchr(name, '<'), *end = begin ? strchr(begin, '>') : NULL;

    if (strchr(name, '@'))
        return end ? g_strndup(begin, (size_t)(end - begin) + 1) : g_strdup_printf("<%s>", name);
    char *id = g_ascii_strup(g_str_has_prefix(name, "0x") ? name + 2 : name, -1);
    char **groups = g_strsplit(id, " ", -1);
    g_free(id);
    id = g_strjoinv("", groups);
    g_strfreev(groups);
    if (!is_key_id(id))
        g_clear_pointer(&id, g_free);
    return id;
}

/* Returns true if the exact name EXACT is the address of USER, or no address. */
static bool is_meant(gpgme_user_id_t user, const char *exact)
{
    const size_t length = strlen(exact) - 2; /* without the brackets */
    return exact[0] != '<' || (user->address && strlen(user->address) == length &&
                               g_ascii_strncasecmp(user->address, exact + 1, length) == 0);
}

/* Returns true if gpg knows that KEY is of the user with the exact name EXACT, or if that is its
 * fingerprint. Anybody may add an address to his key. */
static bool is_trusted(gpgme_key_t key, const char *exact)
{
    for (gpgme_user_id_t user = key->uids; user; user = user->next)
        if (!user->revoked && user->validity >= GPGME_VALIDITY_FULL && is_meant(user, exact))
            return true;
    return strcmp(exact, key->fpr) == 0;
}

/* Returns the fingerprint of the recipient NAME, whose exact name is EXACT. Returns NULL and sets
 * ERROR if there is none. Free with g_free(). */
static char *find_recipient(gpgme_ctx_t context, const char *name, const char *exact,
                            GError **error)
{
    gpgme_key_t key = NULL;
    char *recipient = NULL;
    const gpgme_error_t fault = gpgme_get_key(context, exact, &key, 0);
    const gpgme_err_code_t code = gpgme_err_code(fault);

    if (code == GPG_ERR_AMBIGUOUS_NAME)
        g_set_error(error, KEY_ERROR, KEY_ERROR_SEALED,
                    "%s: gpg knows several such keys; name one by its fingerprint", name);
    else if (code == GPG_ERR_EOF || code == GPG_ERR_NO_PUBKEY || code == GPG_ERR_NOT_FOUND)
        g_set_error(error, KEY_ERROR, KEY_ERROR_SEALED, "%s: gpg knows no such key", name);
    else if (fault)
        sealed_fail(error, name, fault);
    else if (!key->can_encrypt || key->expired || key->revoked || key->disabled || key->invalid)
        g_set_error(error, KEY_ERROR, KEY_ERROR_SEALED,
                    "%s: its key is expired, revoked or not meant for encryption", name);
    else if (!is_trusted(key, exact))
        g_set_error(error, KEY_ERROR, KEY_ERROR_SEALED,
                    "%s: gpg does not know that this key is theirs; if you do, name it by its "
                    "fingerprint %s",
                    name, key->fpr);
    else
        recipient = g_strdup(key->fpr);
    if (key)
        gpgme_key_unref(key);
    return recipient;
}

bool sealed_add_recipient(struct seal *seal, const char *name, GError **error)
{
    struct session session;
    char *recipient = NULL, *exact = exact_name(name);

    if (!exact) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_SEALED,
                    "%s: a recipient is a fingerprint, a key id or an address", name);
        return false;
    }
    const gpgme_error_t fault = session_begin(&session);
    if (fault)
        sealed_fail(error, name, fault);
    else
        recipient = find_recipient(session.context, name, exact, error);
    session_end(&session);
    g_free(exact);
    if (recipient)
        g_ptr_array_add(seal->recipients, recipient);
    return recipient != NULL;
}

bool sealed_is_ours(const struct seal *seal)
{
    struct session session;
    bool ours = seal->passphrase;

    if (!session_begin(&session))
        for (unsigned i = 0; i < seal->recipients->len && !ours; i++) {
            gpgme_key_t key = NULL;
            ours = !gpgme_get_key(session.context, seal->recipients->pdata[i], &key, 1);
            if (key)
                gpgme_key_unref(key);
        }
    session_end(&session);
    return ours;
}
