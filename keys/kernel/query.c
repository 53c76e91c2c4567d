/* Asks the kernel, through netlink, about all TCP sockets of a network namespace.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query.h"

#include "keys/hash.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>

/* Room for the keys of one socket: 10,000 keys of 100 bytes. The kernel's default allows 963
 * keys. */
#define BUFFER_SIZE ((size_t)1 << 20)

/* The states in which sockets have keys, as in the kernel's tcp_states.h: all but SYN_RECV,
 * TIME_WAIT and NEW_SYN_RECV. */
#define STATES (0xfffu & ~(1u << 3 | 1u << 6))

/* The kernel sends a socket's keys only together with the information about it. */
#define WITH_KEYS (1u << (INET_DIAG_INFO - 1))

struct query {
    struct mnl_socket *socket;
    struct holding *holding;
    char *buffer;
    unsigned sequence;    /* of the request */
    GHashTable *answered; /* set of gint64 *: the cookies of the sockets whose keys are known */
    GArray *left;         /* struct answer: the other sockets */
    bool is_denied;       /* the kernel does not show us keys */
    unsigned missed; /* number of keys, or of sockets with all their keys, that could not be read */
    int fault;       /* the error of the last request, or 0 */
    int refusal;     /* the error with which the kernel refused to list sockets, or 0 */
};

static gint64 cookie_of(const struct answer *answer)
{
    return (gint64)answer->id.idiag_cookie[1] << 32 | answer->id.idiag_cookie[0];
}

static void take_keys(struct query *query, const struct answer *answer)
{
    const gint64 cookie = cookie_of(answer);
    query->is_denied |= !answer->is_privileged;
    query->missed += holding_add(query->holding, answer);
    g_hash_table_add(query->answered, g_memdup2(&cookie, sizeof cookie));
}

static void take_name(struct query *query, const struct answer *answer)
{
    const gint64 cookie = cookie_of(answer);
    if (!g_hash_table_contains(query->answered, &cookie))
        g_array_append_vals(query->left, answer, 1);
}

static bool send_request(struct query *query, const struct inet_diag_req_v2 *request,
                         unsigned flags)
{
    char buffer[MNL_NLMSG_HDRLEN + MNL_ALIGN(sizeof *request)] __attribute__((aligned(8)));
    struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);

    header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
    header->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
    header->nlmsg_seq = ++query->sequence;
    memcpy(mnl_nlmsg_put_extra_header(header, sizeof *request), request, sizeof *request);
    return mnl_socket_sendto(query->socket, header, header->nlmsg_len) >= 0;
}

/* Passes each answer in the first LENGTH bytes of the buffer to TAKE. Returns true if more are to
 * come. Sets query->fault to the error that the kernel reports. */
static bool read_messages(struct query *query, size_t length,
                          void (*take)(struct query *, const struct answer *))
{
    const struct nlmsghdr *message = (const struct nlmsghdr *)query->buffer;
    int left = (int)length;
    bool more = true;

    for (; more && mnl_nlmsg_ok(message, left); message = mnl_nlmsg_next(message, &left)) {
        struct answer answer;
        if (message->nlmsg_seq != query->sequence)
            continue;
        if (message->nlmsg_type == NLMSG_ERROR &&
            message->nlmsg_len >= MNL_NLMSG_HDRLEN + sizeof(int))
            query->fault = -*(const int *)mnl_nlmsg_get_payload(message);
        else if (answer_read(message, &answer))
            take(query, &answer);
        more = message->nlmsg_type != NLMSG_ERROR && message->nlmsg_type != NLMSG_DONE &&
               (message->nlmsg_flags & NLM_F_MULTI) != 0;
    }
    return more;
}

/* Sends REQUEST. Returns the error with which the kernel refuses to answer, or 0. */
static int query_ask(struct query *query, const struct inet_diag_req_v2 *request, unsigned flags,
                     void (*take)(struct query *, const struct answer *))
{
    bool more = send_request(query, request, flags);

    query->fault = more ? 0 : errno;
    while (more) {
        const ssize_t length = mnl_socket_recvfrom(query->socket, query->buffer, BUFFER_SIZE);
        if (length < 0)
            query->fault = errno;
        more = length > 0 && read_messages(query, (size_t)length, take);
    }
    return query->fault;
}

/* Lists all sockets. If the keys of a socket do not fit into the kernel's buffer, it ends the list
 * early without an error; a list without keys is always complete. */
static void query_list(struct query *query, unsigned extensions,
                       void (*take)(struct query *, const struct answer *))
{
    static const uint8_t families[] = {AF_INET, AF_INET6};
    for (unsigned i = 0; i < G_N_ELEMENTS(families); i++) {
        const struct inet_diag_req_v2 request = {
            .sdiag_family = families[i],
            .sdiag_protocol = IPPROTO_TCP,
            .idiag_ext = (uint8_t)extensions,
            .idiag_states = STATES,
        };
        const int fault = query_ask(query, &request, NLM_F_DUMP, take);
        if (fault)
            query->refusal = fault;
    }
}

/* Asks for the keys of one socket. A socket that no longer exists has none. */
static void ask_alone(struct query *query, const struct answer *answer)
{
    const struct inet_diag_req_v2 request = {
        .sdiag_family = answer->family,
        .sdiag_protocol = IPPROTO_TCP,
        .idiag_ext = WITH_KEYS,
        .idiag_states = STATES,
        .id = answer->id,
    };
    const int fault = query_ask(query, &request, 0, take_keys);
    const bool is_gone = fault == ENOENT || (fault == ESTALE && !answer->is_listener);
    query->missed += fault && !is_gone;
}

static bool query_conclude(const struct query *query, GError **error)
{
    if (query->is_denied)
        g_set_error(
            error, KEY_ERROR, KEY_ERROR_FILE,
            "the kernel shows keys only with the privilege CAP_NET_ADMIN: run this as root");
    else if (query->refusal == ENOENT)
        g_set_error(error, KEY_ERROR, KEY_ERROR_FILE,
                    "this kernel cannot list TCP sockets (inet_diag, tcp_diag)");
    else if (query->refusal)
        g_set_error(error, KEY_ERROR, KEY_ERROR_FILE, "the kernel does not list its sockets: %s",
                    g_strerror(query->refusal));
    else if (query->missed > 0)
        g_set_error(error, KEY_ERROR, KEY_ERROR_FILE,
                    "the keys of %u sockets could not be read: they share an address and port with "
                    "others, or have too many keys",
                    query->missed);
    else
        return true;
    return false;
}

bool query_run(struct mnl_socket *socket, struct holding *holding, GError **error)
{
    struct query query = {
        .socket = socket,
        .holding = holding,
        .buffer = g_malloc0(BUFFER_SIZE),
        .answered = g_hash_table_new_full(hash_number, g_int64_equal, g_free, NULL),
        .left = g_array_new(FALSE, FALSE, sizeof(struct answer)),
    };

    query_list(&query, WITH_KEYS, take_keys);
    query_list(&query, 0, take_name);
    for (unsigned i = 0; i < query.left->len; i++)
        ask_alone(&query, &g_array_index(query.left, struct answer, i));
    const bool done = query_conclude(&query, error);
    secret_wipe(query.buffer, BUFFER_SIZE);
    g_free(query.buffer);
    g_array_free(query.left, TRUE);
    g_hash_table_destroy(query.answered);
    return done;
}

struct mnl_socket *query_open(void)
{
    struct mnl_socket *socket = mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC);
    if (socket && mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0)
        g_clear_pointer(&socket, query_close);
    return socket;
}

void query_close(struct mnl_socket *socket)
{
    mnl_socket_close(socket);
}
