# SPDX-License-Identifier: GPL-2.0-or-later
"""Opening, closing and reloading captures in one process, with other preferences between: nothing stale, as in the window."""

import json
import os
import pathlib
import subprocess

import pytest

CAPTURES = ["ack_missing/trigger-direct.pcap", "flows/register-challenge.pcap", "reading/tcp-two-messages.pcap"]


class Sharkd:
    """Wireshark's dissection as a server: load, setconf and frame are what the window does."""

    def __init__(self, tshark, before=()):
        command = [*before, "sharkd", "-"]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", *command]
        environment = dict(os.environ, HOME=str(tshark.folder / "home"), LC_ALL="C.UTF-8", G_DEBUG="fatal-criticals",
                           WIRESHARK_PLUGIN_DIR=str(tshark.plugins))
        self.folder = pathlib.Path(tshark.folder) / "captures"
        self.log = (pathlib.Path(tshark.folder) / "sharkd.log").open("w+b")
        self.process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.log, cwd=self.folder)
        self.id = 0

    def ask(self, method, **parameters):
        self.id += 1
        question = {"jsonrpc": "2.0", "id": self.id, "method": method, "params": parameters}
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert answer["id"] == self.id and "error" not in answer, answer
        return answer["result"]

    def load(self, capture):
        self.ask("load", file=str(self.folder / capture))

    def shown(self):
        """What the tree of each frame says, as text."""
        count = self.ask("status")["frames"]
        return [json.dumps(self.ask("frame", frame=n, proto=True), ensure_ascii=False, sort_keys=True)
                for n in range(1, count + 1)]

    def close(self):
        self.process.stdin.close()
        status = self.process.wait(timeout=600)
        self.log.seek(0)
        return status, self.log.read()


def test_what_is_shown_does_not_depend_on_what_was_open_before(tshark):
    fresh = {}
    for capture in CAPTURES:
        sharkd = Sharkd(tshark)
        sharkd.load(capture)
        fresh[capture] = sharkd.shown()
        assert sharkd.close()[0] == 0
    assert "ACK" in "".join(fresh[CAPTURES[0]]) and "siplens" in "".join(fresh[CAPTURES[0]])
    sharkd = Sharkd(tshark)
    for capture in [*CAPTURES, *reversed(CAPTURES), *CAPTURES]:
        sharkd.load(capture)
        assert sharkd.shown() == fresh[capture], capture
    assert sharkd.close()[0] == 0


def test_preferences_changed_between_captures(tshark):
    """A rule that is switched off speaks again when it is switched on, and texts change their language."""
    capture = CAPTURES[0]
    sharkd = Sharkd(tshark)
    sharkd.load(capture)
    first = sharkd.shown()
    sharkd.ask("setconf", name="siplens.language", value="en")
    sharkd.load(capture)
    english = sharkd.shown()
    assert english != first
    sharkd.ask("setconf", name="siplens.t1_ms", value="4000")
    sharkd.load(capture)
    sharkd.shown()
    sharkd.ask("setconf", name="siplens.t1_ms", value="500")
    sharkd.ask("setconf", name="siplens.language", value="both")
    sharkd.load(capture)
    assert sharkd.shown() == first
    assert sharkd.close()[0] == 0


@pytest.mark.memory
def test_valgrind_finds_no_error_in_reloading(tshark):
    sharkd = Sharkd(tshark, before=["valgrind", "--leak-check=full", "--show-leak-kinds=definite",
                                    "--keep-debuginfo=yes", "--num-callers=40"])
    for language, capture in zip(("en", "both", "zh", "both"), [*CAPTURES, CAPTURES[0]]):
        sharkd.ask("setconf", name="siplens.language", value=language)
        sharkd.load(capture)
        assert sharkd.shown()
    status, log = sharkd.close()
    assert status == 0 and b"ERROR SUMMARY" in log
    found = b"\n".join(line for line in log.split(b"Command:")[1].split(b"\n")[1:] if line.startswith(b"=="))
    assert b"siplens" not in found, found.decode(errors="replace")
