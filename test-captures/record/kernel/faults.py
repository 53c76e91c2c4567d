"""The recordings of ends that disagree, each in a way that the kernel allows."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import replace

from .session import MD5, SIX, Key, Session, answer, exchange

RIGHT = Key("the right key")
ANOTHERS = Key("a neighbor's key", peer="10.9.0.9")
SHA_256 = Key("sha-256 at both", algorithm="hmac(sha256)")
CMAC = Key("too short", algorithm="cmac(aes128)")
OLD = Key("former secret", 1, 11, first=True)
NEW = Key("latter secret", 2, 12)
MISTYPED = replace(NEW, secret="latter secert")
REPLACED = replace(OLD, secret=ANOTHERS.secret, first=False)


def ends(keys: list[Key], server_keys: list[Key], cause: str = "", **more: object) -> Session:
    """Returns a session: the client fails to connect, and the keyring has the server's keys. MORE may change both."""
    crossed = [key.crossed() for key in server_keys]
    return Session(**{"keys": keys, "server_keys": crossed, "known": server_keys, "cause": cause,
                      "client": ["connect"], "server": ["listen", "accept"], "seconds": 4} | more)


FAULTS: dict[str, Session] = {
    "ao-options-differ":
        ends([Key("modes", covered=False)], [Key("modes")], "AO options mode", seconds=15,
             text="The client does not cover options, the server does: SYNs without an answer."),
    "kernel-ao-options-differ-ipv6":
        ends([RIGHT], [replace(RIGHT, covered=False)], "AO options mode", ends=SIX,
             text="The client covers options, the server does not."),
    "kernel-ao-other-key":
        ends([replace(RIGHT, secret=ANOTHERS.secret)], [RIGHT], "other key", known=[RIGHT, ANOTHERS],
             text="The client has the secret of another neighbor."),
    "kernel-ao-unknown-key-ipv6":
        ends([replace(RIGHT, secret="nobody knows it")], [RIGHT], ends=SIX,
             text="The client has a secret that neither the server nor the keyring has."),
    "kernel-ao-line-feed":
        ends([replace(RIGHT, secret=RIGHT.secret + "\n")], [RIGHT], "key variant",
             text="The client's secret ends with a line feed."),
    "kernel-ao-cmac-padded-ipv6":
        ends([replace(CMAC, secret=CMAC.secret.ljust(16, "\0"))], [CMAC], "key variant", ends=SIX,
             text="The client's secret is padded with NULs to the 16 octets of AES-128-CMAC."),
    "kernel-ao-ids-crossed":
        ends([RIGHT.crossed()], [RIGHT], "AO key id", text="The client has SendID and RecvID the wrong way round."),
    "kernel-ao-send-id-ipv6":
        ends([replace(RIGHT, send=62)], [RIGHT], "AO key id", ends=SIX, text="The client's SendID is a wrong one."),
    "kernel-ao-recv-id":
        ends([replace(RIGHT, recv=85)], [RIGHT],
             text="The client's RecvID is a wrong one: its SYN is good, but the server has no key to answer with."),
    "kernel-ao-cmac-sha-1":
        ends([replace(RIGHT, algorithm="cmac(aes128)")], [RIGHT], "AO algorithm",
             text="The client uses AES-128-CMAC, the server HMAC-SHA-1."),
    "kernel-ao-sha-256-sha-1-ipv6":
        ends([replace(RIGHT, algorithm="hmac(sha256)")], [RIGHT], "AO algorithm", ends=SIX,
             text="The client uses HMAC-SHA-256, the server HMAC-SHA-1, both with 12 octets."),
    "kernel-ao-mac-length":
        ends([replace(SHA_256, length=16)], [SHA_256], "AO MAC length",
             text="The client's MAC has 16 octets, the server's 12."),
    "kernel-ao-settings":
        ends([replace(RIGHT.crossed(), covered=False)], [RIGHT], "AO settings",
             text="The client has the ids the wrong way round, and does not cover options."),
    "kernel-ao-server-other-key":
        ends([RIGHT], [replace(RIGHT, secret="nobody knows it")], known=[RIGHT],
             text="The server has another secret; the keyring has the client's."),
    "kernel-ao-key-of-another-peer":
        ends([RIGHT], [replace(RIGHT, peer="10.9.0.9")], known=[RIGHT],
             text="The server has the key for another address, and none for the client."),
    "kernel-ao-server-unsigned-ipv6":
        ends([RIGHT], [], known=[RIGHT], ends=SIX, text="The server has no key at all."),
    "kernel-ao-client-unsigned":
        ends([], [RIGHT], "SYN unsigned", text="The client has no key."),
    "kernel-ao-required":
        ends([], [replace(RIGHT, peer="10.9.0.9")], server=["listen", "required", "accept"],
             text="The client has no key, and the server none for the client; but the server accepts nothing unsigned."),
    "kernel-ao-client-md5":
        ends([Key("the right key", algorithm=MD5)], [RIGHT], "other authentication",
             text="The client signs with MD5, the server expects TCP-AO."),
    "kernel-ao-server-md5-ipv6":
        ends([RIGHT], [Key("the right key", algorithm=MD5)], "other authentication", ends=SIX,
             text="The client signs with TCP-AO, the server expects MD5."),
    "kernel-ao-not-followed":
        Session("The server requests a key that the client does not have.", [OLD], server_keys=[OLD.crossed(), NEW.crossed()],
                client=exchange("connect", "", "", ""), server=answer("listen accept", "rnext:2", "", "")),
    "kernel-ao-new-key-mistyped":
        Session("The server asks for a new key, which the client has with another secret: the session breaks off.",
                [OLD, MISTYPED], server_keys=[OLD.crossed(), NEW.crossed()],
                known=[OLD, NEW, replace(MISTYPED, peer="10.9.0.9")], cause="other key", seconds=4,
                client=exchange("connect", "", ""), server=answer("listen accept", "rnext:2", "")),
    "kernel-ao-key-deleted":
        Session("The server deletes the old key while the session is up; the client has no other one.",
                [OLD], server_keys=[OLD.crossed(), NEW.crossed()], known=[OLD, NEW], seconds=4,
                client=["connect", "send:60", "recv:60", "send:60", "recv:60"],
                server=["listen", "accept", "recv:60", "send:60", "delete:11,12,2", "send:60", "recv:60"]),
    "kernel-ao-key-replaced-ipv6":
        Session("The server gives the key another secret, with the same ids, while the session is up.",
                [OLD, NEW], spare=[REPLACED], known=[OLD, NEW, replace(ANOTHERS, peer="fd09::9")], cause="other key",
                seconds=4, ends=SIX,
                client=["connect", "send:60", "recv:60", "recv:60"],
                server=["listen", "accept", "recv:60", "send:60", "delete:11,12,2", "add:0", "current:11", "rnext:1",
                        "send:60", "recv:60"]),
    "kernel-ao-restarted":
        Session("The server's host starts again, and listens again with the key: it counts data as good, silently.",
                [RIGHT], seconds=4,
                client=["connect", "sleep:2", "send:60", "recv:60"],
                server=["listen", "accept", "vanish", "sleep:4"]),
    "kernel-ao-lost-keys-ipv6":
        Session("The server's host restarts without the key: it does not even reset the client's segments.",
                [RIGHT], seconds=4, ends=SIX,
                client=["connect", "send:60", "recv:60", "sleep:2", "send:60", "recv:60"],
                server=["listen", "accept", "recv:60", "send:60", "vanish", "deaf", "sleep:6"]),
}
