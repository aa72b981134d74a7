# SPDX-License-Identifier: GPL-2.0-or-later
"""Running tshark: which captures can be used, what is said of the others, what is left behind."""

import gzip
import shutil
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
