# SPDX-License-Identifier: GPL-2.0-or-later
"""What a settings file may do that only lies in the working directory, and what every file may not."""

import html
import json
import os
import shutil
import subprocess

import pytest

from bundled import TOP
from conftest import BUSY, FORMATS, SILENT

NAME = ".siplens.conf"


def settle(check, text, name=NAME):
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    (check.folder / name).write_bytes(data)


# --- what it may do, and that it is told --------------------------------------------------------------

ALLOWED = """\
[rules]
no_response=note
ack_missing=off

[options]
fail-on=error
max-findings=7
jobs=2
timeout=600
option=siplens.provisional_ms:300;siplens.timer_c_s:90;siplens.duplicate_ms:0
decode-as=udp.port==5070,sip;tcp.port==5070,sip

[ignore the gateway]
rule=bye_after_failure
reason=replaced in May
"""
TOLD = ["no_response: error → note, 1 finding", "ack_missing: error → off, 0 findings",
        "fail-on: warn → error", "max-findings: 25 → 7", "timeout: none → 600",
        "siplens.provisional_ms: 200 → 300", "siplens.timer_c_s: 180 → 90",
        "siplens.duplicate_ms: 100 → 0", "decode-as: udp.port==5070,sip",
        "decode-as: tcp.port==5070,sip", "ignore the gateway: replaced in May, 0 findings"]


def plain(text):
    """TEXT without what a format does to markup and line ends."""
    return " ".join(html.unescape(text).replace("\\", "").split())


@pytest.mark.parametrize("format_", [f for f in FORMATS if f in ("text", "markdown", "html", "junit")])
def test_all_that_it_changes_is_told(check, format_):
    settle(check, ALLOWED)
    text = plain(check.text("--format", format_, SILENT, status=0))
    for what in TOLD:
        assert f"{NAME}: {what}" in text, text


def changed(changes):
    assert all(change["by"] == NAME for change in changes)
    return {(change["what"], change.get("count")) for change in changes}


EXPECTED = {("no_response: error → note", 1), ("ack_missing: error → off", 0),
            ("siplens.timer_c_s: 180 → 90", None), ("fail-on: warn → error", None),
            ("decode-as: udp.port==5070,sip", None), ("ignore the gateway: replaced in May", 0)}


def test_all_that_it_changes_is_in_json(check):
    settle(check, ALLOWED)
    document = check.json(SILENT, BUSY, status=0)
    assert EXPECTED <= changed(document["total"]["changed"])
    assert [EXPECTED <= changed(c.get("changed", [])) for c in document["captures"]] == [True, False]
    sarif = json.loads(check.text("--format", "sarif", SILENT, status=0))
    assert EXPECTED <= changed(sarif["runs"][0]["properties"]["changed"])


def test_what_it_says_is_told_once_a_report_and_of_each_capture_what_it_did_to_its_findings(check):
    """It may say much, and the captures be many."""
    settle(check, ALLOWED)
    lines = check.text("--format", "jsonl", *[SILENT] * 3, BUSY, status=0).splitlines()
    told = [changed(line.get("changed", [])) for line in map(json.loads, lines)
            if line["type"] == "capture"]
    assert EXPECTED <= told[0]
    assert told[1:] == [{("no_response: error → note", 1)}] * 2 + [set()]


def test_what_it_changed_is_told_again_by_those_who_merge(check):
    settle(check, ALLOWED)
    check.run("--format", "jsonl", "--output", "report", SILENT, SILENT, status=0)
    (check.folder / NAME).unlink()
    total = check.json("--from-jsonl", "report", status=0)["total"]
    assert ("no_response: error → note", 2) in changed(total["changed"])
    assert ("siplens.timer_c_s: 180 → 90", None) in changed(total["changed"])


def test_where_reports_are_merged_what_is_for_captures_changes_nothing(check):
    check.run("--format", "jsonl", "--output", "report", SILENT, status=1)
    settle(check, ALLOWED)
    what = changed(check.json("--from-jsonl", "report", status=0)["total"]["changed"])
    assert ("no_response: error → note", 1) in what and ("fail-on: warn → error", None) in what
    assert not any("siplens." in text or "decode-as" in text for text, _ in what)


def test_what_the_command_line_says_otherwise_is_not_changed(check):
    settle(check, ALLOWED)
    told = check.text("--rule", "no_response=error", "--fail-on", "warn", "--option",
                      "siplens.timer_c_s:180", SILENT, status=1)
    for gone in ("no_response: error", "fail-on: ", "siplens.timer_c_s: "):
        assert f"{NAME}: {gone}" not in told
    assert f"{NAME}: ack_missing: error" in told


def test_nothing_is_told_of_what_is_as_it_would_be(check):
    settle(check, "[options]\nfail-on=warn\nmax-findings=25\njoin=false\n")
    assert NAME not in check.text(SILENT, status=1)


