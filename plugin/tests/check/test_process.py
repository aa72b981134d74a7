# SPDX-License-Identifier: GPL-2.0-or-later
"""What surrounds the work: other programs, signals, full disks, closed pipes, terminals."""

import json
import os
import pty
import resource
import signal
import stat
import subprocess
import time

import pytest

from bundled import CAPTURES
from conftest import BUSY, FORMATS, SILENT, Check

HELLO = """#!/bin/sh
# Stands for tshark.
case "$*" in
--version) echo "TShark (Wireshark) %(version)s (Git v%(version)s)" ;;
"-G plugins") echo "%(said)s" >&2; echo "%(plugins)s" ;;
"-G folders") printf 'Personal Plugins:\\t/p\\nGlobal Plugins:\\t/g\\n' ;;
*) %(work)s ;;
esac
"""
REPORT = "\\n".join(json.dumps(line, separators=(",", ":")) for line in [
    {"type": "capture", "format": 1, "siplens": "0.1.0", "wireshark": "4.0.17",
     "start": "2024-01-01T00:00:00.000000000Z", "duration": 0, "frames": 1, "clock_broken": False,
     "settings": {"t1_ms": 500, "provisional_ms": 200, "timer_c_s": 180, "duplicate_ms": 100}},
    {"type": "summary", "messages": 1, "requests": 0, "responses": 0, "repeats": 0, "duplicates": 0,
     "calls": 0, "transactions": 0, "violations": 0, "rules": {},
     "verdicts": dict.fromkeys(["ok", "note", "violation", "incomplete"], 0),
     "outcomes": dict.fromkeys(["pending", "answered", "redirected", "challenged", "busy", "cancelled",
                                "no_answer", "rejected", "failed", "timeout"], 0),
     "classes": dict.fromkeys("123456", 0)}])


@pytest.fixture
def stand_in(check):
    """Makes a program called tshark that does WORK; the environment to find it."""
    folder = check.folder / "bin"
    folder.mkdir(mode=0o755)

    def make(work="exit 1", version="4.0.17", plugins="siplens.so", said=""):
        program = folder / "tshark"
        program.write_text(HELLO % {"work": work, "version": version, "plugins": plugins,
                                    "said": said}, encoding="utf-8")
        program.chmod(0o755)
        return {"PATH": f"{folder}:{os.environ['PATH']}"}
    return make


# --- tshark and the plugin --------------------------------------------------------------------------

def test_no_tshark(check):
    done = check.run(SILENT, environment={"PATH": str(check.folder)}, status=3)
    assert b"tshark is not in PATH" in done.stderr


@pytest.mark.parametrize("how,named", [
    ({"version": "3.6.2"}, ["3.6", "too old", "4.0"]),
    ({"plugins": "other.so", "said": "The plugin 'siplens.so' was compiled for Wireshark version 4.4"},
     ["refuses", "was compiled for Wireshark version 4.4", "4.0"]),
    ({"plugins": "other.so"}, ["has no plugin siplens", "4.0"]),
    ({"version": "is not here"}, ["does not tell its version"]),
])
def test_tshark_without_the_plugin(check, stand_in, how, named):
    done = check.run(SILENT, BUSY, environment=stand_in(**how), status=3)
    told = done.stderr.decode()
    assert all(text in told for text in named), told
    assert len(told.splitlines()) == 1  # once, not for every capture


def test_without_the_plugin_it_is_no_option_that_is_wrong(check, stand_in):
    """tshark does not know the preferences of siplens then."""
    work = "echo 'tshark: -o flag specifies unknown preference' >&2; exit 1"
    arguments = ["--option", "siplens.t1_ms:250", SILENT, BUSY]
    done = check.run(*arguments, environment=stand_in(work, plugins="other.so"), status=3)
    assert b"has no plugin siplens" in done.stderr and b"--option" not in done.stderr
    done = check.run(*arguments, environment=stand_in(work), status=2)
    assert b"--option: tshark refuses" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take another group")
