# SPDX-License-Identifier: GPL-2.0-or-later
"""Reports that others limit: they keep below the limit, have the worst, and say what they leave out."""

import json
import re

import pytest

COMMENT = 65536       # characters of a comment on GitHub
SARIF = 10_000_000    # bytes that GitHub takes, and results
RESULTS = 25_000
PAGE_CALLS = 10_000   # that a page of HTML shows
SETTINGS = {"t1_ms": 500, "provisional_ms": 200, "timer_c_s": 180, "duplicate_ms": 100}


class Report:
    """JSON Lines as a siplens elsewhere would write them, of as much as is asked for."""

    def __init__(self):
        self.lines = []

    def capture(self, file, findings=(), hidden=(), changed=(), **more):
        if changed:
            more["changed"] = [{"by": by, "what": what} for by, what in changed]
        self.add(type="capture", format=1, siplens="0.1.0", wireshark="4.0.17", start=None, duration=0,
                 frames=1, clock_broken=False, file=file, settings=SETTINGS, **more)
        calls = {f["call"] for f in findings}
        for finding in findings:
            self.add(type="violation", **finding)
        self.add(type="summary", messages=1, requests=1, responses=0, repeats=0, duplicates=0,
                 calls=len(calls), transactions=0, violations=len(findings), rules={}, verdicts={},
                 outcomes={}, classes={}, other_calls=[],
                 hidden=[{"by": by, "count": count} for by, count in hidden])
        return self

    def add(self, **line):
        self.lines.append(json.dumps(line, ensure_ascii=False))

    def write(self, check, name="report.jsonl"):
        (check.folder / name).write_text("\n".join(self.lines) + "\n", encoding="utf-8")
        return ("--from-jsonl", name)


def finding(call, rule="ack_missing", severity="error", frame=1, zh="没有ACK", en="no ACK", **more):
    return {"rule": rule, "severity": severity, "group": "ack", "reference": "RFC 3261", "frame": frame,
            "time": 0, "call": call, "call_id": f"id-{call}", "transaction": None, "counts_for": [],
            "zh": zh, "en": en, "evidence": []} | more


def findings(count, **more):
    return [finding(call + 1, frame=call + 1, **more) for call in range(count)]


def units(text):
    """Characters as a browser counts them, which is more than Python does."""
    return len(text.encode("utf-16-le")) // 2


def markdown(check, report, *arguments):
    text = check.text("--format", "markdown", *report.write(check), *arguments)
    assert units(text) < COMMENT
    return text


def left_out(text):
    """The numbers of what a report says that it leaves out, by what they count."""
    line = re.search(r"Left out for want of room: (.*?)\. The format jsonl has it all", text)
    words = {"finding": 0, "call": 0, "capture": 0, "notice": 0, "transaction": 0}
    for number, word in re.findall(r"(\d+) (?:more )?(\w+?)s?\b", line[1] if line else ""):
        words[word] = int(number)
    return words


# --- Markdown ---------------------------------------------------------------------------------------

def shown(text):
    return len(re.findall(r"^- \*\*(?:error|warn|note)\*\* ", text, re.MULTILINE))


def test_markdown_at_below_and_above_its_limit(check):
    """One call more than there is room for: the last page that has all is nearly full."""
    low, high = 1, 2000  # all fit; not all fit
    while high - low > 1:
        middle = (low + high) // 2
        if any(left_out(markdown(check, Report().capture("a", findings(middle)))).values()):
            high = middle
        else:
            low = middle
    whole = markdown(check, Report().capture("a", findings(low)))
    assert shown(whole) == low and "Left out" not in whole
    assert units(whole) > COMMENT - 4000
    part = markdown(check, Report().capture("a", findings(high)))
    assert left_out(part)["finding"] == high - shown(part) > 0
    assert left_out(part)["call"] == high - part.count("### Call ")


@pytest.mark.parametrize("character", ["x", "忙", "\U0001f600", "&"])
def test_markdown_counts_what_is_counted(check, character):
    """However the length falls: near the limit by one character each, of each size."""
    for length in range(1, 600, 37):
        text = markdown(check, Report().capture("a", findings(400, zh=character * length, en="x")))
        assert shown(text) + left_out(text)["finding"] == 400


def test_markdown_has_the_worst_of_many(check):
    many = findings(5000, severity="note", rule="max_forwards_missing")
    many += [finding(9001, "ack_missing", frame=6000), finding(9002, "to_tag_missing", "warn", 7000)]
    text = markdown(check, Report().capture("a", many).capture("b", findings(1, rule="prack_missing")))
    places = [text.index(words) for words in ("### Call 9001", "### Call 9002", "### Call 1:")]
    assert places == sorted(places)
    assert "**error** prack_missing" in text and "## b" in text


def test_a_rule_or_capture_that_fills_the_page_hides_no_other(check):
    report = Report().capture("flood", findings(5000) + [finding(9001, "prack_missing", frame=9001)])
    text = markdown(check, report.capture("other", findings(3, rule="offer_missing")))
    assert "**error** prack_missing" in text and "**error** offer_missing" in text


def test_markdown_of_one_call_with_everything(check):
    """A call alone is longer than the page: the worst of it."""
    many = [finding(1, f"rule_{n}", ("note", "warn", "error")[n % 3], n + 1, en="x" * 900) for n in range(300)]
    text = markdown(check, Report().capture("a", many), "--max-findings", "1000")
    assert set(re.findall(r"^- \*\*(\w+)\*\*", text, re.MULTILINE)) == {"error"}
    assert left_out(text)["finding"] == 300 - shown(text)
    assert f"{300 - shown(text)} more findings left out" in text


