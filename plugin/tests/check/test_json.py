# SPDX-License-Identifier: GPL-2.0-or-later
"""The formats json and jsonl, and reports made elsewhere."""

import json

import jsonschema
import pytest

from bundled import CAPTURES, TOP
from conftest import BUSY, FORMATS, SILENT

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((TOP / "plugin/doc/siplens-jsonl.schema.json").read_text(encoding="utf-8")))
SOME = sorted(CAPTURES.glob("*/trigger.pcap"))


def test_lines_follow_the_schema_and_survive_merging(check):
    report = check.folder / "a.jsonl"
    check.run("--format", "jsonl", "--output", report, "missing.pcap", *SOME, status=3)
    lines = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        SCHEMA.validate(line)
    assert [line["file"] for line in lines if line["type"] == "capture"][1:] == \
        [str(path) for path in SOME]
    again = check.run("--format", "jsonl", "--from-jsonl", report, status=3)
    assert again.stdout == report.read_bytes()


def test_reports_made_elsewhere_are_merged(check):
    for name, capture in (("a", BUSY), ("b", SILENT)):
        check.run("--format", "jsonl", "--output", f"{name}.jsonl", capture)
    merged = check.run("--from-jsonl", "a.jsonl", "b.jsonl", status=1)
    assert merged.stdout == check.run(BUSY, SILENT, status=1).stdout
    assert check.json("--from-jsonl", "a.jsonl", "b.jsonl") == check.json(BUSY, SILENT)


def test_a_document_holds_what_the_lines_hold(check):
    document = check.json(SILENT, status=1)
    lines = [json.loads(line) for line in check.text("--format", "jsonl", SILENT).splitlines()]
    capture, = document["captures"]
    assert capture["file"] == str(SILENT)
    assert [dict(line, type="violation") for line in capture["violations"]] == \
        [line for line in lines if line["type"] == "violation"]
    assert [dict(line, type="transaction") for line in capture["transactions"]] == \
        [line for line in lines if line["type"] == "transaction"]
    assert document["total"]["violations"] == len(capture["violations"]) == 1
    assert document["total"]["rules"] == {"no_response": 1}
    assert document["exit_status"] == 1


NOT_A_REPORT = {
    "empty": b"",
    "text": b"no JSON\n",
    "other": b'{"a": 1}\n',
    "array": b"[1]\n",
    "early": b'{"type": "summary"}\n',
    "deep": b'{"type": ' + b"[" * 100000 + b"\n",
    "newer": b'{"type": "capture", "format": 99, "siplens": "9"}\n',
    "cut": b'{"type":"capture","format":1,"siplens":"0.1.0","wireshark":"4.0.17"}\n',
    "invalid": b'{"type": "capture", "format": 1, "siplens": "\xff"}\n',
}


@pytest.mark.parametrize("name", NOT_A_REPORT)
def test_what_is_no_report_is_named(check, name):
    (check.folder / name).write_bytes(NOT_A_REPORT[name])
    check.run("--format", "jsonl", "--output", "good", SILENT)
    done = check.run("--from-jsonl", name, "good", status=3)
    assert name in done.stderr.decode()
    assert b"no_response" in done.stdout


@pytest.mark.parametrize("value", ["null", "-1", "1e99", '"x"', "[]", "{}", "true",
                                   "99999999999999999999"])
def test_values_of_the_wrong_kind_do_no_harm(check, value):
    """Every member of every line in turn, in every format."""
    lines = check.text("--format", "jsonl", SILENT).splitlines()
    spoilt = []
    for line in lines:
        for member in json.loads(line):
            if member != "type":
                spoilt += [json.dumps(dict(json.loads(other), **{member: "VALUE"}
                                           if other is line else json.loads(other)))
                           .replace('"VALUE"', value) for other in lines]
    (check.folder / "spoilt").write_text("\n".join(spoilt) + "\n", encoding="utf-8")
    for format_ in FORMATS:
        done = check.run("--from-jsonl", "--format", format_, "spoilt")
        assert done.returncode in (0, 1, 3), done.stderr
