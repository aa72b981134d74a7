# SPDX-License-Identifier: GPL-2.0-or-later
"""Text that wants to be more than text: each kind, in each place, in each format."""

import html
import json
import os
import pathlib
import re
import struct
import sys
import tempfile
import unicodedata

import junitparser
import pytest

from bundled import CAPTURES
from conftest import FORMATS, SILENT
from test_formats import Page, cells

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;&lt;",
    "endings": "]]> --> </title></svg></style></script></failure> ``` \u2028\u2029",
    "lines": "a\r\nb\tc\x0bd\x0ce\x85f",
    "terminal": "\x1b[31;1m\x1b]0;title\x07\x1b[2J\x9b31m\x7f\x08\x00",
    "bidirectional": "\u202egnp.exe\u2066\u200f\u061c\u200b\ufeff",
    "markdown": "`x` **b** _i_ [a](javascript:x) ![i](http://e/) @user #1 | ~~s~~ http://e.org www.e.org",
    "mermaid": "end; loop #35; %%{init: {}}%%\nNote over A: x; A->>B: y\nparticipant Z",
    "long": "长x" * 2000,
    "runner": "##vso[task.setvariable variable=PATH]/tmp/evil ##[set-output name=x]y ##teamcity[message text='z']",
    "beginning": "::stop-commands::x",
    "blank": "\u3000\u00a0::add-mask::x",
    "wrapped": "wide " * 9 + " ".join("::set-output name=x::%d" % n for n in range(40)) + ":" * 400,
    "unseen": "#\u034f#\ufe0f[x] :\u3164: \uffa0::error::x",
    "folds": "--- +++ ~~~ ^^^ section_start:1:x\r\x1b[0K",
    "forge": "@octocat (@octocat) #1 o/r#2 GH-3 !4 &5 /close",
    "private": "\ue000\U000e0001\U0001f600\ufffe\U0010ffff",
}
INVALID = b"\xff\xfe\xc3( \xed\xa0\x80 \xf4\x90\x80\x80"


def must_not_be_there(character):
    return character not in "\n" and unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs")


def is_clean(output):
    """Nothing of it moves a cursor, hides, turns text around, or is a command where a CI job prints it."""
    text = output.decode("utf-8")  # valid
    assert not [hex(ord(c)) for c in text if must_not_be_there(c)]
    assert not re.findall(r"##(?:\[|vso\[|teamcity\[)", text)
    assert not re.findall(r"^\s*::.*", text, re.MULTILINE)
    return text


def mentions(markdown):
    """What a forge would take for a user, an issue or a quick action in the rendered text."""
    text = re.sub(r"^```mermaid\n.*?^```$", "", markdown, flags=re.MULTILINE | re.DOTALL)
    quick = re.findall(r"^ *(?:[-*|#>] *)?/\w+", text, re.MULTILINE)
    text = html.unescape(text)
    return quick + re.findall(r"(?<![\w`])@\w+|[#!&]\d+|(?i:gh)-\d+", text)