def test_markdown_of_many_captures_rules_and_settings(check):
    report = Report()
    for n in range(1500):
        report.capture(f"{'folder/' * 30}{n}", [finding(1, f"rule_{n}", "note")], [(f"setting {n}", 1)],
                       [(".siplens.conf", f"rule_{n}: error → note")])
    report.capture("last", findings(1))
    for n in range(500):
        report.add(type="capture", format=1, siplens="0.1.0", file=f"bad-{n}", error="x" * 2000)
    text = markdown(check, report)
    assert "## last" in text and "**error** ack_missing" in text
    numbers = left_out(text)
    assert numbers["capture"] > 0 and numbers["notice"] > 0
    assert shown(text) + numbers["finding"] == 1501
    assert text.count("**未能使用 not used:**") + numbers["notice"] == 500
    for words in ("more captures", "more rules", "findings hidden by other settings"):
        assert words in text
    hidden = sum(map(int, re.findall(r"^- (\d+) findings? hidden by", text, re.MULTILINE)))
    assert hidden == 1500
    changed, more = len(re.findall("→ note", text)), re.search(r"另有\d+处 · (\d+) more", text)
    assert changed + int(more[1]) == 1500


def test_markdown_of_texts_without_end(check):
    long = "@x#1" * 100_000
    report = Report()
    for n in range(20):
        report.capture(long + str(n), [finding(1, "a_" * 200_000, en=long, zh=long, reference=long, call_id=long)],
                       [(long, 1)])
    assert shown(markdown(check, report)) > 0


# --- SARIF ------------------------------------------------------------------------------------------

def sarif(check, report, *arguments):
    text = check.run("--format", "sarif", *report.write(check), *arguments).stdout
    assert len(text) < SARIF
    run, = json.loads(text)["runs"]
    assert len(run["results"]) <= RESULTS
    return run, len(text)


def test_sarif_at_below_and_above_its_limit(check):
    low = len(sarif(check, Report().capture("a", findings(20_000)))[0]["results"])
    run, size = sarif(check, Report().capture("a", findings(low)))
    assert run["properties"]["left_out"] == {"findings": 0, "calls": 0, "captures": 0, "notices": 0}
    assert size > 0.85 * SARIF and not run["invocations"][0]["toolExecutionNotifications"]
    run, _ = sarif(check, Report().capture("a", findings(low + 1)))
    assert len(run["results"]) == low
    assert run["properties"]["left_out"] == {"findings": 1, "calls": 1, "captures": 0, "notices": 0}
    notification, = run["invocations"][0]["toolExecutionNotifications"]
    assert left_out(notification["message"]["text"])["finding"] == 1


def test_sarif_has_no_more_results_than_are_taken(check, sarif_schema):
    """The shortest there can be."""
    least = finding(1, "a", "note", zh="", en="", group="", reference="", call_id=None)
    least |= {"type": "violation", "call": None}
    report = Report().capture("a")
    report.lines[1:1] = [json.dumps(least)] * 30_000
    run, _ = sarif(check, report, "--max-findings", "100000")
    assert 5000 < len(run["results"]) <= RESULTS
    assert run["properties"]["left_out"]["findings"] == 30_000 - len(run["results"])


def test_sarif_has_the_worst_of_many(check, sarif_schema):
    many = findings(20_000, severity="note", rule="max_forwards_missing")
    many += [finding(90_001, "ack_missing"), finding(90_002, "to_tag_missing", "warn")]
    report = Report().capture("a", many).capture("b", findings(1, rule="prack_missing"))
    for n in range(3000):
        report.capture(f"{n}", [], [("setting " + "x" * 2000 + str(n), 1)],
                       [("y" * 2000, f"{n}" + "\x7f" * 2000)], error="y" * 5000)
    run, _ = sarif(check, report)
    sarif_schema.validate({"version": "2.1.0", "runs": [run]})
    assert [r["ruleId"] for r in run["results"][:4]] == [
        "ack_missing", "prack_missing", "to_tag_missing", "max_forwards_missing"]
    left = run["properties"]["left_out"]
    assert len(run["results"]) + left["findings"] == 20_003
    assert len(run["invocations"][0]["toolExecutionNotifications"]) - 1 + left["notices"] == 3000
    assert left["notices"] > 0
    assert sum(h["count"] for h in run["properties"]["hidden"]) == 3000
    assert run["properties"]["changed"][-1] == {"by": "", "what": "2900 more"}


def test_sarif_of_texts_and_rules_without_end(check):
    long = "#\x7f" * 500_000
    report = Report().capture(long, [
        finding(1, f"{n}_" * 300_000, en=long, zh=long, reference=long, call_id=long) for n in range(3)],
        [(long, 1)])
    report.capture("b", [finding(n + 1, f"rule_{n}") for n in range(25_000)])
    run, _ = sarif(check, report)
    assert len(run["tool"]["driver"]["rules"]) < RESULTS
    assert len(run["results"]) > 3


# --- the others -------------------------------------------------------------------------------------

def test_json_lines_have_it_all(check):
    report = Report().capture("a", findings(12_000)).write(check)
    lines = [json.loads(line) for line in check.text("--format", "jsonl", *report).splitlines()]
    assert sum(line["type"] == "violation" for line in lines) == 12_000


@pytest.mark.parametrize("more", [0, 1])
def test_html_at_and_above_its_limit(check, more):
    many = findings(PAGE_CALLS + more, severity="note", rule="max_forwards_missing")
    many[-1] |= {"severity": "error"}
    text = check.text("--format", "html", *Report().capture("a", many).write(check))
    assert text.count('<details class="call"') == PAGE_CALLS
    assert f"id-{PAGE_CALLS + more}<" in text
    assert left_out(text)["finding"] == left_out(text)["call"] == more