def test_the_group_of_root_gets_no_plugin_of_a_folder(check, stand_in):
    """As in containers whose user has any number and group 0."""
    subprocess.run(["cp", "-R", check.program, check.program.parent / "plugins", SILENT, check.folder],
                   check=True)
    subprocess.run(["chmod", "-R", "a+rX", check.folder], check=True)
    done = subprocess.run(["setpriv", "--reuid", "65534", "--regid", "0", "--clear-groups",
                           "./siplens-check", SILENT.name], cwd=check.folder, capture_output=True,
                          stdin=subprocess.DEVNULL, env=dict(os.environ, **stand_in(plugins="other.so")),
                          check=False)
    assert done.returncode == 3
    assert b"the only folder it takes plugins from where the group is root's" in done.stderr


@pytest.mark.parametrize("work,named", [
    ("exit 0", "no report"),
    ("exit 5", "status 5"),
    ("echo tshark: out of memory >&2; exit 1", "out of memory"),
    ("kill -SEGV $$", "signal 11"),
    ("echo nonsense", "line 1"),
    ("printf '%s\\n' '" + REPORT.split("\\n", maxsplit=1)[0] + "'", "ends before its summary"),
])
def test_tshark_that_fails(check, stand_in, work, named):
    done = check.run(SILENT, environment=stand_in(work), status=3)
    assert named in done.stderr.decode()


def test_what_tshark_warns_of_is_passed_on(check, stand_in):
    work = f"echo 'tshark: keys.log is missing' >&2; printf '{REPORT}\\n'"
    done = check.run(SILENT, environment=stand_in(work), status=0)
    assert b"keys.log is missing" in done.stderr


# --- several at a time ------------------------------------------------------------------------------

def test_jobs(check, stand_in):
    """As many at a time as it says, and results in the order of the arguments."""
    busy = check.folder / "busy"
    busy.mkdir()
    busy.chmod(0o777)
    work = (f"touch {busy}/$$; sleep 0.3; n=$(ls {busy} | wc -l); sleep 0.3; rm {busy}/$$; "
            f"printf '{REPORT}\\n' | sed \"s/\\\"messages\\\":1/\\\"messages\\\":$n/\"")
    names = [f"{i}.pcap" for i in range(6)]
    for name in names:
        (check.folder / name).write_bytes(b"x")
    document = check.json("--jobs", "3", *names, environment=stand_in(work), status=0)
    assert [c["file"] for c in document["captures"]] == names
    assert max(c["summary"]["messages"] for c in document["captures"]) == 3


# --- signals ----------------------------------------------------------------------------------------

def processes(mark):
    done = subprocess.run(["pgrep", "-f", mark], capture_output=True, check=False)
    return done.stdout.split()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
@pytest.mark.parametrize("stubborn", [False, True], ids=["", "stubborn"])
def test_signals_leave_nothing_behind(check, stand_in, number, stubborn):
    mark = f"7{os.getpid()}{number.value}{int(stubborn)}"
    work = ("trap '' TERM INT HUP; " if stubborn else "") + f"exec sleep {mark}"
    temporary = check.folder / "tmp"
    temporary.mkdir(mode=0o755)
    (check.folder / "report").write_text("old", encoding="utf-8")
    environment = dict(os.environ, TMPDIR=str(temporary), **stand_in(work))
    started = subprocess.Popen([check.program, "--output", "report", SILENT, BUSY],
                               cwd=check.folder, env=environment, stderr=subprocess.PIPE,
                               # What the tests were started with, in the background, may ignore it.
                               preexec_fn=None if number == signal.SIGKILL else
                               lambda: signal.signal(number, signal.SIG_DFL))
    for _ in range(100):
        if processes(f"^sleep {mark}"):
            break
        time.sleep(0.1)
    else:
        pytest.fail("it did not start")
    started.send_signal(number)
    assert started.wait(timeout=30) == -number
    for _ in range(50):
        if not processes(f"^sleep {mark}"):
            break
        time.sleep(0.1)
    assert not processes(f"^sleep {mark}")
    assert (check.folder / "report").read_text(encoding="utf-8") == "old"
    assert sorted(os.listdir(check.folder)) == ["bin", "report", "tmp"]
    if number != signal.SIGKILL:
        assert not list(temporary.iterdir())