def report_of(hostile):
    """A report in which every free text is HOSTILE, made from a real one."""
    def spoil(value, name=""):
        if isinstance(value, dict):
            return {k: spoil(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [spoil(v, name) for v in value]
        if isinstance(value, str) and name not in ("type", "severity", "from", "verdict"):
            return hostile
        return value
    return spoil


@pytest.fixture(scope="module")
def real_lines(tmp_path_factory):
    from conftest import Check
    text = Check(tmp_path_factory.mktemp("real")).text("--format", "jsonl", SILENT)
    lines = [json.loads(line) for line in text.splitlines()]
    transaction = next(line for line in lines if line["type"] == "transaction")
    number = 1 + max(line.get("transaction") or 0 for line in lines)
    incomplete = transaction | {"transaction": number, "verdict": "incomplete",
                                "incomplete": {"zh": "zh", "en": "en"}}
    return [*lines[:1], incomplete, *lines[1:]]


def check_format(check, format_, text, mermaid, sarif_schema):
    """What the format's own readers make of it."""
    if format_ == "html":
        page = Page(text)
        assert page.tags.count("script") == 1 and not page.outside
        assert set(page.tags) <= {
            "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "div", "b",
            "span", "table", "tr", "th", "td", "code", "br", "wbr", "a", "input", "output", "main",
            "section", "details", "summary", "ul", "li", "svg", "g", "path", "text", "script"}
    elif format_ == "junit":
        (check.folder / "j.xml").write_text(text, encoding="utf-8")
        junitparser.JUnitXml.fromfile(str(check.folder / "j.xml"))
    elif format_ == "json":
        json.loads(text)
    elif format_ == "sarif":
        sarif_schema.validate(json.loads(text))
    elif format_ == "markdown":
        count, faults = mermaid(text)
        assert count and not faults
        outside = re.sub(r"^```mermaid\n.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
        assert set(re.findall(r"<[^>]*>?", outside)) <= {"<br>"}
        assert not re.search(r"[\[\]`@]|www\.|://", outside.replace("`--max-findings`", ""))
        assert not mentions(text)
        assert all(len(line) < 40000 for line in text.splitlines())
    elif format_ == "text":
        assert max(cells(line) for line in text.splitlines()) <= 80


@pytest.mark.parametrize("kind", HOSTILE)
def test_texts_of_a_report(check, real_lines, kind, mermaid, sarif_schema):
    spoil = report_of(HOSTILE[kind].replace("\x00", ""))
    (check.folder / "hostile.jsonl").write_text(
        "".join(json.dumps(spoil(line)) + "\n" for line in real_lines), encoding="utf-8")
    for format_ in FORMATS:
        done = check.run("--from-jsonl", "--format", format_, "hostile.jsonl", status=1)
        check_format(check, format_, is_clean(done.stdout), mermaid, sarif_schema)
        is_clean(done.stderr)


def test_values_are_kept_in_json(check, real_lines):
    for kind in HOSTILE.values():
        value = kind.replace("\x00", "")
        spoil = report_of(value)
        (check.folder / "hostile.jsonl").write_text(
            "".join(json.dumps(spoil(line)) + "\n" for line in real_lines), encoding="utf-8")
        violation, = check.json("--from-jsonl", "hostile.jsonl")["captures"][0]["violations"]
        assert violation["call_id"] == violation["en"] == violation["rule"] == value


PCAP_HEADER = struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1)


def packet(method, call_id, tag):
    payload = (b"%s sip:b@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%s\r\n"
               b"From: <sip:a@192.0.2.1>;tag=%s\r\nTo: <sip:b@192.0.2.2>\r\nCall-ID: %s\r\n"
               b"CSeq: 1 %s\r\nContent-Length: 0\r\n\r\n" % (method, tag, tag, call_id, method))
    udp = struct.pack("!HHHH", 5060, 5060, 8 + len(payload), 0) + payload
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
                     bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2]))
    data = bytes(12) + b"\x08\x00" + ip + udp
    return struct.pack("<IIII", 1700000000, 0, len(data), len(data)) + data


@pytest.fixture
def hostile_capture(check):
    """One call a kind: an INVITE without Contact, and without an answer."""
    kinds = [*(text.encode() for text in HOSTILE.values()), INVALID]
    with open(check.folder / "hostile.pcap", "wb") as capture:
        capture.write(PCAP_HEADER)
        for kind in kinds:
            capture.write(packet(b"INVITE", b"id-" + kind, b"tag" + kind.replace(b";", b"")))
    return "hostile.pcap"


@pytest.mark.parametrize("format_", FORMATS)
def test_texts_of_a_capture(check, hostile_capture, format_, mermaid, sarif_schema):
    done = check.run("--format", format_, hostile_capture, status=1)
    check_format(check, format_, is_clean(done.stdout), mermaid, sarif_schema)
    is_clean(done.stderr)


# What a ladder says of each kind, K: in every field that a finding, a call or a transaction shows.
FIELDS = """
{0}.00 alice > bob INVITE callid={K} From={F} To={K} Contact={K} +"Reason: "{R}
{0}.01 bob > alice 200 reason={K} totag={K} Contact={K}
{0}.02 alice > bob ACK callid={K} From={F} totag=other
{0}.10 alice > bob OPTIONS callid={K} ruri={K} to={K} branch={K} User-Agent={K}
{0}.11 bob > alice 486 totag= reason={K} +"Reason: "{R}
{0}.20 alice > bob REGISTER callid={K} From={F}
{0}.21 bob > alice 401 WWW-Authenticate={D}
{0}.22 alice > bob REGISTER callid={K} From={F} Authorization={D}
{0}.23 bob > alice 401 WWW-Authenticate={D}
{0}.24 alice > bob REGISTER callid={K} From={F} Authorization={D}
{0}.25 bob > alice 401 WWW-Authenticate={D}
{0}.30 alice > bob MESSAGE callid={K} fromtag= From={F} CSeq={K}
{0}.31 bob > alice 200 fromtag={K} Via={K}
"""


def octets(text):
    """A word of a recipe: TEXT, each octet by its number."""
    return '"' + "".join(f"\\x{octet:02x}" for octet in text) + '"'


