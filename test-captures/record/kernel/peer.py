"""One end of a connection with TCP-AO, which performs the words of its session one after the other."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import socket
import struct
import time
from multiprocessing.connection import Connection

from .session import CLIENT_PORT, MD5, SERVER_PORT, Key, Session
from .sessions import SESSIONS

# <linux/tcp.h>
TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ = 19, 20, 21
SEND_QUEUE = 2
TCP_MD5SIG, TCP_AO_ADD_KEY, TCP_AO_DEL_KEY, TCP_AO_INFO = 14, 38, 39, 40
CURRENT, RNEXT, REQUIRED = 1, 2, 4
EXCLUDE_OPTIONS = 2


def sockaddr_storage(address: str) -> bytes:
    if ":" in address:
        body = struct.pack("=HHI16s", socket.AF_INET6, 0, 0, socket.inet_pton(socket.AF_INET6, address))
    else:
        body = struct.pack("=HH4s", socket.AF_INET, 0, socket.inet_aton(address))
    return body.ljust(128, b"\0")


class End:
    """An end of a session. The word `together` waits until MOMENT, a monotonic time."""

    def __init__(self, session: Session, client: bool, moment: float, ears: Connection) -> None:
        self.moment, self.client, self.session, self.ears = moment, client, session, ears
        self.address, self.peer = session.ends if client else session.ends[::-1]
        crossed = [key.crossed() for key in session.keys]
        self.keys = session.keys if client else crossed if session.server_keys is None else session.server_keys
        self.spare = session.spare if client else [key.crossed() for key in session.spare]
        self.open()

    def open(self) -> None:
        self.socket = socket.socket(socket.AF_INET6 if ":" in self.peer else socket.AF_INET)
        self.socket.settimeout(self.session.seconds)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((self.address, CLIENT_PORT if self.client else SERVER_PORT))
        self.connection = self.socket

    def add_keys(self) -> None:
        for key in self.keys:
            self.add_key(self.socket, key)

    def add_key(self, to: socket.socket, key: Key) -> None:
        if key.algorithm == MD5:
            to.setsockopt(socket.IPPROTO_TCP, TCP_MD5SIG, self.tcp_md5sig(key))
        else:
            to.setsockopt(socket.IPPROTO_TCP, TCP_AO_ADD_KEY, self.tcp_ao_add(key))

    def address_of(self, key: Key) -> tuple[bytes, int]:
        """Returns the address of the peer that the key is for, and the length of its prefix."""
        peer = key.peer or self.peer
        return sockaddr_storage(peer), 128 if ":" in peer else 32

    def tcp_md5sig(self, key: Key) -> bytes:
        secret = key.secret.encode()
        return self.address_of(key)[0] + struct.pack("=BBHi", 0, 0, len(secret), 0) + secret.ljust(80, b"\0")

    def tcp_ao_add(self, key: Key) -> bytes:
        address, bits = self.address_of(key)
        secret = key.secret.encode()
        # a listening socket has no current key
        flags = CURRENT | RNEXT if key.first and "listen" not in self.words() else 0
        numbers = struct.pack("=iIHBBBBBB", 0, flags, 0, bits, key.send, key.recv, key.length,
                              0 if key.covered else EXCLUDE_OPTIONS, len(secret))
        return address + key.algorithm.encode().ljust(64, b"\0") + numbers + secret.ljust(80, b"\0")

    def tcp_ao_del(self, key: Key, current: int, rnext: int) -> bytes:
        """Returns the request to delete KEY. The keys CURRENT and RNEXT are in use from then on."""
        address, bits = self.address_of(key)
        return address + struct.pack("=iIHBBBBBB", 0, CURRENT | RNEXT, 0, bits, key.send, key.recv, current, rnext,
                                     0 if key.covered else EXCLUDE_OPTIONS)

    def tell(self, to: socket.socket, flags: int, current: int = 0, rnext: int = 0) -> None:
        value = struct.pack("=IHBB5Q", flags, 0, current, rnext, 0, 0, 0, 0, 0)
        to.setsockopt(socket.IPPROTO_TCP, TCP_AO_INFO, value)

    def words(self) -> list[str]:
        return self.session.client if self.client else self.session.server

    def choose_isn(self, isn: int) -> None:
        for option, value in (TCP_REPAIR, 1), (TCP_REPAIR_QUEUE, SEND_QUEUE), (TCP_QUEUE_SEQ, isn), (TCP_REPAIR, 0):
            self.socket.setsockopt(socket.IPPROTO_TCP, option, struct.pack("=I", value))

    # Each method do_WORD performs a word.

    def do_together(self, _: str) -> None:
        time.sleep(max(0, self.moment - time.monotonic()))

    def do_again(self, _: str) -> None:
        self.open()

    def do_listen(self, _: str) -> None:
        self.add_keys()
        self.socket.listen()
        self.socket.settimeout(None)        # the client may connect at any time
        self.ears.send("listens")

    def do_accept(self, _: str) -> None:
        self.connection, _ = self.socket.accept()
        self.connection.settimeout(self.session.seconds)

    def do_connect(self, _: str) -> None:
        self.add_keys()
        if self.client and self.session.isn is not None:
            self.choose_isn(self.session.isn)
        self.socket.connect((self.session.called or self.peer, SERVER_PORT if self.client else CLIENT_PORT))

    def do_send(self, count: str) -> None:
        self.connection.sendall(bytes(7 * i & 0xFF for i in range(int(count))))

    def do_recv(self, count: str) -> None:
        left = int(count)
        while left > 0:
            got = len(self.connection.recv(left))
            if not got:
                raise EOFError
            left -= got

    def do_add(self, place: str) -> None:
        self.add_key(self.connection, self.spare[int(place)])

    def do_delete(self, ids: str) -> None:
        """Deletes the key with the first id as SendID. The others are the current SendID and the requested RecvID."""
        send, current, rnext = map(int, ids.split(","))
        key = next(key for key in self.keys if key.send == send)
        self.connection.setsockopt(socket.IPPROTO_TCP, TCP_AO_DEL_KEY, self.tcp_ao_del(key, current, rnext))

    def do_current(self, key_id: str) -> None:
        self.tell(self.connection, CURRENT, current=int(key_id))

    def do_rnext(self, key_id: str) -> None:
        self.tell(self.connection, RNEXT, rnext=int(key_id))

    def do_required(self, _: str) -> None:
        self.tell(self.socket, REQUIRED)

    def do_vanish(self, _: str) -> None:
        """Closes the connection silently, as if this host were switched off."""
        self.connection.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
        self.connection.close()

    def do_deaf(self, _: str) -> None:
        self.socket.close()

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


def act(name: str, host: str, moment: float, ears: Connection) -> None:
    """Performs the words of the session's end on HOST, and sends the result to EARS."""
    os.setns(os.open(f"/run/netns/{host}", os.O_RDONLY), os.CLONE_NEWNET)
    end = End(SESSIONS[name], host == "client", moment, ears)
    for word in end.words():
        verb, _, argument = word.partition(":")
        try:
            getattr(end, f"do_{verb}")(argument)
        except (OSError, EOFError) as problem:
            ears.send(f"{word}: {problem!r}")
            return
    ears.send("done")
