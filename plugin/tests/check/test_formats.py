# SPDX-License-Identifier: GPL-2.0-or-later
"""Each format as the tools that read it read it."""

import html.parser
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree

import junitparser
import pytest

from bundled import CAPTURES
from conftest import BUSY, SILENT, Check

ALL = [*sorted(CAPTURES.glob("*/trigger.pcap")), BUSY, SILENT,
       CAPTURES / "ack_missing/trigger-each-hop.pcap"]


@pytest.fixture(scope="session")
def everything(tmp_path_factory):
    """Arguments that stand for all of ALL, checked once."""
    folder = tmp_path_factory.mktemp("everything")
    Check(folder).run("--format", "jsonl", "--output", "all.jsonl", *ALL)
    return "--from-jsonl", folder / "all.jsonl"


# --- what every report says -------------------------------------------------------------------------

CLOCK = CAPTURES / "ack_missing/lookalike-clock-jump.pcap"


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "junit", "sarif"])
def test_a_broken_clock_is_told_once_in_the_same_words(check, format_, sarif_schema):
    text = check.text("--format", format_, CLOCK, status=0)
    for words in ("抓包的时间戳有跳变：靠时间判断的规则已停用",
                  "frame times of the capture jump: rules that need a timer are suspended"):
        assert text.count(words) == 1
        assert words not in check.text("--format", format_, BUSY)
    if format_ == "sarif":
        sarif_schema.validate(json.loads(text))
        invocation, = json.loads(text)["runs"][0]["invocations"]
        notification, = invocation["toolExecutionNotifications"]
        assert notification["level"] == "warning" and invocation["executionSuccessful"] is True


def test_junit_tells_a_broken_clock_of_the_capture(check):
    suites = xml.etree.ElementTree.fromstring(check.text("--format", "junit", CLOCK))
    assert "rules that need a timer" in suites.findtext("testsuite/system-out")


def report(check, name, *keep):
    """A report on BUSY, of which only the lines of the types KEEP are left."""
    lines = check.text("--format", "jsonl", BUSY).splitlines(keepends=True)
    (check.folder / name).write_text("".join(
        line for line in lines if json.loads(line)["type"] in keep), encoding="utf-8")


def test_a_report_without_its_summary_is_not_one_without_sip(check):
    report(check, "cut.jsonl", "capture", "transaction")
    for format_ in ("text", "markdown", "html"):
        text = check.text("--from-jsonl", "--format", format_, "cut.jsonl", status=3)
        assert "no SIP message" not in text and "not used to its end" in text
        assert "the report ends before its summary" in html.unescape(text)


NO_SIP = ('{"type":"capture","format":1,"siplens":"0.1.0","file":"no-sip.pcap","wireshark":"4.0.17",'
          '"start":null,"duration":0,"frames":4,"clock_broken":false,"settings":'
          '{"t1_ms":500,"provisional_ms":200,"timer_c_s":180,"duplicate_ms":100}}\n'
          '{"type":"summary","messages":0,"requests":0,"responses":0,"repeats":0,"duplicates":0,'
          '"calls":0,"transactions":0,"violations":0,"rules":{},"verdicts":{},"outcomes":{},'
          '"classes":{}}\n')


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_the_table_of_captures_says_what_the_sections_say(check, format_):
    report(check, "cut.jsonl", "capture", "transaction")
    (check.folder / "none.jsonl").write_text(NO_SIP, encoding="utf-8")
    text = check.text("--from-jsonl", "--format", format_, "cut.jsonl", "none.jsonl", "missing.jsonl",
                      status=3)
    if format_ == "html":
        rows = re.findall(r"<tr><td class=\"w\">.*</tr>", text)
        ends = [re.sub(".*<td>(.*)</td></tr>", r"\1", row) for row in rows]
        assert ends == ["未能读完 not used to its end", "没有SIP消息 no SIP message", "未能使用 not used"]
    else:
        rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
        ends = [row.split("|")[-2].strip() for row in rows]
        assert ends == ["not used to its end", "no SIP message", "not used"]


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
@pytest.mark.parametrize("start, shown", [
    ("2024-01-01T00:00:00.000000000Z", "2024-01-01T00:00:00Z"),
    ("2024-02-29T23:59:59.120000000Z", "2024-02-29T23:59:59.12Z"), ("x.1", "x.1")])
