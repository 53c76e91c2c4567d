/* The words for causes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cause.h"

#include "plugin/verify/message.h"
#include "keys/hash.h"

#include <string.h>

static const struct {
    const char *name, *sentence, *cure;
} causes[CAUSES] = {
    [CAUSE_SPLIT] =
        {"split",
         "the sender signed one large segment; segmentation offload (TSO or GSO) then split it and "
         "copied its digest into every piece",
         "turn segmentation offload off on the sender; in a virtual machine also on the virtual "
         "NIC and on the host"},
    [CAUSE_MERGED] =
        {"merged",
         "LRO or GRO merged several segments before they were captured; the digest belongs to the "
         "first one, which was valid",
         "turn LRO and GRO off where you capture; in a virtual machine also LRO on the host"},
    [CAUSE_SOURCE_ADDRESS] = {"source address",
                              "the source address was rewritten after the segment was signed",
                              "exempt the session from NAT; a signature covers the addresses"},
    [CAUSE_DESTINATION_ADDRESS] = {"destination address",
                                   "the destination address was rewritten after the segment was "
                                   "signed",
                                   "exempt the session from NAT; a signature covers the addresses"},
    [CAUSE_BOTH_ADDRESSES] = {"both addresses",
                              "both addresses were rewritten after the segment was signed",
                              "exempt the session from NAT; a signature covers the addresses"},
    [CAUSE_SOURCE_PORT] = {"source port",
                           "the source port was rewritten after the segment was signed",
                           "exempt the session from port translation"},
    [CAUSE_DESTINATION_PORT] = {"destination port",
                                "the destination port was rewritten after the segment was signed",
                                "exempt the session from port translation"},
    [CAUSE_SEQUENCE_NUMBER] = {"sequence number",
                               "sequence or acknowledgment numbers were changed after signing, "
                               "typically by a firewall that randomises initial sequence numbers",
                               "configure the firewall to keep sequence numbers"},
    [CAUSE_REPLAYED] =
        {"replayed",
         "the same signed segment was captured before, with other sequence or acknowledgment "
         "numbers: an attacker or a tool such as tcpreplay sent it again, or two "
         "captures whose clocks differ were merged",
         "find the host that replays old segments; neither peer is at fault"},
    [CAUSE_WINDOW] = {"window", "the window was rewritten after the segment was signed",
                      "exempt the session from shapers and WAN optimisers"},
    [CAUSE_FLAGS] = {"flags",
                     "TCP flags or reserved bits were rewritten after the segment was signed",
                     "configure firewalls and load balancers to keep flags; the ECN bits, too"},
    [CAUSE_URGENT_POINTER] = {"urgent pointer",
                              "the urgent pointer was rewritten after the segment was signed",
                              "configure the firewall to keep the urgent pointer"},
    [CAUSE_DATA_OFFSET] =
        {"data offset", "TCP options were added or removed after the segment was signed",
         "have the firewall neither add nor remove options; overwriting them harms TCP-AO "
         "alone"},
    [CAUSE_KEY_NOT_VALID] =
        {"key not valid",
         "it is signed with a key of this connection, but outside the key's validity period",
         "compare both ends' clocks with the times of the key; if it has expired, give both a next "
         "one"},
    [CAUSE_OTHER_KEY] =
        {"other key",
         "it is signed with a key configured for another connection or kind of signature",
         "configure one password for this session on both ends"},
    [CAUSE_KEY_VARIANT] =
        {"key variant", "the sender's key is not the configured one, but a variant of it",
         "configure the password again on the sender; or correct the keyring, if the session "
         "is up"},
    [CAUSE_SIGNED_TOO_EARLY] =
        {"signed too early",
         "the sender computed the digest before it added TCP option 19 to the header",
         "the sender's TCP is broken: report it to the vendor"},
    [CAUSE_OPTIONS_HASHED] =
        {"options hashed",
         "the sender includes the TCP options in the digest; RFC 2385 excludes them",
         "the sender's TCP is broken: report it to the vendor"},
    [CAUSE_CHECKSUM_HASHED] = {"checksum hashed",
                               "the sender hashes the checksum unchanged; RFC 2385 assumes zero",
                               "the sender's TCP is broken: report it to the vendor"},
    [CAUSE_LENGTH_WITHOUT_OPTIONS] =
        {"length without options", "the sender's pseudo-header counts the length without options",
         "the sender's TCP is broken: report it to the vendor"},
    [CAUSE_ADDRESSES_SWAPPED] = {"addresses swapped",
                                 "the sender's pseudo-header has its addresses in the wrong order",
                                 "the sender's TCP is broken: report it to the vendor"},
    [CAUSE_KEY_FIRST] = {"key first", "the sender hashes the key first instead of last",
                         "the sender's TCP is broken: report it to the vendor"},
    [CAUSE_DATA_CUT] = {"data cut", "the sender hashes only the first bytes of the data",
                        "turn scatter-gather off on the sender; or use a kernel that hashes all "
                        "buffers of a segment"},
    [CAUSE_MAPPED_ADDRESSES] = {"mapped addresses",
                                "the sender's pseudo-header has the IPv4 addresses mapped to IPv6",
                                "have the sender listen on an IPv4 socket; its TCP is broken"},
    [CAUSE_AO_OPTIONS_MODE] =
        {"AO options mode",
         "one end lets the MAC cover the other TCP options, the other end does not",
         "cover the options on both ends or on neither; IOS: "
         "include-tcp-options; Junos: tcp-ao-option; BIRD and Arista EOS always cover them"},
    [CAUSE_AO_KEY_ID] = {"AO key id",
                         "it is signed with a key of this connection, but under a KeyID not "
                         "configured for that key",
                         "make each end's send id the other end's receive id"},
    [CAUSE_AO_MAC_LENGTH] =
        {"AO MAC length",
         "the key produces this MAC, but of another length than configured; a receiver compares "
         "the length first",
         "configure the same algorithm on both ends; HMAC-SHA-256 is in use with MACs of 12 "
         "octets and of 16"},
    [CAUSE_AO_ALGORITHM] =
        {"AO algorithm", "the sender has the right master key, but signs with another algorithm",
         "configure the same algorithm on both ends; most routers call it cryptographic-algorithm"},
    [CAUSE_AO_SETTINGS] =
        {"AO settings", "the sender has the right master key, but several of its settings differ",
         "compare the whole key of both ends; KeyIDs, algorithm, and the options covered"},
    [CAUSE_AO_KEYRING_STALE] =
        {"AO keyring stale",
         "it is signed with the former key of this KeyID, which another key has replaced",
         "remove the old key on the sender, and add the new one; a new key is best given a new "
         "KeyID"},
    [CAUSE_AO_RNEXT_NOT_FOLLOWED] =
        {"AO RNext not followed",
         "the other end asks it to sign with another key (RNextKeyID), and it keeps the old one: "
         "it has no key with that send id, or not yet",
         "configure the key with that send id on the sender; it must be valid now"},
    [CAUSE_AO_KEY_UNKNOWN_TO_PEER] =
        {"AO key unknown to peer",
         "its sender changed to this key unasked, and the receiver acknowledges nothing since: it "
         "has no such key",
         "configure the new key on the receiver as well; before either end signs with it"},
    [CAUSE_AO_GOOD_REFUSED] =
        {"AO good refused",
         "the receiver drops it although it is good: after ISN 4294967295, Linux expects the "
         "extension 0 from its peer, but signs with 1",
         "clear the session: the next one has another ISN; this is a fault of Linux's TCP"},
    [CAUSE_AO_MSS] = {"AO MSS",
                      "the MSS was rewritten after the segment was signed, and the MAC covers it",
                      "exempt the session from MSS clamping; or let neither end cover the options"},
    [CAUSE_AO_OPTION_CHANGED] =
        {"AO option changed",
         "a TCP option was changed after the segment was signed, and the MAC covers it",
         "have the firewall keep TCP options; or let neither end cover the options"},
    [CAUSE_AO_NAT] =
        {"AO NAT", "the sender derives its traffic key from other addresses than the segment has",
         "exempt the session from NAT; RFC 6978, which allows for it, is an experiment"},
    [CAUSE_AO_TRAILING_PADDING] = {"AO trailing padding",
                                   "the sender signs its TCP options with other padding than it "
                                   "sends, as IOS XE is known to do",
                                   "let neither end cover the options; or upgrade the sender"},
    [CAUSE_AO_SNE] = {"AO SNE",
                      "the sender counts the wraps of its sequence numbers differently from RFC "
                      "5925 section 6.2",
                      "reset the session; the sender's TCP is broken: report it to the vendor"},
    [CAUSE_AO_RST_QUIRK] =
        {"AO RST quirk",
         "the RST is signed with the traffic key of the segment that it answers, as Linux does "
         "where it has no connection",
         "clear the session on both ends; the receiver drops this RST"},
    [CAUSE_AO_ISN_ROLE] =
        {"AO ISN role",
         "the sender derives its traffic key with other initial sequence numbers than RFC 5925 "
         "section 5.2 requires",
         "the sender's TCP is broken: report it to the vendor"},
    [CAUSE_AO_COVERED_WRONGLY] =
        {"AO covered wrongly",
         "the sender's MAC covers other bytes than RFC 5925 section 5.1 requires",
         "the sender's TCP is broken: report it to the vendor"},
    [CAUSE_AO_KDF_WRONGLY] =
        {"AO KDF wrongly",
         "the sender derives its traffic key in another way than RFC 5926 section 3.1 requires",
         "the sender's TCP is broken: report it to the vendor"},
    [CAUSE_OPTIONS_BROKEN] =
        {"options broken",
         "the list of TCP options is broken: a receiver never reaches the signature in it",
         "report it to the vendor of the sender or a firewall; keys and passwords are not the "
         "cause"},
    [CAUSE_OPTION_BLANKED] =
        {"option blanked",
         "its signature was overwritten with NOPs in transit, typically by a firewall",
         "have the firewall let TCP options 19 and 29 pass; and leave sequence "
         "numbers as they are"},
    [CAUSE_OPTION_REMOVED] = {"option removed",
                              "its signature was stripped in transit: the same segment was also "
                              "captured with the signature",
                              "have the firewall or proxy keep TCP options 19 and 29"},
    [CAUSE_OTHER_AUTHENTICATION] =
        {"other authentication",
         "the sender does not sign with the MD5 option but with another one",
         "configure the same authentication on both ends; Junos and Nokia: "
         "authentication-key instead of a key chain"},
    [CAUSE_RST_UNSIGNED] =
        {"RST unsigned",
         "the RST was sent by a host without the key (for example after a restart) or by a "
         "firewall, or it answers an unsigned segment",
         "configure the key again, or clear the session; if the sender has the key, look for a "
         "firewall that resets connections. A receiver that checks signatures ignores the RST, and "
         "the session hangs until the hold timer expires"},
    [CAUSE_SYN_UNSIGNED] =
        {"SYN unsigned",
         "the connection was opened with an unsigned SYN, as by a peer that has no key or is "
         "behind a firewall that strips TCP option 19 or 29",
         "check the sender's password and firewalls in between; the sender needs it for the "
         "address that the other end uses"},
    [CAUSE_ONE_SIDE_UNSIGNED] =
        {"one side unsigned",
         "nothing from this side is signed although the other end signs: the sender has no key, or "
         "a device before the capture strips TCP option 19 or 29",
         "check the sender's password and firewalls in between; the sender needs it for the "
         "address that the other end uses. Capture at the sender to find out which"},
    [CAUSE_DIGEST_BLANK] =
        {"digest blank",
         "all bytes of its digest are the same: the sender never computed it, or a device on the "
         "path overwrote it",
         "add the key to the sender's kernel (on BSD: setkey); or have the firewall keep the "
         "contents of the option"},
    [CAUSE_CORRUPT] =
        {"corrupt",
         "the TCP checksum is wrong as well: the segment was altered in transit or by the capture, "
         "and the checksum was not updated",
         "look for errors on the interfaces of the path; nothing is wrong with the keys"},
};

guint proof_hash(gconstpointer data)
{
    const struct proof *proof = data;
    guint hash = proof->cause ^ proof->originals << 8 ^ g_direct_hash(proof->key) ^
                 proof->index * 2654435761u;
    hash = hash_bytes(hash, &proof->source, sizeof proof->source);
    hash = hash_bytes(hash, &proof->destination, sizeof proof->destination);
    return hash_bytes(hash, proof->numbers, sizeof proof->numbers);
}

gboolean proof_equal(gconstpointer one, gconstpointer other)
{
    const struct proof *a = one, *b = other;
    return a->cause == b->cause && a->key == b->key && a->originals == b->originals &&
           memcmp(&a->source, &b->source, sizeof a->source) == 0 &&
           memcmp(&a->destination, &b->destination, sizeof a->destination) == 0 &&
           memcmp(a->numbers, b->numbers, sizeof a->numbers) == 0 && a->detail == b->detail &&
           a->hypothesis == b->hypothesis && a->index == b->index;
}

const char *cause_name(enum cause cause)
{
    return causes[cause].name;
}

const char *cause_sentence(enum cause cause)
{
    return causes[cause].sentence;
}

const char *cause_cure(enum cause cause)
{
    return causes[cause].cure;
}

const char *proof_sentence(const struct proof *proof)
{
    return proof->sentence ? proof->sentence : cause_sentence(proof->cause);
}

const char *proof_cure(const struct proof *proof)
{
    return proof->cure ? proof->cure : cause_cure(proof->cause);
}

const char *original_name(enum original original)
{
    static const char *const names[ORIGINALS] = {
        [ORIGINAL_SOURCE] = "source address",
        [ORIGINAL_DESTINATION] = "destination address",
        [ORIGINAL_SOURCE_PORT] = "source port",
        [ORIGINAL_DESTINATION_PORT] = "destination port",
        [ORIGINAL_SEQUENCE_NUMBER] = "sequence number",
        [ORIGINAL_ACKNOWLEDGMENT_NUMBER] = "acknowledgment number",
        [ORIGINAL_WINDOW] = "window",
        [ORIGINAL_FLAGS] = "flags",
        [ORIGINAL_URGENT_POINTER] = "urgent pointer",
        [ORIGINAL_HEADER_LENGTH] = "header length",
        [ORIGINAL_LENGTH] = "segment length",
        [ORIGINAL_MSS] = "MSS",
        [ORIGINAL_WINDOW_SCALE] = "window scale",
        [ORIGINAL_SNE] = "sequence number extension",
        [ORIGINAL_SOURCE_ISN] = "source ISN",
        [ORIGINAL_DESTINATION_ISN] = "destination ISN",
    };
    return names[original];
}

uint32_t proof_original(const struct proof *proof, enum original original, const uint8_t *header)
{
    const uint32_t number = proof->numbers[original];
    if (original == ORIGINAL_SEQUENCE_NUMBER)
        return header_number(header, HEADER_SEQUENCE_NUMBER) + number;
    if (original == ORIGINAL_ACKNOWLEDGMENT_NUMBER)
        return header_number(header, HEADER_ACKNOWLEDGMENT_NUMBER) + number;
    return number;
}

#define FEW_PIECES 64 /* 64 KB on Ethernet have 45 */
#define NEIGHBOURS 4  /* on each side */

bool piece_is_linked(unsigned count, unsigned own, unsigned index)
{
    return count <= FEW_PIECES || index == 0 || index + 1 == count ||
           (index + NEIGHBOURS >= own && index <= own + NEIGHBOURS);
}

/* Appends what was done to the field NAME. ADDED is the original minus the captured value, modulo
 * 2^32. */
static void append_shift(GString *text, const char *name, uint32_t added)
{
    const bool taken = added < 1u << 31; /* the smaller of the two distances is easier to read */
    g_string_append_printf(text, "%u was %s the %s", taken ? added : 0 - added,
                           taken ? "taken from" : "added to", name);
}

char *proof_text(const struct proof *proof)
{
    GString *text = g_string_new(proof_sentence(proof));
    const char *separator = ": ";

    if (proof->detail)
        g_string_append_printf(text, ": %s", proof->detail);
    for (unsigned i = ORIGINAL_SEQUENCE_NUMBER; i <= ORIGINAL_ACKNOWLEDGMENT_NUMBER; i++)
        if (proof->originals & 1u << i) {
            g_string_append(text, separator);
            append_shift(text, original_name(i), proof->numbers[i]);
            separator = ", and ";
        }
    return g_string_free(text, FALSE);
}
