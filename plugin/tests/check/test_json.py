# SPDX-License-Identifier: GPL-2.0-or-later
"""The formats json and jsonl, and reports made elsewhere."""

import copy
import json
import re
import resource

import jsonschema
import pytest

from bundled import CAPTURES, TOP
from conftest import BUSY, FORMATS, SILENT, Check

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
    "empty": (b"", "it is empty"),
    "blank": (b"\n\r\n\n", "it holds no siplens report"),
    "text": (b"no JSON\n", "line 1 is no line of a siplens report: not an object (at byte 1)"),
    "other": (b'{"a": 1}\n', "line 1 is no line of a siplens report: it has no type"),
    "array": (b"[1]\n", "line 1 is no line of a siplens report: not an object"),
    "typed": (b'{"type": 1}\n', "line 1 is no line of a siplens report: not a string"),
    "early": (b'{"type": "summary"}\n', "line 1 is no line of a siplens report: no capture line"),
    "deep": (b'{"type": ' + b"[" * 100000 + b"\n", "not a string"),
    "deeper": (b'{"a": ' + b"[" * 100000 + b"\n", "nested too deep"),
    "hidden": (b'{"type":"capture","format":1,"siplens":"0","a":/*"*/' + b"[" * 100000 + b"\n",
               "not a value (at byte 48)"),
    "newer": (b'{"type": "capture", "format": 99, "siplens": "9"}\n', "made by a newer siplens"),
    "cut": (b'{"type":"capture","format":1,"siplens":"0.1.0","wireshark":"4.0.17"}\n',
            "line 1 is no line of a siplens report: start of the capture: it is missing"),
    "invalid": (b'{"type": "capture", "format": 1, "siplens": "\xff"}\n', "a byte that is no UTF-8"),
    "nul": (b'{"type": "capture", "format": 1, "siplens": "\x00"}\n', "a NUL byte (at byte 46)"),
    "behind": (b'{"type": "capture", "format": 1, "siplens": "0"}\0\n', "a NUL byte"),
    "escaped": (b'{"type": "capture", "format": 1, "siplens": "\\u0000"}\n', "a NUL character"),
    "half": (b'{"type": "capture", "format": 1, "siplens": "\\ud800"}\n', "surrogate"),
    "quotes": (b"{'type': 'capture'}\n", "not the name of a member"),
    "comma": (b'{"type": "capture", "format": 1, "siplens": "0",}\n', "not the name of a member"),
    "comment": (b'{"type": "new"} // no comment\n', "more after the end of the value"),
    "twice": (b'{"type": "capture", "format": 1, "format": 1}\n', "format of the capture: it comes twice"),
    "disguised": (b'{"type": "capture", "format": 1, "f\\u006frmat": 1}\n',
                  "format of the capture: it comes twice"),
    "types": (b'{"type": "capture", "type": "capture", "format": 1}\n', "its type comes twice"),
    **{f"format {value}": (b'{"type": "capture", "format": %s, "siplens": "0", "error": "x"}\n' % value.encode(),
                           "format of the capture: " + why) for value, why in {
        "-5": "a number out of range", "0": "a number out of range", '"9"': "not a number",
        "1.5": "not a whole number", "18446744073709551616": "a number beyond 2^53",
        "1e99": "a number beyond 2^53", "null": "not a number", "[1]": "not a number"}.items()},
}


@pytest.mark.parametrize("name", NOT_A_REPORT)
def test_what_is_no_report_is_named(check, name):
    text, why = NOT_A_REPORT[name]
    (check.folder / name).write_bytes(text)
    check.run("--format", "jsonl", "--output", "good", SILENT)
    done = check.run("--from-jsonl", name, "good", status=3)
    told, = done.stderr.decode().splitlines()
    assert told.startswith(f"siplens-check: {name}: ") and why in told, told
    assert b"no_response" in done.stdout


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """A report with every member: on a capture with a finding, and with what is left out mostly."""
    text = Check(tmp_path_factory.mktemp("lines")).text("--format", "jsonl", SILENT)
    found = [json.loads(line) for line in text.splitlines()]
    transaction = next(line for line in found if line["type"] == "transaction")
    transaction |= {"verdict": "incomplete", "incomplete": {
        "id": "ends_early", "frame": 1, "zh": "x", "en": "y"}}
    found[0]["changed"] = [{"by": "a.conf", "what": "b", "count": 2}]
    found[-1]["hidden"] = [{"by": "x", "count": 3}]
    for line in found:
        SCHEMA.validate(line)
    return found


def write(check, name, lines_):
    (check.folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines_),
                                     encoding="utf-8")


def names_within(value):
    """The names of all members within VALUE."""
    for path in paths(value):
        if isinstance(path[-1], str):
            yield path[-1]