@pytest.mark.parametrize("option", [
    "siplens.t1_ms:50", "siplens.t1_ms:4000", "siplens.provisional_ms:50", "siplens.provisional_ms:5000",
    "siplens.timer_c_s:60", "siplens.timer_c_s:600", "siplens.duplicate_ms:0",
    "siplens.duplicate_ms:1000", "siplens.language:zh", "siplens.info_column:false",
    'uat:siplens_status:"499","客户取消","Client Closed","x"',
])
def test_preferences_that_it_may_set(check, option):
    settle(check, f"[options]\noption={option}\n")
    done = check.run(SILENT)
    assert done.returncode in (0, 1) and not done.stderr
    assert NAME in done.stdout.decode()


# --- what it may not ----------------------------------------------------------------------------------

NOT_THERE = [
    ("option=tls.debug_file:made", "option"),
    ("option=tls.keylog_file:keys.log", "option"),
    ("option=siplens.t1_ms:86400000", "50 to 4000"),
    ("option=siplens.t1_ms:49", "50 to 4000"),
    ("option=siplens.t1_ms:4001", "50 to 4000"),
    ("option=siplens.provisional_ms:49", "50 to 5000"),
    ("option=siplens.provisional_ms:5001", "50 to 5000"),
    ("option=siplens.timer_c_s:59", "60 to 600"),
    ("option=siplens.timer_c_s:601", "60 to 600"),
    ("option=siplens.duplicate_ms:1001", "0 to 1000"),
    ("option=siplens.t1_ms: 500", "option"),
    ("option=siplens.t1_ms:+500", "option"),
    ("option=SIPLENS.T1_MS:86400000", "option"),
    ("option=siplens.t1_ms:500\\nsip.tls.port:1", "option"),
    ("option=siplens.language:fr", "option"),
    ("option=siplens.t1_ms", "option"),
    ("option=siplens.rules:x", "option"),
    ("option=siplens.nonsense:1", "option"),
    ("option=uat:siplens_rules:\"no_response\",\"off\"", "[rules]"),
    ("option=uat:SIP Lens status codes:\"499\"", "option"),
    ("option=uat:decode_as_entries:x", "option"),
    ("option=", "option"),
    ("decode-as=udp.port==5060,data", "udp.port==N,sip"),
    ("decode-as=udp.port==5060-5070,sip", "decode-as"),
    ("decode-as=udp.port==0,sip", "decode-as"),
    ("decode-as=udp.port==65536,sip", "decode-as"),
    ("decode-as=udp.port==5060,sip,sip", "decode-as"),
    ("decode-as=ethertype==0x800,sip", "decode-as"),
    ("output=made", "output"),
    ("report=html=made", "report"),
    ("extract=made", "extract"),
    ("as-root=true", "as-root"),
    ("format=html", "format"),
    ("from-jsonl=true", "from-jsonl"),
    ("config=x", "config"),
    ("with-media=true", "with-media"),
]


@pytest.mark.parametrize("line,named", NOT_THERE)
def test_what_it_may_not_do_is_an_error_that_says_where_and_what_instead(check, line, named):
    settle(check, f"# a comment\n[options]\n\n{line}\n")
    done = check.run(SILENT, status=2)
    told = done.stderr.decode()
    assert f"{NAME}: line 4: [options] {line.split('=', maxsplit=1)[0]}: " in told
    assert named in told and not done.stdout
    if line.split("=", maxsplit=1)[1]:
        assert "command line" in told
    assert os.listdir(check.folder) == [NAME]


def test_a_file_that_is_named_may_do_it(check):
    settle(check, "[options]\noption=tls.desegment_ssl_records:TRUE;siplens.t1_ms:10000\n"
                  "decode-as=udp.port==5060,data\nformat=json\noutput=made\nas-root=true\n", "a.conf")
    check.run("--config", "a.conf", SILENT, status=0)
    document = json.loads((check.folder / "made").read_text(encoding="utf-8"))
    assert document["captures"][0]["settings"]["t1_ms"] == 10000
    assert document["total"]["changed"] == []


def test_the_findings_of_a_strangers_folder_cannot_vanish_without_a_word(check):
    """What was found: exit status 0, and nothing said."""
    for line in ("option=siplens.t1_ms:86400000", "decode-as=udp.port==5060,data"):
        settle(check, f"[options]\n{line}\n")
        assert check.run(SILENT).returncode == 2


# --- any settings file ----------------------------------------------------------------------------------

