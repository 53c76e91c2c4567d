#!/usr/bin/env python3
"""Records the real captures of this folder again from scratch: BGP between daemons in network namespaces.

    sudo test-captures/record.py                            list the recordings
    sudo test-captures/record.py all                        record everything, which takes three minutes
    sudo test-captures/record.py changed-password story     record these

Each recording writes NAME.pcapng, as tcpdump captured it at an interface, and NAME.keys, and prints the verdicts of
tcpdump -M. It does not write NAME.expected: run reference.py --write NAME.pcapng. In recordings named configured-* a
router runs the existing NAME.conf, and NAME.keys stays unchanged.

The program needs root, Linux with CONFIG_TCP_MD5SIG, and the programs that packaging/requirements record installs. All
traffic stays in namespaces named tcpauth-*. At its end, also after an error or a signal, the program removes them and
stops all programs in them.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import signal
import sys
from pathlib import Path

from record import configured, recordings
from record import middleboxes  # noqa: F401  registers its recordings
from record.lab import Lab, run
from reference import keys

CAPTURES = Path(__file__).resolve().parent
SECONDS_PER_RECORDING = 60
RECORDINGS = recordings.RECORDINGS | configured.RECORDINGS


def record(name: str) -> None:
    """Makes one recording, and replaces the old captures only when it is complete."""
    signal.alarm(SECONDS_PER_RECORDING)
    with Lab() as lab:
        keyring = RECORDINGS[name](lab)
        for capture in lab.stop_captures():
            target = CAPTURES / f"{capture.stem}.pcapng"
            run("editcap", "-F", "pcapng", capture, target)
            target.with_suffix(".keys").write_text(keyring)
            print(f"{target.name}: {second_opinion(target)}", flush=True)
    signal.alarm(0)


def second_opinion(capture: Path) -> str:
    """Returns the number of each verdict of tcpdump -M, with each secret of the capture's keys."""
    text = [f"{capture.stat().st_size} bytes"]
    for key in keys.read(capture.with_suffix(".keys")):
        if b"\0" in key.secret:     # a command line cannot contain a zero byte
            continue
        lines = run("tcpdump", "-nr", capture, "-M", key.secret.decode()).splitlines()
        segments = [line for line in lines if ": Flags [" in line]
        good = sum("md5 valid" in line for line in segments)
        bad = sum("(invalid)" in line for line in segments)
        text.append(f"{key.name}: {good} valid, {bad} invalid, {len(segments) - good - bad} unsigned")
    return "; ".join(text)


def stop(number: int, _frame: object) -> None:
    """Turns a signal into an exception, so that the laboratory is cleaned up."""
    raise SystemExit(f"stopped by {signal.Signals(number).name}")


def main() -> None:
    wanted = sys.argv[1:]
    if unknown := set(wanted) - {"all", *RECORDINGS}:
        sys.exit(f"no such recording: {', '.join(unknown)}")
    if not wanted:
        for name, recording in RECORDINGS.items():
            print(f"{name:36}{recording.__doc__.splitlines()[0]}")
    for number in signal.SIGALRM, signal.SIGTERM, signal.SIGHUP:
        signal.signal(number, stop)
    for name in RECORDINGS if "all" in wanted else wanted:
        record(name)


if __name__ == "__main__":
    main()