def test_reports_for_people_tell_when_the_capture_starts(check, format_, start, shown):
    text = NO_SIP.replace('"start":null', f'"start":"{start}"') + NO_SIP
    (check.folder / "start.jsonl").write_text(text, encoding="utf-8")
    text = html.unescape(check.text("--from-jsonl", "--format", format_, "start.jsonl"))
    where = {"text": "starts at ", "html": "starts at ", "markdown": "| no-sip.pcap | "}[format_]
    end = {"text": "\n", "html": "</p>", "markdown": " |"}[format_]
    assert text.count(where + shown + end) == 1 and "(null)" not in text


def incomplete(check, count):
    """A report in which COUNT transactions are incomplete, made from that on BUSY."""
    lines = [json.loads(line) for line in
             check.text("--format", "jsonl", BUSY).splitlines()]
    transaction = next(line for line in lines if line["type"] == "transaction")
    transaction |= {"verdict": "incomplete", "incomplete": {
        "zh": "抓包开始得太晚，没有抓到这一跳上的INVITE",
        "en": "the capture starts too late: the INVITE on this hop is not in it"}}
    lines = [line for line in lines if line["type"] != "transaction"]
    lines[1:1] = [transaction | {"transaction": i + 1, "call": i + 1} for i in range(count)]
    lines[-1]["verdicts"] |= {"ok": 0, "incomplete": count}
    (check.folder / "incomplete.jsonl").write_text(
        "".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return "--from-jsonl", "incomplete.jsonl"


@pytest.mark.parametrize("format_", ["text", "markdown"])
@pytest.mark.parametrize("count, more", [(10, None), (11, "and 1 more incomplete transaction"),
                                         (30, "and 20 more incomplete transactions")])
def test_reports_tell_which_transactions_are_incomplete_and_why(check, format_, count, more):
    text = html.unescape(check.text("--format", format_, *incomplete(check, count)))
    if format_ == "text":
        assert max(cells(line) for line in text.splitlines() if ".pcap" not in line) <= 80
    text = " ".join(text.split())
    for i in range(1, min(count, 10) + 1):
        assert f"call {i}, transaction {i}: incomplete: 抓包开始得太晚" in text
    assert text.count("the capture starts too late: the INVITE on this hop is not in it") == \
        text.count(": incomplete: ") == min(count, 10)
    assert more is None or more in text
    assert (" more incomplete" in text) == (more is not None)


def many_invites(check, count):
    """A capture of that many calls: an INVITE each, with which it ends."""
    from test_hostile import PCAP_HEADER, packet
    more = b"\r\nContact: <sip:a@192.0.2.1>\r\nMax-Forwards: 70"
    (check.folder / "many.pcap").write_bytes(PCAP_HEADER + b"".join(
        packet(b"INVITE", b"id-%d" % i + more, b"tag%d" % i) for i in range(count)))
    return "many.pcap"


@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_a_capture_is_told_of_as_its_whole_report(check, format_):
    """Though these formats have the plugin leave out the calls in which nothing was found."""
    capture = many_invites(check, 12)
    direct = check.text("--format", format_, capture, status=0)
    check.run("--format", "jsonl", "--output", "whole.jsonl", capture)
    assert direct == check.text("--from-jsonl", "--format", format_, "whole.jsonl")
    assert direct.count(": incomplete") == 10 or direct.count("incomplete&#58;") == 10
    assert "and 2 more incomplete transactions" in direct


def test_markdown_has_the_verdicts_and_outcomes_of_the_text(check, everything):
    total = check.json(*everything)["total"]
    text = check.text("--format", "markdown", *everything)
    for kind, counts in (("结论 verdict", total["verdicts"]), ("结果 outcome", total["outcomes"])):
        rows = re.findall(rf"^\| {kind} \| .* \| (\d+) \|$", text, re.MULTILINE)
        assert sorted(map(int, rows)) == sorted(n for n in counts.values() if n)


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_reports_tell_once_what_ladders_show(check, everything, format_):
    text = check.text("--format", format_, *everything)
    assert text.count("阶梯图只画INVITE事务") == text.count("Ladders show INVITE transactions") == 1
    (check.folder / "none.jsonl").write_text(NO_SIP, encoding="utf-8")
    assert "Ladders" not in check.text("--from-jsonl", "--format", format_, "none.jsonl")


# --- text -------------------------------------------------------------------------------------------

def cells(line):
    import unicodedata
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def test_text_fits_a_terminal_and_aligns(check, everything):
    lines = check.text(*everything).splitlines()
    # Names of captures are shown as a whole, however long.
    assert max(cells(line) for line in lines if ".pcap" not in line) <= 80
    table = lines[next(i for i, line in enumerate(lines) if "by verdict" in line) + 1:][:3]
    ends = [cells(re.match(r" *\d+  \w+ +[^ ]+ +", line)[0]) for line in table]
    assert len(set(ends)) == 1


# --- JUnit ------------------------------------------------------------------------------------------

def junit(check, *arguments):
    path = check.folder / "report.xml"
    check.run("--format", "junit", "--output", path, *arguments)
    return junitparser.JUnitXml.fromfile(str(path))


def test_junit_has_a_suite_a_capture_and_a_case_a_call(check, everything):
    report = junit(check, *everything)
    document = check.json(*everything)
    assert [suite.name for suite in report] == [str(capture) for capture in ALL]
    for suite, capture in zip(report, document["captures"]):
        cases = [case for case in suite if case.name.startswith("call ")]
        assert len(cases) == capture["summary"]["calls"]
        assert suite.tests == len(list(suite))
        failing = {v["call"] for v in capture["violations"] if v["severity"] != "note"}
        assert suite.failures == len(failing) == sum(bool(case.result) for case in suite)
    assert report.tests == sum(suite.tests for suite in report)


def test_junit_failure_tells_the_rule_and_both_languages(check):
    suite, = junit(check, SILENT)
    failure, = [result for case in suite for result in case.result]
    assert isinstance(failure, junitparser.Failure)
    assert failure.type == "no_response" and "1 error: no_response" == failure.message
    assert "got no response" in failure.text and "没有任何应答" in failure.text


def test_junit_follows_fail_on(check):
    suite, = junit(check, "--fail-on", "never", SILENT)
    assert suite.failures == 0
    assert any("no_response" in (case.system_out or "") for case in suite)


def test_junit_of_a_capture_that_cannot_be_used(check):
    suite, = junit(check, "missing.pcap")
    assert suite.errors == suite.tests == 1
    case, = suite
    assert isinstance(case.result[0], junitparser.Error) and "No such file" in case.result[0].message


def test_junit_of_a_capture_without_sip(check):
    (check.folder / "none.jsonl").write_text(NO_SIP, encoding="utf-8")
    text = check.text("--from-jsonl", "--format", "junit", "none.jsonl", status=0)
    suites = xml.etree.ElementTree.fromstring(text)
    case, = suites.findall("testsuite/testcase")
    assert case.get("name") == "the capture"
    assert case.find("skipped").get("message") == "no SIP message"
    for element in (suites, suites.find("testsuite")):
        assert (element.get("tests"), element.get("skipped"), element.get("errors")) == ("1", "1", "0")


# --- SARIF ------------------------------------------------------------------------------------------

def sarif(check, *arguments):
    return json.loads(check.text("--format", "sarif", *arguments))


def test_sarif_follows_its_schema(check, everything, sarif_schema):
    document = sarif(check, *everything, "missing.jsonl")
    sarif_schema.validate(document)


def test_sarif_tells_what_was_found(check, everything):
    run, = sarif(check, *everything, "missing.jsonl")["runs"]
    found = [(v["rule"], v["frame"]) for capture in check.json(*everything)["captures"]
             for v in capture["violations"]]
    rules = run["tool"]["driver"]["rules"]
    levels = {"error": "error", "warn": "warning", "note": "note"}
    assert sorted((r["ruleId"], r["properties"]["frame"]) for r in run["results"]) == sorted(found)
    order = ["error", "warn", "note"]  # the worst first
    ranks = [order.index(r["properties"]["severity"]) for r in run["results"]]
    assert ranks == sorted(ranks) and set(ranks) == {0, 1, 2}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == levels[result["properties"]["severity"]]
    prints = [json.dumps([r["locations"], r["partialFingerprints"]]) for r in run["results"]]
    assert len(set(prints)) == len(prints)
    invocation, = run["invocations"]
    assert invocation["executionSuccessful"] is False and invocation["exitCode"] == 3
    assert len(invocation["toolExecutionNotifications"]) == 1


# --- Markdown ---------------------------------------------------------------------------------------

def test_markdown_has_a_diagram_for_each_broken_call(check, everything, mermaid):
    text = check.text("--format", "markdown", *everything)
    broken = {(c["file"], v["call"]) for c in check.json(*everything)["captures"]
              for v in c["violations"] if c["transactions"]}
    count, faults = mermaid(text)
    assert not faults
    assert count == min(len(broken), 50)


def test_markdown_counts_only_calls_that_have_a_diagram(check, mermaid):
    """Calls without INVITE have none: they take none from the broken INVITE that comes after."""
    from test_hostile import PCAP_HEADER, packet
    (check.folder / "register.pcap").write_bytes(PCAP_HEADER + b"".join(
        packet(b"REGISTER", b"id-%d" % i, b"tag%d" % i) for i in range(60)))
    (check.folder / "invite.pcap").write_bytes(PCAP_HEADER + packet(b"INVITE", b"id", b"tag"))
    text = check.text("--format", "markdown", "register.pcap", "invite.pcap")
    assert len(re.findall("^### Call ", text, re.MULTILINE)) == 61
    assert mermaid(text) == (1, "")
    assert "would have a diagram" not in text


# --- HTML -------------------------------------------------------------------------------------------

class Page(html.parser.HTMLParser):
    """Counts tags, and keeps what could reach out of the page."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.outside = []
        self.open = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in ("meta", "input", "br", "wbr", "path"):
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "srcset", "action", "style") or \
                    (name == "href" and not value.startswith("#")):
                self.outside.append((tag, name, value))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_html_is_well_formed_and_needs_nothing_else(check, everything):
    text = check.text("--format", "html", *everything)
    page = Page(text)
    assert page.open == [] or page.open == ["head"], page.open
    assert not page.outside
    assert page.tags.count("script") == 1
    assert not re.search(r"https?://|@import|url\(", text)


def test_html_shows_every_call_finding_and_message(check, everything):
    text = check.text("--format", "html", *everything)
    document = check.json(*everything)
    assert Page(text).tags.count("details") == document["total"]["calls"]
    for capture in document["captures"]:
        for violation in capture["violations"]:
            assert html.escape(violation["en"], quote=False) in html.unescape(text) or \
                violation["en"] in html.unescape(text)
            assert violation["zh"] in html.unescape(text)
    arrows = sum(len(t["messages"]) for c in document["captures"] for t in c["transactions"])
    assert len(re.findall(r'<g class="a ', text)) == arrows
    assert "这里忙" in text and "Busy Here" in text


def test_html_tells_long_hosts_apart_and_has_their_whole_address(check):
    path = check.folder / "v6.jsonl"
    ends = {"192.0.2.1": "2001:db8:1234:5678:a00:27ff:feb9:1521",
            "192.0.2.2": "2001:db8:1234:5678:a00:27ff:feb9:3519"}
    lines = [json.loads(line) for line in check.text("--format", "jsonl", BUSY).splitlines()]
    transactions = [line for line in lines if line["type"] == "transaction"]
    for transaction in transactions:
        transaction["client"]["address"], transaction["server"]["address"] = ends.values()
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    text = check.text("--from-jsonl", "--format", "html", path)
    hosts = re.findall(r'<text class="h" x="(\d+)" y="\d+"><title>(.*?)</title>(.*?)</text>', text)
    assert [whole for _, whole, _ in hosts] == [*ends.values()]
    assert [brief for _, _, brief in hosts] == ["2001:d…27ff:feb9:1521", "2001:d…27ff:feb9:3519"]
    width = int(re.search(r'<svg class="n" role="img" width="(\d+)"', text)[1])
    for x, _, brief in hosts:  # 7.6 is a digit's width in a bold and wide font of 11 px
        assert 0 <= int(x) - len(brief) * 7.6 / 2 and int(x) + len(brief) * 7.6 / 2 <= width


@pytest.mark.parametrize("is_duplicate, words", [(True, "抓包副本 duplicate of"),
                                                 (False, "重传 repeat of")])
def test_html_never_cuts_the_frame_that_is_repeated(check, is_duplicate, words):
    lines = [json.loads(line) for line in check.text("--format", "jsonl", BUSY).splitlines()]
    for line in lines:
        for message in line.get("messages", []) if line["type"] == "transaction" else []:
            message |= {"repeat_of": 4294967295, "duplicate": is_duplicate, "status": 480,
                        "label": {"zh": "暂时不可用", "en": "Temporarily Unavailable, Rather Long"}}
    (check.folder / "r.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines),
                                          encoding="utf-8")
    text = check.text("--from-jsonl", "--format", "html", "r.jsonl")
    below = re.findall(r'<text class="e"[^>]*>(.*?)</text>', text)
    assert below and set(below) == {f"{words} 4294967295"}


@pytest.fixture
def browser(check):
    """A function that opens a page of the folder: its elements in the end, and what was complained."""
    if not shutil.which("chromium"):
        pytest.skip("chromium is not installed")

    def run(path):
        done = subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", f"--user-data-dir={check.folder / 'browser'}",
             "--hide-scrollbars", "--virtual-time-budget=20000", "--dump-dom",
             f"file://{check.folder}/{path}"],
            capture_output=True, check=False, timeout=60)
        return done.stdout.decode(), done.stderr.decode()[-2000:]
    return run


def framed(check, browser, page, width, script):
    """What SCRIPT, in which d is the document of PAGE in a frame of that WIDTH, makes of it."""
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    (check.folder / "framed.html").write_text(
        f'''<!DOCTYPE html><meta charset="utf-8"><iframe srcdoc="{html.escape(page)}"
        style="border:0;width:{width}px;height:800px"></iframe><pre></pre><script>
        onload = async function () {{
            const d = document.querySelector('iframe').contentDocument;
            const result = await (async function () {{ {script} }})();
            document.querySelector('iframe').remove();
            document.querySelector('pre').textContent = JSON.stringify(result) }}</script>''',
        encoding="utf-8")
    text, error = browser("framed.html")
    found = re.search("<pre>(.+)</pre>", text)
    assert found, error
    return json.loads(html.unescape(found[1]))


def test_html_in_a_browser(check, browser):
    """Its policy lets its own script run, and the script finds its search field."""
    check.run("--format", "html", "--output", "report.html", SILENT)
    text, error = browser("report.html")
    assert '<html lang="zh" class="js">' in text, error


def test_html_search_finds_calls_and_captures(check, browser):
    (check.folder / "none.jsonl").write_text(NO_SIP, encoding="utf-8")
    for name, capture in (("one.jsonl", BUSY), ("two.jsonl", SILENT)):
        lines = [json.loads(line) for line in check.text("--format", "jsonl", capture).splitlines()]
        lines[0]["file"] = f"Site {name[:3]}.pcap"
        (check.folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines),
                                         encoding="utf-8")
    page = check.text("--from-jsonl", "--format", "html", "one.jsonl", "two.jsonl", "none.jsonl")
    seen = framed(check, browser, page, 1000, """
        const q = d.getElementById('q'), seen = {};
        const shown = (e) => e.getClientRects().length > 0;
        const look = () => [...d.querySelectorAll('main>section')].map(
            (s) => shown(s) ? [...s.querySelectorAll('.call')].filter(shown).length : -1);
        seen.first = look();
        for (const words of ['nothing-has-this', 'no_response', 'site', 'site ONE', 'two no_response',
                             'one no_response', 'no-sip', '']) {
            q.value = words;
            q.dispatchEvent(new Event('input'));
            await new Promise((r) => setTimeout(r, 300));
            seen[words] = look().concat(d.getElementById('n').textContent);
        }
        q.value = 'nothing-has-this';
        q.dispatchEvent(new Event('input'));
        await new Promise((r) => setTimeout(r, 300));
        d.querySelector('a[href="#c2"]').click();
        seen.link = look().concat(q.value);
        return seen""")
    calls = [page.count('class="call"', *(page.index(f'id="c{i}"') for i in (n, n + 1)))
             for n in (1, 2)]
    one, two = calls
    assert one > 0 and two > 0
    broken = seen["no_response"][1]
    assert 0 < broken
    everything = sum(calls)
    assert seen == {
        "first": [one, two, 0],
        "nothing-has-this": [-1, -1, -1, f"0 / {everything}"],
        "no_response": [-1, broken, -1, f"{broken} / {everything}"],
        "site": [one, two, -1, f"{everything} / {everything}"],
        "site ONE": [one, -1, -1, f"{one} / {everything}"],
        "two no_response": [-1, broken, -1, f"{broken} / {everything}"],
        "one no_response": [-1, -1, -1, f"0 / {everything}"],
        "no-sip": [-1, -1, 0, f"0 / {everything}"],
        "": [one, two, 0, ""],
        "link": [one, two, 0, ""],
    }


def test_html_fits_a_phone(check, browser):
    """However long names are: no scrolling sideways, no broken number, no blank band, no text
    out of sight."""
    long = "x" * 4000
    lines = [json.loads(line) for line in check.text("--format", "jsonl", SILENT).splitlines()]
    lines[0]["file"] = long
    violation = next(line for line in lines if line["type"] == "violation")
    hostile = violation | {"rule": "R" * 4000, "en": long, "reference": long, "call_id": long}
    named = violation | {"rule": "invite_retransmitted_after_provisional"}
    lines[-1:-1] = [named] * 29 + [hostile]
    (check.folder / "long.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines),
                                             encoding="utf-8")
    (check.folder / "none.jsonl").write_text(NO_SIP, encoding="utf-8")
    page = check.text("--from-jsonl", "--format", "html", "long.jsonl", "none.jsonl", "missing.jsonl")
    script = """
        const cells = [...d.querySelectorAll('table td')].filter((c) => c.getClientRects().length);
        const box = (c) => c.getBoundingClientRect();
        const lines = (c) => {  // on how many lines its text is
            const range = d.createRange();
            range.selectNodeContents(c);
            return new Set([...range.getClientRects()].map((r) => r.top)).size };
        const named = [...d.querySelectorAll('table code')].find((c) => c.textContent.startsWith('inv'));
        return {
            wide: d.documentElement.scrollWidth,
            numbers: Math.max(...cells.filter((c) => c.className === 'n').map(lines)),
            out: cells.filter((c) => box(c).right > d.documentElement.clientWidth).length,
            blank: Math.max(...[...d.querySelectorAll('.caps tr')].slice(2).map(
                (r) => Math.max(...[...r.cells].map((c) => box(c).height)))),
            words: named.innerHTML.split('<wbr>'), lines: lines(named) }"""
    phone = framed(check, browser, page, 390, script)
    desk = framed(check, browser, page, 1280, script)
    assert phone["wide"] == 390 and desk["wide"] == 1280
    for seen in (phone, desk):
        assert seen["numbers"] == 1 and seen["out"] == 0 and seen["blank"] < 60
        assert seen["words"] == ["invite_", "retransmitted_", "after_", "provisional"]
    assert phone["lines"] <= 2 and desk["lines"] == 1


def test_html_tile_of_captures_says_what_it_counts(check):
    report(check, "cut.jsonl", "capture", "transaction")
    text = check.text("--from-jsonl", "--format", "html", "cut.jsonl", "missing.jsonl", status=3)
    assert '<b class="s3">2</b><span>未能使用或未读完 captures not used, or not to the end</span>' in text


@pytest.mark.parametrize("format_", ["text", "markdown", "junit"])
def test_calls_come_by_their_numbers(check, format_):
    """Call 1 has no INVITE: the lines of a report have its findings behind all transactions."""
    lines = [json.loads(line) for line in check.text("--format", "jsonl", SILENT, status=1).splitlines()]
    for line in lines:
        if "call" in line:
            line["call"] = 2
    violation = next(line for line in lines if line["type"] == "violation")
    lines.insert(-1, dict(violation, call=1, call_id="an earlier call", transaction=None,
                          counts_for=[]))
    (check.folder / "report").write_text("".join(json.dumps(line) + "\n" for line in lines),
                                         encoding="utf-8")
    text = html.unescape(check.text("--from-jsonl", "--format", format_, "report", status=1))
    places = [text.index(call_id) for call_id in ("an earlier call", violation["call_id"])]
    assert places == sorted(places)
