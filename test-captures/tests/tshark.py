"""Runs tshark with the plugin that was built, apart from the settings of whoever runs the tests."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import forks

ROOT = Path(__file__).resolve().parents[2]
UNPRIVILEGED = ROOT / "packaging" / "unprivileged"
PLUGINS = Path(os.environ.get("TCPAUTH_PLUGINS", ROOT / "build" / "plugins"))

# The libraries that a plugin built with sanitizers needs, and what tshark is told then: it leaks by itself.
SANITIZERS = os.environ.get("TCPAUTH_SANITIZERS")
IN_SANITIZERS = {"ASAN_OPTIONS": "detect_leaks=0:malloc_context_size=5", "UBSAN_OPTIONS": "print_stacktrace=1",
                 "WIRESHARK_DEBUG_WMEM_OVERRIDE": "simple"}

# Most of a short run is tshark's start, a third of which goes into the pages of its memory unless they are huge.
HUGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864:glibc.malloc.arena_max=1"}

# Names that are read in each run, and no test asks for.
DATA = Path(shutil.which("tshark") or "/usr/bin/tshark").parents[1] / "share" / "wireshark"
NAMES = ["enterprises.tsv", "manuf", "services"]

HANGS = 120     # seconds
DISABLED = ["--disable-protocol", "tcpauth"]

sys.path.append(str(ROOT / "test-captures"))        # the tests read keys and captures as the reference does


def quick(folder: Path) -> dict[str, str]:
    """An environment in which tshark starts soon: with few names, and without programs that capture for it. The folder
    gets folders for that."""
    data, programs = folder / "data", folder / "no-programs"
    data.mkdir()
    programs.mkdir()
    for file in DATA.iterdir():
        if file.name not in NAMES:
            (data / file.name).symlink_to(file)
    return {"WIRESHARK_DATA_DIR": str(data), "WIRESHARK_EXTCAP_DIR": str(programs)} | ({} if SANITIZERS else HUGE_PAGES)


class Tshark:
    """A tshark of its own: private settings, and keyrings that nobody else may read.

    The folder of plugins comes from the environment: TCPAUTH_PLUGINS, build/plugins by default.
    A launcher is put before tshark's command; the settings are added to its environment.
    """

    def __init__(self, *launcher: str, **settings: str) -> None:
        self.launcher = launcher
        self.settings = settings
        self.servers: dict[tuple, forks.Server | None] = {}

    def __enter__(self) -> "Tshark":
        assert list(PLUGINS.glob("*/epan/tcpauth.so")), f"no plugin in {PLUGINS}"
        self.folder = Path(tempfile.mkdtemp(prefix="tcpauth-test-"))
        self.capture = self.folder / "capture"
        (self.folder / "no-plugins").mkdir()
        (self.folder / "settings").mkdir()
        self.quick = quick(self.folder)
        return self

    def __exit__(self, *_) -> None:
        for server in filter(None, self.servers.values()):
            server.stop()
        shutil.rmtree(self.folder)

    def environment(self, plugin: bool) -> dict[str, str]:
        return os.environ | {
            "WIRESHARK_PLUGIN_DIR": str(PLUGINS if plugin else self.folder / "no-plugins"),
            "WIRESHARK_CONFIG_DIR": str(self.folder / "settings"),
            "WIRESHARK_ABORT_ON_DISSECTOR_BUG": "1",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        } | self.quick | (IN_SANITIZERS if SANITIZERS else {}) | self.settings

    def private(self, keyring: Path) -> Path:
        """A copy of the keyring as its owner should keep it; a checkout's files are for all to read."""
        return self.write(keyring.name, keyring.read_bytes())

    def write(self, name: str, content: bytes | str, mode: int = 0o600) -> Path:
        """Writes a file into the folder of this tshark; its settings are in "settings"."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        path.touch(0o600)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        path.chmod(mode)
        return path

    def keyring(self, file: Path) -> list[str]:
        return ["-o", f"tcpauth.keyring:{self.private(file)}"] if file.exists() else []

    def keyring_of(self, capture: Path) -> list[str]:
        return self.keyring(capture.with_suffix(".keys"))

    def command(self, *arguments: str | Path, plugin: bool = True) -> list[str]:
        preload = ["env", f"LD_PRELOAD={SANITIZERS}"] if SANITIZERS and plugin else []
        return [str(UNPRIVILEGED), *preload, *self.launcher, "tshark", *map(str, arguments)]

    def run(self, *arguments: str | Path, plugin: bool = True) -> subprocess.CompletedProcess[str]:
        command, environment = self.command(*arguments, plugin=plugin), self.environment(plugin)
        return subprocess.run(command, env=environment, capture_output=True, text=True,
                              errors="surrogateescape", timeout=HANGS, check=False)

    def again(self, *arguments: str | Path, plugin: bool = True) -> subprocess.CompletedProcess[str]:
        """Like run(), but only the first of such runs is a whole one. Of the others, which take a tenth of the time, the
        exit code tells only whether they crashed. The file has the same name in all of them."""
        words = list(map(str, arguments))
        if "-r" not in words or "-" in words or self.launcher:
            return self.run(*words, plugin=plugin)
        place = words.index("-r")
        self._link(words[place + 1])
        del words[place:place + 2]
        kind = forks.early(words), plugin
        if kind[0] is None or kind not in self.servers or (SANITIZERS and not plugin):
            self.servers.setdefault(kind)
            return self.run("-r", self.capture, *words, plugin=plugin)
        self.servers[kind] = self.servers[kind] or self._server(*kind)
        return self.servers[kind].run(words)

    def _link(self, capture: str) -> None:
        self.capture.unlink(missing_ok=True)
        self.capture.symlink_to(Path(capture).absolute())

    def _server(self, early: tuple[str, ...], plugin: bool) -> forks.Server:
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        built = next(PLUGINS.glob("*/epan/tcpauth.so"))
        loaded = folder / built.parent.relative_to(PLUGINS)
        loaded.mkdir(parents=True)
        for file in [forks.PLUGIN, built][:1 + plugin]:
            (loaded / Path(file).name).symlink_to(file)
        environment = self.environment(plugin) | {"WIRESHARK_PLUGIN_DIR": str(folder)}
        return forks.Server(folder, self.capture, early, lambda *words, **pipes: subprocess.Popen(
            self.command(*words, plugin=plugin), env=environment, **pipes))

    def output(self, *arguments: str | Path, plugin: bool = True) -> str:
        """What tshark prints; an AssertionError if it fails or has anything to complain about."""
        done = self.again(*arguments, plugin=plugin)
        assert done.returncode == 0, f"tshark exits with {done.returncode}: {done.stderr}"
        complaints = complaints_of(done)
        assert not complaints, f"tshark complains: {complaints}"
        return done.stdout


def complaints_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if "Running as user" not in line]
