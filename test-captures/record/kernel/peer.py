#!/usr/bin/env python3
"""One end of a connection with TCP-AO:  peer.py SESSION client|server MOMENT

It does the words of the session, one after the other; both ends of `together` wait for the moment, in seconds since the
machine was started.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import socket
import struct
import sys
import time

from sessions import CLIENT_PORT, SERVER_PORT, SESSIONS, Key, Session

# <linux/tcp.h>
TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ = 19, 20, 21
SEND_QUEUE = 2
TCP_AO_ADD_KEY, TCP_AO_INFO = 38, 40
EXCLUDE_OPTIONS = 2
SECONDS = 15


def sockaddr_storage(address: str) -> bytes:
    if ":" in address:
        body = struct.pack("=HHI16s", socket.AF_INET6, 0, 0, socket.inet_pton(socket.AF_INET6, address))
    else:
        body = struct.pack("=HH4s", socket.AF_INET, 0, socket.inet_aton(address))
    return body.ljust(128, b"\0")


class End:
    def __init__(self, session: Session, client: bool, moment: float) -> None:
        self.moment, self.client, self.session = moment, client, session
        self.address, self.peer = session.ends if client else session.ends[::-1]
        crossed = [key.crossed() for key in session.keys]
        self.keys = session.keys if client else crossed if session.server_keys is None else session.server_keys
        self.excluded = False
        self.open()

    def open(self) -> None:
        self.socket = socket.socket(socket.AF_INET6 if ":" in self.peer else socket.AF_INET)
        self.socket.settimeout(SECONDS)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((self.address, CLIENT_PORT if self.client else SERVER_PORT))
        self.connection = self.socket

    def add_keys(self) -> None:
        for key in self.keys:
            self.socket.setsockopt(socket.IPPROTO_TCP, TCP_AO_ADD_KEY, self.tcp_ao_add(key))

    def tcp_ao_add(self, key: Key) -> bytes:
        covered = key.covered and not self.excluded
        secret = key.secret.encode()
        # a listener has no current key
        flags = 3 if key.first and "listen" not in self.words() else 0
        prefix = 128 if ":" in self.peer else 32
        numbers = struct.pack("=iIHBBBBBB", 0, flags, 0, prefix, key.send, key.recv, key.length,
                              0 if covered else EXCLUDE_OPTIONS, len(secret))
        return sockaddr_storage(self.peer) + key.algorithm.encode().ljust(64, b"\0") + numbers + secret.ljust(80, b"\0")

    def words(self) -> list[str]:
        return self.session.client if self.client else self.session.server

    def choose_isn(self, isn: int) -> None:
        for option, value in (TCP_REPAIR, 1), (TCP_REPAIR_QUEUE, SEND_QUEUE), (TCP_QUEUE_SEQ, isn), (TCP_REPAIR, 0):
            self.socket.setsockopt(socket.IPPROTO_TCP, option, struct.pack("=I", value))

    # Each word is one of these.

    def do_excluded(self, _: str) -> None:
        self.excluded = True

    def do_together(self, _: str) -> None:
        time.sleep(max(0, self.moment - time.monotonic()))

    def do_again(self, _: str) -> None:
        self.open()

    def do_listen(self, _: str) -> None:
        self.add_keys()
        self.socket.listen()

    def do_accept(self, _: str) -> None:
        self.connection, _ = self.socket.accept()
        self.connection.settimeout(SECONDS)

    def do_connect(self, _: str) -> None:
        self.add_keys()
        if self.client and self.session.isn is not None:
            self.choose_isn(self.session.isn)
        self.socket.connect((self.peer, SERVER_PORT if self.client else CLIENT_PORT))

    def do_send(self, count: str) -> None:
        self.connection.sendall(bytes(7 * i & 0xFF for i in range(int(count))))

    def do_recv(self, count: str) -> None:
        left = int(count)
        while left > 0:
            got = len(self.connection.recv(left))
            if not got:
                raise EOFError
            left -= got

    def do_rnext(self, key_id: str) -> None:
        value = struct.pack("=IHBB5Q", 2, 0, 0, int(key_id), 0, 0, 0, 0, 0)
        self.connection.setsockopt(socket.IPPROTO_TCP, TCP_AO_INFO, value)

    def do_sleep(self, seconds: str) -> None:
        time.sleep(float(seconds))

    def do_reset(self, _: str) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def do_shutdown(self, _: str) -> None:
        self.connection.shutdown(socket.SHUT_WR)

    def do_wait(self, _: str) -> None:
        while self.connection.recv(65536):
            pass

    def do_close(self, _: str) -> None:
        self.connection.close()


def main() -> None:
    session = SESSIONS[sys.argv[1]]
    end = End(session, sys.argv[2] == "client", float(sys.argv[3]))
    for word in end.words():
        verb, _, argument = word.partition(":")
        try:
            getattr(end, f"do_{verb}")(argument)
        except (OSError, EOFError) as problem:
            print(f"{word}: {problem!r}")
            break
    else:
        print("done")


main()