def test_every_member_is_read_and_written(check, lines):
    """A member added to the schema has to be in the fixture, but for what only a failed capture has."""
    described = {name for shape in SCHEMA.schema["$defs"].values() for name in shape["properties"]}
    assert described - set(names_within(lines)) == {"error"}
    write(check, "a", lines)
    again = check.text("--from-jsonl", "--format", "jsonl", "a").splitlines()
    assert [json.loads(line) for line in again] == lines
    failed = {"type": "capture", "format": 1, "siplens": "0", "file": "b", "error": "x"}
    write(check, "b", [failed])
    assert json.loads(check.text("--from-jsonl", "--format", "jsonl", "b", status=3)) == failed


def test_a_fault_names_report_line_and_member(check, lines):
    lines = copy.deepcopy(lines)
    lines[1]["cseq"] = "1"
    write(check, "a", lines)
    capture, = check.json("--from-jsonl", "a", status=3)["captures"]
    assert re.fullmatch(r"the report a: line 2 is no line of a siplens report: cseq of the "
                        r"transaction: not a number \(at byte \d+\)", capture["error"])


def test_a_fault_is_of_the_capture_that_it_cuts_short(check, lines):
    """And of the report where no capture is cut short."""
    (check.folder / "a").write_text("".join(json.dumps(line) + "\n" for line in [*lines, 1, *lines]),
                                    encoding="utf-8")
    whole, broken = check.json("--from-jsonl", "a", status=3)["captures"]
    assert "error" not in whole and broken["file"] == "a" and "line %d " % (len(lines) + 1) in broken["error"]
    write(check, "a", [*lines[:2], *lines])
    cut, whole = check.json("--from-jsonl", "a", status=3)["captures"]
    assert "error" not in whole and cut["file"] == whole["file"] == str(SILENT)
    assert cut["error"] == "the report ends before its summary, after line 2 of a"


def test_nothing_comes_after_a_summary_but_a_capture(check, lines):
    for line in lines[1:]:
        write(check, "a", [*lines, line])
        assert "after the summary" in check.run("--from-jsonl", "a", status=3).stderr.decode()
    write(check, "a", [*lines, {"type": "metrics", "a": [{"b": 1}]}, *lines])
    assert len(check.json("--from-jsonl", "a", status=1)["captures"]) == 2


def test_order_of_members_and_those_unknown_do_not_matter(check, lines):
    write(check, "a", lines)
    other = [dict(reversed([*line.items(), ("new", {"type": [line]})])) for line in lines]
    assert list(other[1])[-1] == "type"
    write(check, "b", other)
    assert check.text("--format", "jsonl", "--from-jsonl", "a") == \
        check.text("--format", "jsonl", "--from-jsonl", "b")


def test_windows_line_ends_and_a_missing_last_one(check, lines):
    text = "\r\n".join(json.dumps(line) for line in lines)
    (check.folder / "a").write_bytes(text.encode())
    (check.folder / "b").write_bytes(text.encode() + b"\r\n\r\n")
    assert check.run("--from-jsonl", "a", status=1).stdout == check.run("--from-jsonl", "b", status=1).stdout


def paths(value, path=()):
    """The way to each value within VALUE."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in items:
        yield (*path, name)
        yield from paths(part, (*path, name))


def changed(line, path, value):
    """LINE with VALUE where PATH leads; without anything there if VALUE is ..."""
    line = copy.deepcopy(line)
    holder = line
    for name in path[:-1]:
        holder = holder[name]
    if value is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return line


def as_a_reader(schema):
    """The schema but for what is a promise of the writer only: patterns, and which words there are."""
    if isinstance(schema, list):
        return [as_a_reader(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "enum" in schema and "Words may be added" in schema.get("description", ""):
        return {"type": "string"}
    if "propertyNames" in schema:
        schema = {name: part for name, part in schema.items() if name not in ("propertyNames", "minProperties")}
    return {name: as_a_reader(part) for name, part in schema.items() if name != "pattern"}


READER = jsonschema.Draft202012Validator(as_a_reader(SCHEMA.schema))
VALUES = [..., None, True, -1, 0, 1, 1.0, 1.5, 65536, 2**32, 2**53, 2**53 + 1, 2**64, 1e99, "", "x", "client", "ok",
          [], [1], [1, 2, 3], [0], [{}], ["x"], {}, {"x": 1}, {"x": "x"}, {"zh": "x", "en": "x"}, {"1": None}]


def test_what_is_read_is_what_the_schema_says(check, lines):
    """Each value of each line in turn replaced by others: refused just where it is against the schema."""
    cases = []
    for number, line in enumerate(lines):
        for path in paths(line):
            if path != ("type",) and (len(path) < 3 or path[1] == 0 or not isinstance(path[1], int)):
                cases += [(number, path, value) for value in VALUES]
    wanted = []
    for i, (number, path, value) in enumerate(cases):
        line = changed(lines[number], path, value)
        write(check, str(i), [*lines[:number], line, *lines[number + 1:]])
        wanted.append(READER.is_valid(json.loads(json.dumps(line))))
    assert len(cases) > 2000 and 200 < sum(wanted) < len(cases)
    captures = check.json("--from-jsonl", *map(str, range(len(cases))), status=3)["captures"]
    odd = [(cases[i], capture.get("error")) for i, capture in enumerate(captures)
           if ("error" in capture) == wanted[i]]
    assert len(captures) == len(cases) and not odd, odd[:20]


def test_each_member_comes_once(check, lines):
    """The last of two would have won, unseen by who looks at the first."""
    names = []
    for number, line in enumerate(lines):
        for member in line:
            twice = f'{{"{member}": {json.dumps(line[member])}, {json.dumps(line)[1:]}'
            text = [json.dumps(other) for other in lines]
            text[number] = twice
            names.append(f"{number} {member}")
            (check.folder / names[-1]).write_text("\n".join(text), encoding="utf-8")
    captures = check.json("--from-jsonl", *names, status=3)["captures"]
    assert [name for name, capture in zip(names, captures, strict=True)
            if "comes twice" not in capture.get("error", "")] == []


def test_names_of_counts_come_once(check, lines):
    text = "\n".join(json.dumps(line) for line in lines)
    for name in ("rules", "occasions", "verdicts", "outcomes", "classes"):
        values = lines[-1][name]
        key = next(iter(values))
        spoilt = text.replace(f'"{name}": {{', f'"{name}": {{"{key}": 1, ')
        assert spoilt != text
        (check.folder / name).write_text(spoilt, encoding="utf-8")
        assert f"{name} of the summary: a name that comes twice" in \
            check.run("--from-jsonl", name, status=3).stderr.decode()


# --- what a stranger can cost ---------------------------------------------------------------------

def colliding(count, length=17):
    """Words that are all the same to Bernstein's hash, which GLib and json-glib use."""
    return ["".join("Ez" if number >> bit & 1 else "FY" for bit in range(length)) for number in range(count)]


