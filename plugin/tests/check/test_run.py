# SPDX-License-Identifier: GPL-2.0-or-later
"""Running tshark: which captures can be used, what is said of the others, what is left behind."""

import gzip
import shutil
import struct
import subprocess

import pytest

from conftest import BUSY, SILENT


def test_nothing_found(check):
    assert "no findings in 1 call" in check.text(BUSY, status=0)


def test_something_found(check):
    text = check.text(SILENT, status=1)
    assert "no_response" in text and "1 of 1 capture failed" in text


def zstd(source, target):
    subprocess.run(["zstd", "-q", "-o", target, source], check=True)


def squeeze(source, target):
    target.write_bytes(gzip.compress(source.read_bytes()))


@pytest.mark.parametrize("compress", [squeeze, zstd])
def test_compressed_captures(check, compress):
    if compress is zstd and not shutil.which("zstd"):
        pytest.skip("zstd is not installed")
    compress(SILENT, check.folder / "capture")
    assert "no_response" in check.text("capture", status=1)


def test_standard_input(check):
    with SILENT.open("rb") as capture:
        assert "no_response" in check.text("-", status=1, stdin=capture)
    pipe = subprocess.run(["cat", SILENT], capture_output=True, check=True).stdout
    assert "no_response" in check.text("-", status=1, input=pipe)


BAD = {
    "missing.pcap": (None, "No such file"),
    "empty.pcap": (b"", "empty"),
    "text.pcap": (b"this is no capture\n" * 10, "isn't a capture file"),
    "page.pcap": (b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", "no capture"),
    "answer.pcap": (b'{"error": "not found"}', "no capture"),
    "cut.pcap": (SILENT.read_bytes()[:-7], "cut short"),
    "cut.pcap.gz": (gzip.compress(SILENT.read_bytes())[:-20], "cut short"),
}


@pytest.mark.parametrize("name", BAD)
def test_captures_that_cannot_be_used(check, name):
    """A line that names it and says why, status 3, and the other capture is reported."""
    contents, why = BAD[name]
    if contents is not None:
        (check.folder / name).write_bytes(contents)
    done = check.run(name, SILENT, status=3)
    told = [line for line in done.stderr.decode().splitlines() if name in line]
    assert len(told) == 1 and why in told[0]
    assert b"no_response" in done.stdout
    assert "1 could not be used" in " ".join(done.stdout.decode().split())


def block(kind, body):
    body += bytes(-len(body) % 4)
    size = len(body) + 12
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)


def simple_packets(capture, is_timed):
    """CAPTURE (pcap) as pcapng; packets are simple ones, without a time, unless IS_TIMED(index)."""
    whole = capture.read_bytes()
    assert whole[:4] == b"\xd4\xc3\xb2\xa1"
    file = (block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1)) +
            block(1, struct.pack("<HHI", 1, 0, 0)))
    at, index = 24, 0
    while at < len(whole):
        seconds, part, size, length = struct.unpack_from("<IIII", whole, at)
        time = seconds * 1000000 + part
        packet = whole[at + 16:at + 16 + size]
        file += (block(6, struct.pack("<IIIII", 0, time >> 32, time & 0xffffffff, size, length) + packet)
                 if is_timed(index) else block(3, struct.pack("<I", length) + packet))
        at, index = at + 16 + size, index + 1
    return file


@pytest.mark.parametrize("is_timed", [lambda _: False, lambda i: i % 2 == 0, lambda i: i % 2 == 1])
def test_packets_without_a_time(check, is_timed):
    """No rule that needs a timer speaks, and the capture counts as one."""
    (check.folder / "simple.pcapng").write_bytes(simple_packets(BUSY, is_timed))
    capture, = check.json("simple.pcapng", status=0)["captures"]
    assert capture["violations"] == [] and capture["summary"]["messages"] > 0
    assert capture["clock_broken"] == any(map(is_timed, range(2)))


def test_a_report_keeps_why_its_last_capture_was_not_used(check):
    (check.folder / "page.pcap").write_bytes(b"<?xml version='1.0'?><Error/>")
    check.run("--format", "jsonl", "--output", "report", SILENT, "page.pcap", status=3)
    assert b"no capture" in check.run("--from-jsonl", "report", status=3).stderr


def test_a_broken_report_is_named(check):
    report = check.text("--format", "jsonl", SILENT, status=1)
    (check.folder / "report").write_text(report[:len(report) // 2], encoding="utf-8")
    told = check.run("--from-jsonl", "report", status=3).stderr.decode()
    assert "the report report: line " in told and "<data>" not in told


def test_standard_input_is_closed(check):
    """The capture that is opened must not become the standard input that tshark does not get."""
    done = subprocess.run(["sh", "-c", 'exec "$@" <&-', "sh", check.program, SILENT],
                          capture_output=True, check=False, cwd=check.folder)
    assert (done.returncode, done.stderr) == (1, b"")


def test_what_was_read_of_a_cut_capture_is_reported(check):
    (check.folder / "cut.pcap").write_bytes(SILENT.read_bytes()[:-7])
    assert "SIP message" in check.text("cut.pcap", status=3)


def test_a_folder_is_no_capture(check):
    assert b"folder" in check.run(".", status=3).stderr


def test_a_capture_without_sip(check):
    (check.folder / "none.pcap").write_bytes(BUSY.read_bytes()[:24])
    done = check.run("none.pcap", status=0)
    assert b"none.pcap: no SIP message found" in done.stderr
    assert b"no SIP message in 0 frames" in done.stdout


def test_nothing_is_left_behind(check):
    folder = check.folder / "tmp"
    folder.mkdir(mode=0o755)
    with SILENT.open("rb") as capture:
        check.run(BUSY, "missing.pcap", "-", status=3, stdin=capture,
                  environment={"TMPDIR": str(folder)})
    assert not list(folder.iterdir())
