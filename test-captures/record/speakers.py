"""The peers of a configured router: BGP speakers that take its secrets from NAME.keys, not from NAME.conf.

    python3 speakers.py NAME.keys

Each key is a session between its first end, the router, and its second end, a peer. The peers wait for the router's
calls. A router cannot call a range, so the peers whose end is a range call the router after that.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import socket
import struct
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from reference import keys

AS_NUMBER, HOLD_TIME, PORT = 64511, 90, 179
TCP_MD5SIG = 14                                         # the socket option of linux/tcp.h
OPEN, KEEPALIVE = 1, 4                                  # RFC 4271, section 4.1
CAPABILITIES = bytes.fromhex("020c 010400010001 010400020001")      # RFC 4760: unicast, of IPv4 and IPv6
SECONDS = 20


def address_of(key: keys.Key) -> str:
    """Returns the address of the peer; of a range, the first after the network's own."""
    peers = key.ends[1]
    return str(peers[peers.num_addresses > 1])


def signed_socket(key: keys.Key) -> socket.socket:
    """Returns a socket of the peer. The kernel signs and verifies its segments to and from the router."""
    router = key.ends[0].network_address
    speaker = socket.socket(socket.AF_INET if router.version == 4 else socket.AF_INET6)
    speaker.settimeout(SECONDS)
    speaker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    port_and_flow = bytes(2 if router.version == 4 else 6)
    address = struct.pack("=H", speaker.family) + port_and_flow + router.packed
    speaker.setsockopt(socket.IPPROTO_TCP, TCP_MD5SIG,
                       struct.pack("=128s2xHi80s", address, len(key.secret), 0, key.secret))
    return speaker


def message(kind: int, body: bytes = b"") -> bytes:
    return b"\xff" * 16 + struct.pack("!HB", 19 + len(body), kind) + body


def wait_for(router: socket.socket, wanted: int) -> None:
    """Reads messages until one is of the WANTED kind."""
    kind = None
    while kind != wanted:
        length, kind = struct.unpack("!16xHB", router.recv(19, socket.MSG_WAITALL))
        router.recv(length - 19, socket.MSG_WAITALL)


def establish(router: socket.socket, identifier: int) -> None:
    """Sends an OPEN and a keep-alive, and waits for those of the router."""
    parameters = bytes([len(CAPABILITIES)]) + CAPABILITIES
    router.sendall(message(OPEN, struct.pack("!BHHI", 4, AS_NUMBER, HOLD_TIME, identifier) + parameters))
    wait_for(router, OPEN)
    router.sendall(message(KEEPALIVE))
    wait_for(router, KEEPALIVE)


def main() -> None:
    sessions = keys.read(Path(sys.argv[1]))
    sessions.sort(key=lambda key: key.ends[1].num_addresses > 1)
    speakers = [signed_socket(key) for key in sessions]
    for key, speaker in zip(sessions, speakers):
        speaker.bind((address_of(key), PORT if key.ends[1].num_addresses == 1 else 0))
        if key.ends[1].num_addresses == 1:
            speaker.listen()
    print("ready", flush=True)
    routers = []
    for identifier, (key, speaker) in enumerate(zip(sessions, speakers), 1):
        if key.ends[1].num_addresses == 1:
            router, _ = speaker.accept()
        else:
            router = speaker
            router.connect((str(key.ends[0].network_address), PORT))
        establish(router, identifier)
        routers.append(router)      # keeps the socket open
        print(f"established: {key.name}", flush=True)
    print("all established", flush=True)
    for router in routers:
        while router.recv(4096):    # until the router closes the session
            pass


if __name__ == "__main__":
    main()
