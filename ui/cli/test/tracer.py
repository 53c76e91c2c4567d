"""Steps a program from one system call to the next, and reads its memory, with ptrace(2)."""
# SPDX-License-Identifier: GPL-2.0-or-later

import ctypes
import os
import re
import signal

TRACEME, CONT, KILL_WITH_TRACER, SYSCALL, SETOPTIONS = 0, 7, 1 << 20, 24, 0x4200
SYSCALL_GOOD, TRACE_EXIT = 1, 1 << 6
EXITING = signal.SIGTRAP | 6 << 8   # PTRACE_EVENT_EXIT

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def ptrace(request: int, process: int, value: int = 0) -> None:
    if libc.ptrace(request, process, None, value) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")


class Traced:
    """A program that is stopped before its first instruction."""

    def __init__(self, command: list[str], environment: dict[str, str], given: bytes = b"") -> None:
        source, feed = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            self.begin(command, environment, source)
        os.close(source)
        os.write(feed, given)
        os.close(feed)
        self.wait()
        ptrace(SETOPTIONS, self.process, KILL_WITH_TRACER | SYSCALL_GOOD)

    @staticmethod
    def begin(command: list[str], environment: dict[str, str], source: int) -> None:
        """Executes COMMAND in the new process, with its input from SOURCE. Never returns."""
        try:
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(source, 0), os.dup2(silence, 1), os.dup2(silence, 2)
            os.closerange(3, 64)
            ptrace(TRACEME, 0)
            os.execve(command[0], command, environment)
        finally:
            os._exit(127)

    def wait(self) -> int:
        _, self.status = os.waitpid(self.process, 0)
        return self.status

    def advance(self, calls: int) -> bool:
        """Continues to the CALLS-th next beginning or end of a system call. Returns false if the program exits."""
        for _ in range(calls):
            ptrace(SYSCALL, self.process)
            if os.WIFEXITED(self.wait()):
                return False
        return True

    def finish(self) -> None:
        """Continues until the program exits, with its memory still mapped."""
        ptrace(SETOPTIONS, self.process, KILL_WITH_TRACER | TRACE_EXIT)
        while self.status >> 8 != EXITING:
            ptrace(CONT, self.process)
            self.wait()

    def kill(self) -> None:
        if os.WIFSTOPPED(self.status):
            os.kill(self.process, signal.SIGKILL)
            self.wait()

    def end(self) -> int:
        """Lets the program exit, and returns its exit code. Call after finish()."""
        ptrace(CONT, self.process)
        return os.waitstatus_to_exitcode(self.wait())

    def memory(self) -> bytes:
        """Returns the contents of all writable memory."""
        with open(f"/proc/{self.process}/maps") as maps, open(f"/proc/{self.process}/mem", "rb", 0) as memory:
            parts = []
            for line in maps:
                begin, end, rights = re.match(r"(\w+)-(\w+) (\S+)", line).groups()
                if rights.startswith("rw"):
                    memory.seek(int(begin, 16))
                    parts.append(memory.read(int(end, 16) - int(begin, 16)))
        return b"\n".join(parts)