def processor_seconds(check, *arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    check.run(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def hidden_by_many(lines, count):
    return [*lines[:-1], lines[-1] | {"hidden": [{"by": word, "count": 1} for word in colliding(count)]}]


def many_calls(lines, count):
    """Whose numbers GLib's hash table has in one place: it takes 11 times a number modulo a prime."""
    prime = {6000: 8191, 48000: 65521}[count]
    calls = [{"call": (i * prime + 1) * pow(11, -1, 2**32) % 2**32, "call_id": str(i), "frame": 1}
             for i in range(count)]
    return [*lines[:-1], lines[-1] | {"other_calls": calls}]


def many_rules(lines, count):
    violation = next(line for line in lines if line["type"] == "violation")
    return [*lines[:-1], *(violation | {"rule": word} for word in colliding(count)), lines[-1]]


@pytest.mark.parametrize("make", [hidden_by_many, many_calls, many_rules])
def test_cost_grows_with_what_is_read(check, lines, make):
    """Eight times as much may take 24 times as long, which is much, but no 64 times."""
    write(check, "some", make(lines, 6000))
    write(check, "more", make(lines, 48000))
    some = processor_seconds(check, "--from-jsonl", "--format", "jsonl", "some")
    assert processor_seconds(check, "--from-jsonl", "--format", "jsonl", "more") < 24 * max(some, 0.05)


def test_an_object_has_no_more_members_than_there_can_be(check, lines):
    for count, status in ((4000, 1), (5000, 3)):
        spoilt = lines[-1] | {"new": dict.fromkeys(colliding(count), 1)}
        write(check, "a", [*lines[:-1], spoilt])
        done = check.run("--from-jsonl", "a", status=status)
        assert (b"too many members" in done.stderr) == (status == 3)


def test_memory_is_that_of_what_is_kept(check, lines):
    """A line of 32 MB of which nothing is kept, and one of arrays within arrays: no tree of it is made."""
    for value in ('"' + "x" * (32 << 20) + '"', "[" + "[[1],{}]," * (4 << 20) + "1]"):
        with open(check.folder / "a", "w", encoding="utf-8") as report:
            for line in lines:
                report.write(json.dumps(line)[:-1] + ', "new": ' + (value if line is lines[1] else "1") + "}\n")
        limit = 256 << 20
        check.run("--from-jsonl", "a", status=1, preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_AS, (limit, limit)))


def test_numbers_are_kept_exactly(check, lines):
    """No number passes through a double: 10 years to a nanosecond, and counts up to 2^53."""
    spoilt = copy.deepcopy(lines)
    text = "\n".join(json.dumps(line) for line in spoilt)
    text = re.sub(r'"duration": [0-9.]+', '"duration": 315360000.123456789', text)
    text = re.sub(r'"frames": [0-9]+', f'"frames": {2**53}', text)
    (check.folder / "a").write_text(text, encoding="utf-8")
    again = check.text("--from-jsonl", "--format", "jsonl", "a")
    assert '"duration":315360000.123456789,' in again and f'"frames":{2**53},' in again


def test_a_report_without_end_is_an_error(check, lines):
    """A line that never ends is refused before it takes all memory there is."""
    with open(check.folder / "a", "wb") as report:
        report.write(json.dumps(lines[0]).encode() + b"\n")
        report.truncate(300 << 20)
    assert "line 2 is no line of a siplens report: it is longer than 256 MiB" in \
        check.run("--from-jsonl", "a", status=3).stderr.decode()


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
