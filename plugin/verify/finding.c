/* The names of verdicts and reasons, and their sentences.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "finding.h"

#include <stddef.h>

static const char *const verdicts[] = {
    [VERDICT_BAD] = "Bad",
    [VERDICT_GOOD] = "Good",
    [VERDICT_UNVERIFIED] = "Unverified",
    [VERDICT_NOT_PRESENT] = "Not present",
    [VERDICT_ILLEGAL] = "Illegal",
    [VERDICT_NONE] = NULL,
};

static const char *const signings[] = {
    [SIGNING_MD5] = "MD5",
    [SIGNING_AO] = "TCP-AO",
};

static const struct {
    const char *name, *sentence;
} reasons[] = {
    [REASON_QUOTED] = {"quoted", "it is quoted in an ICMP error, which may have changed it"},
    [REASON_CUT_SHORT] = {"cut short", "only a part of the segment was captured"},
    [REASON_FRAGMENT_MISSING] = {"fragment missing",
                                 "it is a fragment, and the datagram was not reassembled"},
    [REASON_NO_MAC] = {"no MAC", "the TCP-AO option has no MAC"},
    [REASON_ALGORITHM_MISSING] = {"algorithm missing",
                                  "this system's libgcrypt lacks or forbids the algorithm"},
    [REASON_ISN_UNKNOWN] = {"ISN unknown",
                            "the handshake, whose sequence numbers TCP-AO needs, was not captured"},
    [REASON_KEY_ID_UNKNOWN] = {"KeyID unknown",
                               "no key of this connection has the KeyID of this segment"},
    [REASON_NO_KEY] = {"no key", "no key is configured for this connection"},
    [REASON_KEY_NOT_VALID] = {"key not valid at this time",
                              "no key of this connection is valid at the time of this segment"},
    [REASON_SECRET_UNKNOWN] = {"secret unknown",
                               "a key of this connection has a secret that could not be read"},
    [REASON_MD5_FORBIDDEN] = {"MD5 forbidden",
                              "the system forbids MD5 (FIPS mode), so nothing can be checked"},
    [REASON_KEYRING_LOCKED] = {"keyring locked",
                               "the keyring is sealed and was not opened, so its keys are unknown"},
    [REASON_UNEXPECTED] = {"unexpected signature",
                           "the rest of the connection is not signed, and no key names its port"},
    [REASON_KEY_CONFIGURED] = {"key configured", "a key is configured for this connection"},
    [REASON_CONNECTION_SIGNED] = {"connection signed",
                                  "other segments of this connection are signed"},
    [REASON_LENGTH] = {"length", "the length of the option is not that of a signature"},
    [REASON_BEYOND_HEADER] = {"beyond header", "the option runs beyond the TCP header"},
    [REASON_MD5_AND_AO] = {"MD5 and TCP-AO", "it has both an MD5 signature and TCP-AO"},
    [REASON_REPEATED] = {"repeated", "it has more than one signature"},
};

const char *finding_sentence(const struct finding *finding)
{
    if (finding->isn_searched)
        return "the handshake, whose sequence numbers TCP-AO needs, was not captured, and those of "
               "a young session were searched without success";
    return reason_sentence(finding->reason);
}

const char *mismatch_text(enum mismatch mismatch)
{
    static const char *const texts[] = {
        [MISMATCH_KEY_ID] = "produces the MAC received, but has another KeyID",
        [MISMATCH_LENGTH] = "produces the MAC received, but is configured for another MAC length",
        [MISMATCH_OPTIONS] = "produces the MAC received with the other setting for covering the "
                             "TCP options",
    };
    return texts[mismatch];
}

const char *verdict_name(enum verdict verdict)
{
    return verdicts[verdict];
}

const char *signing_name(enum signing signing)
{
    return signings[signing];
}

const char *reason_name(enum reason reason)
{
    return reasons[reason].name;
}

const char *reason_sentence(enum reason reason)
{
    return reasons[reason].sentence;
}

bool reason_is_illegal(enum reason reason)
{
    return reason >= REASON_LENGTH && reason <= REASON_REPEATED;
}

const char *signing_product(enum signing signing)
{
    return signing == SIGNING_AO ? "MAC" : "digest";
}
