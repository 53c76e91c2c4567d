#!/usr/bin/env python3
"""Records the captures of TCP-AO again: sessions of a Linux kernel with TCP-AO, in a virtual machine.

    test-captures/record-kernel.py                       list the recordings
    test-captures/record-kernel.py all                   record everything, which takes half an hour
    test-captures/record-kernel.py ao-sha-1 ao-bird      record these

Few kernels have TCP-AO (CONFIG_TCP_AO), so this program boots one of Debian sid under QEMU, without KVM. The ends of a
session are network namespaces in that machine. build/kernel keeps the machine; remove the folder to have it built
again. packaging/requirements record installs the programs that are needed.

Each recording writes NAME.pcapng, NAME.keys, and NAME.counted with the kernel's counters of signatures at both ends.
Then run reference.py --write NAME.pcapng, which writes NAME.expected, and causes.py, which writes NAME.causes. No test
runs this program.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from record.kernel.machine import Machine
from record.kernel.sessions import SESSIONS

CAPTURES = Path(__file__).resolve().parent
MACHINE = CAPTURES.parent / "build/kernel"
MOST_BYTES = 50_000


def keep(name: str, recorded: Path) -> None:
    target = CAPTURES / f"{name}.pcapng"
    files = sorted(recorded.glob(f"{name}.*pcap"))      # one for each capture point
    subprocess.run(["mergecap", "-I", "none", "-F", "pcapng", "-w", target, *files], check=True)
    target.with_suffix(".keys").write_text(SESSIONS[name].keyring())
    shutil.copy(recorded / f"{name}.counted", target.with_suffix(".counted"))
    size = target.stat().st_size
    print(f"{target.name}: {size} bytes{', too many' if size > MOST_BYTES else ''}")
    print(*((recorded / f"{name}.{kind}").read_text() for kind in ("log", "counted")))


def main() -> None:
    wanted = list(SESSIONS) if "all" in sys.argv[1:] else sys.argv[1:]
    if unknown := set(wanted) - set(SESSIONS):
        sys.exit(f"no such recording: {', '.join(sorted(unknown))}")
    if not wanted:
        for name, session in SESSIONS.items():
            print(f"{name:40}{session.text}")
        return
    machine = Machine(MACHINE)
    machine.make()
    with tempfile.TemporaryDirectory() as temporary:
        recorded = Path(temporary)
        machine.run(wanted, recorded)
        for name in wanted:
            keep(name, recorded)


if __name__ == "__main__":
    main()