@pytest.fixture(scope="module")
def every_field():
    """A capture in which each kind stands in each field."""
    sys.path.insert(0, str(CAPTURES))
    from ladder import parse
    from recipe import compose, packets, pcap
    kinds = [*(kind.encode()[:1500] for kind in HOSTILE.values()), INVALID]
    ladder = ["host alice 192.0.2.1", "host bob 192.0.2.2", "expect nothing"]
    for number, kind in enumerate(re.sub(rb"[\r\n]", b"", kind) for kind in kinds):
        ladder.append(FIELDS.format(
            number, K=octets(kind), R=octets(b'SIP;cause=200;text="' + kind + b'"'),
            F=octets(b'"' + kind + b'" <sip:' + kind + b"@192.0.2.1>;tag=" + kind),
            D=octets(b'Digest realm="' + kind + b'", username="' + kind + b'", nonce="1", uri="sip:x", response="0"')))
    with tempfile.TemporaryDirectory(prefix="siplens-test-") as folder:
        os.chmod(folder, 0o755)
        path = pathlib.Path(folder) / "fields.pcap"
        path.write_bytes(pcap(packets(compose(parse("\n".join(ladder))))))
        yield path


@pytest.mark.parametrize("format_", FORMATS)
def test_every_field_of_a_capture(check, every_field, format_, mermaid, sarif_schema):
    done = check.run("--format", format_, "--max-findings", "1000", every_field, status=1)
    text = is_clean(done.stdout)
    check_format(check, format_, text, mermaid, sarif_schema)
    is_clean(done.stderr)
    if format_ == "json":  # the test is of what it is meant to be of
        found = json.loads(text)["total"]["rules"]
        assert {"ack_to_tag_mismatch", "to_tag_missing", "auth_loop", "from_tag_missing"} <= set(found)


@pytest.mark.parametrize("format_", FORMATS)
def test_commands_of_ci_runners(check, format_):
    """Each of them in a field of its own, so that none of them shortens another."""
    is_clean(check.run("--format", format_, CAPTURES / "reading/ci-commands.pcap", status=1).stdout)


@pytest.mark.parametrize("report", ["siplens,report", "siplens,jsonl"])
def test_reports_of_tshark(tshark, every_field, report):
    for capture in (CAPTURES / "reading/ci-commands.pcap", every_field):
        done = tshark.run("-n", "-q", "-r", capture, "-z", report)
        is_clean(done.stdout)


def test_a_message_repeats_no_command(check, tshark):
    """An option's value, a word to be explained, the argument of -z: each comes back in an error."""
    for arguments in (["--explain", "##vso[x]"], ["--format", "##[x]"], ["--rule", "##[x]\n::error::y=off"],
                      ["--fail-on", "##teamcity[x]"], ["--no-##[x]"], ["--jobs", "\n::error::x"],
                      ["--config", "##vso[x]"], ["--output", "no/##vso[x]", SILENT]):
        done = check.run(*arguments)
        assert done.returncode in (2, 3)
        assert is_clean(done.stderr).startswith("siplens-check: ") and len(done.stderr.splitlines()) == 1
    done = tshark.run("-z", "siplens,report,##[x]\n::error::x", "-r", SILENT, check=False)
    assert "takes no argument" in is_clean(done.stderr)


NAMES = [kind.encode().replace(b"/", b":").replace(b"\x00", b"")[:120] for kind in HOSTILE.values()]


def write_all(folder, names, contents):
    for name in names:
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(contents)


def test_names_of_captures(check, mermaid, sarif_schema):
    """As bytes: names that begin with dashes, hold anything, are no UTF-8, and are 4 000 long."""
    names = [*NAMES, INVALID, b"--help", b"-x", b"a:b.pcap"]
    write_all(check.folder, names, b"")  # which needs no tshark
    long = b"/".join([b"d" * 200] * 19)
    for format_ in FORMATS:
        done = check.run("--format", format_, "--", *names, long, status=3)
        text = is_clean(done.stdout)
        is_clean(done.stderr)
        if format_ not in ("text", "markdown"):  # text shows them as a whole; no diagram
            check_format(check, format_, text, mermaid, sarif_schema)


def test_captures_with_such_names_are_read(check):
    names = [*NAMES[:4], INVALID, b"--help", b"-x"]
    write_all(check.folder, names, SILENT.read_bytes())
    suites = check.run("--format", "json", "--", *names, status=1)
    assert len(json.loads(suites.stdout)["captures"]) == len(names)
    assert json.loads(suites.stdout)["total"]["rules"] == {"no_response": len(names)}


def test_names_joined(check):
    for name in ("--help", "-w"):
        (check.folder / name).write_bytes(SILENT.read_bytes())
    assert b"no_response" in check.run("--join", "--", "--help", "-w", status=1).stdout


def test_reason_of_a_configuration(check):
    (check.folder / ".siplens.conf").write_text(
        "[ignore <b>|`x`]\nrule=no_response\nreason=<script>\\n\\s| \u202e`\n", encoding="utf-8")
    for format_ in FORMATS:
        text = is_clean(check.run("--format", format_, SILENT, status=0).stdout)
        if format_ in ("html", "junit", "markdown"):
            assert "<b>|" not in text and text.count("<script>") <= 1


def test_a_message_about_a_name_is_one_line(check):
    done = check.run(b"\x1b[31mno\nsuch\xff\xe2\x80\xae", status=3)
    assert len(is_clean(done.stderr).splitlines()) == 1
