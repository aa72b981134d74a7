# SPDX-License-Identifier: GPL-2.0-or-later
"""-z siplens,jsonl of every bundled capture: as its schema says, and the same as the tree."""

import collections
import copy
import json
import subprocess
import unicodedata

import jsonschema
import pytest

from bundled import TOP, captures, expected

SCHEMA = json.loads((TOP / "plugin/doc/siplens-jsonl.schema.json").read_text(encoding="utf-8"))


def closed(schema):
    """The schema with every object closed: what it does not describe must not be written."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {name: closed(part) for name, part in schema.items()}
    if schema.get("type") == "object":
        schema.setdefault("additionalProperties", False)
    return schema


CLOSED = jsonschema.Draft202012Validator(closed(copy.deepcopy(SCHEMA)))
VERDICTS = SCHEMA["$defs"]["transaction"]["properties"]["verdict"]["enum"]
OUTCOMES = SCHEMA["$defs"]["transaction"]["properties"]["outcome"]["enum"]
FIELDS = ["frame.number", "siplens.call", "siplens.transaction", "siplens.outcome",
          "siplens.verdict"]


def lines_of(lines):
    """The objects of a report, by type; nothing in it may harm a terminal."""
    found = collections.defaultdict(list)
    for line in lines:
        if line.startswith("{"):
            assert not [ch for ch in line if unicodedata.category(ch)[0] == "C"]
            line = json.loads(line)
            CLOSED.validate(line)
            found[line["type"]].append(line)
    assert len(found["capture"]) == 1 and len(found["summary"]) == 1
    return found


@pytest.fixture(scope="session", autouse=True)
def schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("capture", captures(), ids=str)
def test_capture(tshark, capture):
    names, rows, lines = tshark.twice(capture)
    rows = [[row[names.index(name)] for name in FIELDS] for row in rows]
    report = lines_of(lines)
    check_violations(report, expected(capture))
    check_transactions(report, rows)
    check_calls(report, rows)
    check_summary(report)


@pytest.mark.parametrize("capture", captures(), ids=str)
def test_siplens_check_writes_what_it_read(tshark, capture):
    program = tshark.build / "siplens-check"
    if not program.exists():
        pytest.skip("siplens-check is not built")
    _, _, lines = tshark.twice(capture)
    done = subprocess.run([program, "--from-jsonl", "--format", "jsonl", "--fail-on", "never", "-"],
                          input="".join(line + "\n" for line in lines).encode(), check=True,
                          cwd=tshark.folder, capture_output=True)
    again = [json.loads(line) for line in done.stdout.splitlines()]
    assert again.pop(0) == {**json.loads(lines[0]), "file": "standard input"}
    assert again == [json.loads(line) for line in lines[1:]]


def check_violations(report, wanted):
    found = [(line["frame"], line["rule"]) for line in report["violation"]]
    assert sorted(found) == wanted
    assert [frame for frame, _ in found] == sorted(frame for frame, _ in found)


def check_transactions(report, rows):
    """What the tree of each message says of its transaction, the report says of the message."""
    shown = set()
    for frame, _, numbers, outcomes, verdicts in rows:
        values = zip(*(column.split(",") for column in (numbers, outcomes, verdicts)))
        shown |= {(int(frame), int(number), OUTCOMES[int(outcome)], VERDICTS[int(verdict)])
                  for number, outcome, verdict in values if number}
    lines = report["transaction"]
    assert [line["transaction"] for line in lines] == list(range(1, len(lines) + 1))
    assert shown == {(message["frame"], line["transaction"], line["outcome"], line["verdict"])
                     for line in lines for message in line["messages"]}
    for line in lines:
        frames = [message["frame"] for message in line["messages"]]
        assert frames == sorted(frames)
        # The ACK to a 2xx may take another way: it settles this hop, and is none of its messages.
        own = {step: frame for step, frame in line["frames"].items() if step != "ack"}
        assert set(filter(None, own.values())) <= set(frames)
        assert ("incomplete" in line) == (line["verdict"] == "incomplete")
        assert "incomplete" not in line or line["incomplete"]["id"].isidentifier()
        for message in line["messages"]:
            assert message["repeat_of"] is None or message["repeat_of"] in frames


def check_calls(report, rows):
    called = {line["call"]: line["call_id"] for line in report["transaction"]}
    others = {line["call"]: line["call_id"] for line in report["summary"][0]["other_calls"]}
    assert not set(called) & set(others)
    shown = {int(number) for row in rows for number in row[1].split(",") if number}
    assert set(called) | set(others) == shown == set(range(1, len(shown) + 1))
    for line in report["violation"]:
        assert line["call_id"] == {**called, **others, None: None}[line["call"]]


def check_summary(report):
    summary = report["summary"][0]
    lines = report["transaction"]
    assert summary["violations"] == sum(summary["rules"].values()) == len(report["violation"])
    assert summary["rules"] == collections.Counter(x["rule"] for x in report["violation"])
    assert summary["transactions"] == len(lines)
    for names in ("verdict", "outcome"):
        counted = {name: n for name, n in summary[names + "s"].items() if n}
        assert counted == collections.Counter(line[names] for line in lines)
    assert summary["messages"] == summary["requests"] + summary["responses"]
    assert sum(summary["classes"].values()) <= summary["responses"]


BUSY = "real/direct-busy.pcap"


def jsonl(tshark, capture, *options, form="siplens,jsonl"):
    done = tshark.run("-n", "-q", "-r", capture, *options, "-z", form)
    return lines_of(done.stdout.decode("utf-8").split("\n"))


def test_capture_line(tshark):
    line = jsonl(tshark, BUSY, "-o", "siplens.t1_ms:600")["capture"][0]
    frames = tshark.fields(BUSY, "frame.time_epoch", "frame.time_relative")
    counted = subprocess.run(["capinfos", "-Mc", tshark.folder / "captures" / BUSY], check=True,
                             capture_output=True, text=True).stdout
    assert line["frames"] == int(counted.split()[-1])
    assert line["start"][-11:-1] == frames[0][0][-10:]
    assert line["duration"] == float(frames[-1][1])
    assert line["settings"]["t1_ms"] == 600
    assert line["wireshark"] in tshark.lines("--version")[0]


def test_ladder_of_a_busy_call(tshark):
    line, = jsonl(tshark, BUSY)["transaction"]
    steps = [(m["from"], m["method"], m["status"], m["label"]["zh"]) for m in line["messages"]]
    assert steps[0] == ("client", "INVITE", None, "邀请")
    assert ("server", "INVITE", 486, "这里忙") in steps
    assert steps[-1][:3] == ("client", "ACK", None)
    assert line["state"] == "confirmed" and line["outcome"] == "busy"
    assert line["client"] == {"address": "192.0.2.10", "port": 5060}
    assert line["server"] == {"address": "192.0.2.30", "port": 5060}
    assert line["times"]["final"] > 0 and line["times"]["ack"] > 0 and not line["times"]["answer"]


def test_one_host_at_both_ends_still_has_two_sides(tshark):
    report = jsonl(tshark, "hops/one-address.pcap")
    for line in report["transaction"]:
        assert line["client"]["address"] == line["server"]["address"]
        assert line["client"]["port"] != line["server"]["port"]
        assert {(m["from"], m["status"] is None) for m in line["messages"]} == \
            {("client", True), ("server", False)}


def test_texts_of_the_user_are_in_it(tshark):
    line, = jsonl(tshark, BUSY, "-o", 'uat:siplens_status:"486","占\\x22线","Engaged",""')[
        "transaction"]
    assert {"zh": '占"线', "en": "Engaged"} in [m["label"] for m in line["messages"]]


def test_rules_can_be_switched_off(tshark):
    report = jsonl(tshark, "real/direct-silent.pcap", "-o", 'uat:siplens_rules:"no_response","off"')
    assert not report["violation"] and report["summary"][0]["rules"] == {}


def test_long_call_ids_are_told_apart(tshark):
    """A text report may shorten them; here they name calls."""
    report = jsonl(tshark, "reading/long-headers.pcap")
    wanted = {x for row in tshark.fields("reading/long-headers.pcap", "sip.Call-ID") for x in row}
    assert max(map(len, wanted)) > 96
    calls = report["transaction"] + report["summary"][0]["other_calls"]
    assert {line["call_id"] for line in calls} == wanted


def test_both_reports_in_one_run(tshark):
    both = tshark.run("-n", "-q", "-r", BUSY, "-z", "siplens,report", "-z", "siplens,jsonl").stdout
    text = tshark.run("-n", "-q", "-r", BUSY, "-z", "siplens,report").stdout
    lines = tshark.run("-n", "-q", "-r", BUSY, "-z", "siplens,jsonl").stdout
    assert both in (text + lines, lines + text)


def test_without_sip_there_is_a_summary_of_nothing(tshark, tmp_path):
    empty = tshark.folder / "empty.pcap"
    empty.write_bytes(bytes.fromhex("d4c3b2a1020004000000000000000000ffff000001000000"))
    empty.chmod(0o644)
    report = jsonl(tshark, empty)
    assert report["capture"][0]["start"] is None and report["capture"][0]["frames"] == 0
    assert report["summary"][0]["messages"] == 0


@pytest.mark.parametrize("option", ["siplens,jsonl", "siplens,report"])
def test_full_disk_is_an_error(tshark, option):
    with open("/dev/full", "wb") as full:
        done = tshark.run("-n", "-q", "-r", BUSY, "-z", option, check=False, output=full)
    assert done.returncode != 0
    assert f"-z {option}: cannot write".encode() in done.stderr


def test_brief_leaves_out_the_calls_in_which_nothing_was_found(tshark):
    capture = "real/direct-silent.pcap"
    whole = jsonl(tshark, capture)
    brief = jsonl(tshark, capture, form="siplens,jsonl,brief")
    broken = {line["call"] for line in whole["violation"]}
    assert 0 < len(broken) < whole["summary"][0]["calls"]
    assert brief["violation"] == whole["violation"]
    assert brief["transaction"] == [t for t in whole["transaction"] if t["call"] in broken]
    del whole["summary"][0]["other_calls"]
    assert brief["summary"] == whole["summary"]


def test_brief_has_transactions_that_are_incomplete(tshark):
    capture = "provisional_late/lookalike-late-start.pcap"
    transaction, = jsonl(tshark, capture)["transaction"]
    assert transaction["verdict"] == "incomplete"
    assert jsonl(tshark, capture, form="siplens,jsonl,brief")["transaction"] == [transaction]