@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("text,told", [
    (b"[rules]\nack_missing=off\n\0[options]\nfail-on=never\n", "NUL"),
    (b"[rules]\nack_missing[de]=off\n", "line 2"),
    (b"\xef\xbb\xbf[rules]\nack_missing=off\n", "byte order mark"),
    (b"[rules]\nack_missing=off\n# \xff\n", "UTF-8"),
    (b"#" * 1048577, "1 MB"),
    (b"[rules]\n" + b"".join(b"k%d=off\n" % i for i in range(10000)), "line 10001: more than 10000"),
    (b"ack_missing=off\n[rules]\n", "line 1"),
    (b"[rules\nack_missing=off\n", "line 1"),
    (b"[ru[les]\n", "line 1"),
    (b"[rules] x\n", "line 1"),
    (b"[]\n", "line 1"),
    (b"[rules]\nack missing=off\n", "line 2"),
    (b"[rules]\n=off\n", "line 2"),
    (b"[rules]\nack_missing\n", "line 2"),
    (b"[rules]\nack_missing=off\n [rules] \n", "line 3: [rules] is there twice, first on line 1"),
    (b"[rules]\nack_missing=off\r\n ack_missing =note\n", "line 3"),
], ids=range(16))
def test_a_file_that_is_not_as_it_should_be(check, text, told, named):
    settle(check, text)
    done = check.run(*(["--config", NAME] if named else []), SILENT, status=2)
    assert f"siplens-check: {NAME}: " in done.stderr.decode() and told in done.stderr.decode()


def test_lines_may_end_as_on_windows_and_the_size_may_be_reached(check):
    text = "[rules]\r\nno_response=off\r\n[ignore 旧网关]\r\nrule=ack_missing\r\n#"
    settle(check, text + "x" * (1048576 - len(text.encode("utf-8"))))
    assert "no_response=off" in check.text(SILENT, status=0)


@pytest.mark.parametrize("kind", ["fifo", "device", "folder", "socket", "link"])
@pytest.mark.parametrize("named", [False, True])
def test_what_is_no_file_never_keeps_it_waiting(check, kind, named):
    path = check.folder / NAME
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to("fifo")
        os.mkfifo(check.folder / "fifo")
    else:
        subprocess.run(["python3", "-c", "import socket, sys; "
                        "socket.socket(socket.AF_UNIX).bind(sys.argv[1])", path], check=True)
    done = check.run(*(["--config", NAME] if named else []), SILENT, status=2, timeout=60)
    assert f"siplens-check: {NAME}: " in done.stderr.decode()


def test_a_link_is_not_followed_and_shows_nothing_of_what_it_points_to(check):
    """It may point to a file of whoever runs the job; one that is named is followed."""
    (check.folder / "secret").write_text("[options]\nfail-on=never\nhunter2\n", encoding="utf-8")
    (check.folder / NAME).symlink_to("secret")
    told = check.run(SILENT, status=2).stderr.decode()
    assert "link" in told and "hunter2" not in told
    (check.folder / "secret").write_text("[options]\nfail-on=never\n", encoding="utf-8")
    check.run("--config", NAME, SILENT, status=0)


def test_what_is_wrong_with_a_line_does_not_show_it(check):
    settle(check, "[rules]\nhunter2 is no key\n")
    assert b"hunter2" not in check.run(SILENT, status=2).stderr


@pytest.mark.parametrize("text", [
    "".join(f"[ignore {i}]\nrule=ack_missing\n" for i in range(257)),
    "[ignore a]\nrule=ack_missing\nreason=" + "x" * 501 + "\n",
    "[ignore " + "x" * 501 + "]\nrule=ack_missing\n",
    "[options]\ndecode-as=" + ";".join(["udp.port==5070,sip"] * 257) + "\n",
], ids=["groups", "reason", "name", "values"])
def test_what_is_compared_with_each_finding_has_a_bound(check, text):
    settle(check, text)
    assert b"too many" in check.run(SILENT, status=2).stderr
    settle(check, text, "a.conf")
    check.run("--config", "a.conf", SILENT, status=1)


@pytest.mark.parametrize("name,pattern", [(b"a\xfdb", "a?b"), (b"a\xfd", "a?"), (b"\xe2\x28", "?("),
                                          ("旧网关".encode("utf-8"), "旧?关")])
def test_a_character_of_a_name_may_be_an_invalid_byte(check, name, pattern):
    shutil.copy(SILENT, os.path.join(os.fsencode(check.folder), name))
    settle(check, f"[ignore a]\ncapture={pattern}\n")
    check.run(name, status=0)


@pytest.mark.parametrize("pattern,matches", [
    ("*", True), ("*silent*", True), ("direct-*-2-1@192.0.2.1?", True), ("direct-*-?-1@*.10", True),
    ("direct", False), ("*silen", False), ("?direct*", False), ("*?*", True), ("direct-**10", True),
    ("*10?", False), ("", False),
])
def test_patterns(check, pattern, matches):
    settle(check, f"[ignore a]\nrule=no_response\ncall-id={pattern}\n")
    check.run(SILENT, status=0 if matches else 1)


# --- our own tree -----------------------------------------------------------------------------------------

def test_the_settings_of_the_page_are_allowed(check):
    """The example of the page may lie in a working directory."""
    page = (TOP / "plugin/doc/siplens-check.md").read_text(encoding="utf-8")
    example = page.split("```ini\n")[1].split("```")[0]
    settle(check, example)
    assert check.run(SILENT).returncode in (0, 1)
