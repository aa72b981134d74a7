# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the real tshark with the plugin that was just built."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
CAPTURES = TOP / "test-captures"


def captures():
    """All bundled captures, as paths below test-captures/."""
    return sorted(p.relative_to(CAPTURES) for p in CAPTURES.rglob("*.pcap"))


def expected(capture):
    """The findings that the recipe or the sidecar of a capture states: (frame, rule) pairs."""
    path = CAPTURES / capture
    source = next(p for p in (path.with_suffix(".sip"), path.with_suffix(".expect")) if p.exists())
    found = []
    stated = False
    for line in source.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if words[:1] == ["expect"]:
            stated = True
            if words[1:] != ["nothing"]:
                found += [(int(words[1]), rule) for rule in words[2:]]
    assert stated, f"{source} does not say what to expect"
    return sorted(found)


class Tshark:
    """tshark as an ordinary user: for root it would ignore the plugin in the build folder."""

    def __init__(self, folder, plugins):
        self.folder = folder
        self.plugins = folder / "plugins"
        shutil.copytree(plugins, self.plugins)
        shutil.copytree(CAPTURES, folder / "captures", ignore=shutil.ignore_patterns("*.sip"))
        (folder / "home").mkdir()
        (folder / "home").chmod(0o777)
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)

    def load(self, plugins):
        """Loads further plugins from a folder of the build."""
        shutil.copytree(plugins, self.plugins, dirs_exist_ok=True)
        subprocess.run(["chmod", "-R", "a+rX", self.plugins], check=True)

    def run(self, *arguments, plugin=True, check=True, before=(), output=subprocess.PIPE):
        command = [*before, "tshark", *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", *command]
        environment = dict(os.environ, HOME=str(self.folder / "home"), LC_ALL="C.UTF-8")
        environment["WIRESHARK_PLUGIN_DIR"] = str(self.plugins if plugin else self.folder / "none")
        done = subprocess.run(command, env=environment, stdout=output, stderr=subprocess.PIPE,
                              check=False, cwd=self.folder / "captures")
        if check:
            assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done

    def lines(self, *arguments, **more):
        return self.run(*arguments, **more).stdout.decode(errors="replace").splitlines()

    def fields(self, capture, *names, options=()):
        """One list of values a frame with SIP."""
        arguments = ["-n", "-r", capture, "-Y", "siplens", "-T", "fields", *options]
        for name in names:
            arguments += ["-e", name]
        return [line.split("\t") for line in self.lines(*arguments)]

    def findings(self, capture, options=("-2",)):
        """(frame, rule) pairs, as the tree has them."""
        rows = self.fields(capture, "frame.number", "siplens.violation", options=options)
        return sorted((int(frame), rule) for frame, rules in rows for rule in rules.split(",") if rule)

    def report(self, capture, options=()):
        return self.run("-n", "-q", "-r", capture, *options, "-z", "siplens,report")


@pytest.fixture(scope="session")
def tshark():
    build = os.environ.get("SIPLENS_BUILD_DIR")
    assert build, "run by ctest, which sets SIPLENS_BUILD_DIR"
    # Not below pytest's own folder: each run of pytest closes that to other users.
    with tempfile.TemporaryDirectory(prefix="siplens-", ignore_cleanup_errors=True) as folder:
        yield Tshark(pathlib.Path(folder), pathlib.Path(build) / "plugins")