# --- where the report goes --------------------------------------------------------------------------

@pytest.fixture(scope="module")
def made_elsewhere(tmp_path_factory):
    """A report of some size, made once."""
    folder = tmp_path_factory.mktemp("elsewhere")
    check = Check(folder)
    check.run("--format", "jsonl", "--output", "one.jsonl", SILENT)
    (folder / "many.jsonl").write_bytes((folder / "one.jsonl").read_bytes() * 50)
    return "--from-jsonl", folder / "many.jsonl"


@pytest.mark.parametrize("format_", FORMATS)
def test_full_disk(check, made_elsewhere, format_):
    done = check.run("--format", format_, "--output", "/dev/full", *made_elsewhere, status=3)
    assert b"/dev/full" in done.stderr and b"No space left" in done.stderr
    with open("/dev/full", "wb") as full:
        done = subprocess.run([check.program, "--format", format_, *made_elsewhere], stdout=full,
                              stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3 and b"standard output" in done.stderr


@pytest.mark.parametrize("question", ["--help", "--version", "--list-rules"])
def test_answers_to_a_full_disk(check, question):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([check.program, question], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3 and b"No space left" in done.stderr


@pytest.mark.parametrize("room", [0, 100, 20000])
def test_disk_that_fills_up_leaves_the_old_report(check, made_elsewhere, room):
    (check.folder / "report").write_text("old", encoding="utf-8")
    done = check.run("--format", "html", "--output", "report", *made_elsewhere, status=3,
                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
    assert b"cannot write the report to report" in done.stderr
    assert (check.folder / "report").read_text(encoding="utf-8") == "old"
    assert os.listdir(check.folder) == ["report"]


@pytest.mark.parametrize("format_", FORMATS)
def test_closed_pipe(check, made_elsewhere, format_):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([check.program, "--format", format_, *made_elsewhere], stdout=writer,
                          stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert done.returncode == 3 and b"Broken pipe" in done.stderr


def test_output_is_replaced_as_a_whole(check, made_elsewhere):
    """A link stays a link, the file keeps its rights; a new file gets the usual ones."""
    (check.folder / "real").write_text("old", encoding="utf-8")
    (check.folder / "real").chmod(0o640)
    (check.folder / "link").symlink_to("real")
    check.run("--output", "link", *made_elsewhere, status=1)
    assert (check.folder / "link").is_symlink()
    assert "no_response" in (check.folder / "real").read_text(encoding="utf-8")
    assert stat.S_IMODE((check.folder / "real").stat().st_mode) == 0o640
    check.run("--output", "new", *made_elsewhere, status=1, umask=0o027)
    assert stat.S_IMODE((check.folder / "new").stat().st_mode) == 0o640
    check.run("--output", "/dev/null", *made_elsewhere, status=1)


def test_output_to_a_link_to_nothing_makes_what_it_points_to(check, made_elsewhere):
    (check.folder / "sub").mkdir()
    (check.folder / "sub/link").symlink_to("new")
    check.run("--output", "sub/link", *made_elsewhere, status=1)
    assert (check.folder / "sub/link").is_symlink()
    assert "no_response" in (check.folder / "sub/new").read_text(encoding="utf-8")


def test_output_to_a_pipe_by_its_path(check, made_elsewhere):
    """As /dev/stdout is one, which root could replace by a file."""
    (check.folder / "stdout").symlink_to("/proc/self/fd/1")
    done = check.run("--output", "stdout", *made_elsewhere, status=1)
    assert b"no_response" in done.stdout
    assert os.listdir(check.folder) == ["stdout"] and (check.folder / "stdout").is_symlink()


@pytest.mark.parametrize("options", [[], ["--from-jsonl"], ["--join"]])
def test_output_never_replaces_what_it_is_about(check, options):
    (check.folder / "a").write_bytes(SILENT.read_bytes())
    (check.folder / "link").symlink_to("a")
    for name in ("a", "link", "./a"):
        assert b"a, which it is about" in check.run(*options, "--output", name, "a", status=2).stderr
    assert (check.folder / "a").read_bytes() == SILENT.read_bytes()


@pytest.mark.parametrize("path", ["missing/report", ".", "file/report"])
def test_output_that_cannot_be(check, made_elsewhere, path):
    (check.folder / "file").write_text("", encoding="utf-8")
    assert path in check.run("--output", path, *made_elsewhere, status=3).stderr.decode()


# --- a terminal -------------------------------------------------------------------------------------

def test_progress_bar_on_a_terminal_only(check, stand_in):
    environment = dict(os.environ, TERM="xterm", **stand_in(f"sleep 2.5; printf '{REPORT}\\n'"))
    assert not check.run(SILENT, environment=environment, status=0).stderr
    ours, its = pty.openpty()
    done = subprocess.run([check.program, SILENT], stdout=subprocess.PIPE, stderr=its,
                          env=environment, check=False)
    os.close(its)
    shown = os.read(ours, 65536)
    os.close(ours)
    assert done.returncode == 0
    assert b"0 of 1 captures" in shown and shown.endswith(b"\r\x1b[K")


# --- several captures as one ------------------------------------------------------------------------

def split(check, source, at):
    """The capture in two files, as a ring buffer would have it."""
    subprocess.run(["editcap", "-r", source, "one.pcap", f"1-{at}"], cwd=check.folder, check=True)
    subprocess.run(["editcap", source, "two.pcap", f"1-{at}"], cwd=check.folder, check=True)


def findings(document):
    return [(v["rule"], v["frame"]) for c in document["captures"] for v in c["violations"]]


def test_join(check):
    source = CAPTURES / "ack_missing/trigger-proxy-drops-it.pcap"
    split(check, source, 6)
    whole = check.json(source, status=1)
    joined = check.json("--join", "two.pcap", "one.pcap", status=1)
    assert findings(joined) == findings(whole) != findings(check.json("one.pcap", "two.pcap"))
    assert joined["total"]["calls"] == whole["total"]["calls"] == 1
    assert joined["total"]["captures"] == 1
    with open(check.folder / "one.pcap", "rb") as one:
        assert findings(check.json("--join", "two.pcap", "-", stdin=one)) == findings(whole)


@pytest.mark.parametrize("folder", ["real", "hops"])
def test_join_numbers_frames_as_mergecap_does(check, folder):
    """So that a finding can be looked up, however the captures overlap."""
    captures = sorted(CAPTURES.glob(f"{folder}/*.pcap"))
    subprocess.run(["mergecap", "-w", "all.pcapng", *captures], cwd=check.folder, check=True)
    (check.folder / "all.pcapng").chmod(0o644)
    merged, joined = check.json("all.pcapng"), check.json("--join", *captures)
    assert findings(joined) == findings(merged) and findings(joined)
    for one, other in zip(joined["captures"], merged["captures"], strict=True):
        assert one["transactions"] == other["transactions"]


@pytest.mark.parametrize("bad", ["missing", "empty", "text", "cut"])
def test_join_with_a_bad_one(check, bad):
    """It is named, and spoils nothing of what the others hold."""
    source = CAPTURES / "ack_missing/trigger-proxy-drops-it.pcap"
    split(check, source, 6)
    one = (check.folder / "one.pcap").read_bytes()
    contents = {"empty": b"", "text": b"no capture", "cut": one[:-5]}
    if bad in contents:
        (check.folder / bad).write_bytes(contents[bad])
    good = ["two.pcap"] if bad == "cut" else ["one.pcap", "two.pcap"]
    done = check.run("--format", "json", "--join", bad, *good, status=3)
    assert f"siplens-check: {bad}: " in done.stderr.decode()
    assert b"ack_missing" in done.stdout
