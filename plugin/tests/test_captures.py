# SPDX-License-Identifier: GPL-2.0-or-later
"""Every bundled capture: exactly the findings that its recipe states, however tshark is asked."""

import json
import re
import subprocess
import sys

import pytest

from bundled import CAPTURES, TOP, captures, expected

# What a message showed when it passed; only later frames add to the rest.
AT_ONCE = ["frame.number", "siplens.status.code", "siplens.status.class", "siplens.status.phrase",
           "siplens.status.zh", "siplens.status.explain.zh", "siplens.status.explain.en",
           "siplens.status.reference", "siplens.status.documented", "siplens.method.zh",
           "siplens.method.en", "siplens.transaction", "siplens.call",
           "siplens.retransmission_of", "siplens.duplicate_of", "siplens.time.first_response",
           "siplens.time.ring", "siplens.time.answer", "siplens.time.final", "siplens.time.ack",
           "siplens.reason.protocol", "siplens.reason.cause", "siplens.reason.zh", "siplens.reason.en",
           "siplens.warning.code", "siplens.retry_after", "siplens.isup.message", "siplens.isup.cause"]


@pytest.mark.parametrize("capture", captures(), ids=str)
def test_capture(tshark, capture):
    """Two passes and the one-pass report have just what the recipe states; passes agree."""
    names = [*AT_ONCE, "siplens.violation"]
    everything, full, _ = tshark.twice(capture)
    twice = [[row[everything.index(name)] for name in names] for row in full]
    lines = tshark.lines("-n", "-r", capture, "-Y", "siplens", "-T", "fields", "-z",
                         "siplens,report", *(x for name in names for x in ("-e", name)))
    once = tshark.table(lines[:len(twice)], names)
    report = lines[len(twice):]
    # cmake/matrix.sh compares them with those of other versions of Wireshark.
    tshark.keep(capture, report)

    assert findings_of(twice) == expected(capture)
    assert [row[:-1] for row in once] == [row[:-1] for row in twice]
    # What is not known yet is not shown, but nothing else is.
    assert not set(findings_of(once)) - set(findings_of(twice))
    assert listed_in("\n".join(report)) == expected(capture)


def findings_of(rows):
    return sorted((int(row[0]), rule) for row in rows for rule in row[-1].split(",") if rule)


def listed_in(report):
    assert report.startswith("SIP Lens")
    return sorted((int(frame), rule) for frame, rule in
                  re.findall(r"^frame (\d+)  \w+ +(\w+)", report, re.MULTILINE))


def test_captures_are_built_from_their_recipes():
    done = subprocess.run([sys.executable, CAPTURES / "recipe.py", "--check", CAPTURES],
                          capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


def test_every_rule_has_captures_that_show_it_and_that_do_not(tshark):
    rules = {f.split("\t")[2].split(".", 1)[1] for f in tshark.lines("-G", "fields")
             if f.startswith("F\t") and re.search(r"\tsiplens\.[a-z]+_[a-z_0-9]+\t", f)}
    shown = {rule for capture in captures() for _, rule in expected(capture)}
    known = {rule for rule in rules if (CAPTURES / rule).is_dir()}
    assert known <= shown
    for rule in known:
        quiet = [c for c in captures() if c.parts[0] == rule and c.name.startswith("lookalike")]
        assert len(quiet) >= 2, rule
        assert all(rule not in {r for _, r in expected(c)} for c in quiet), rule


ANSWERED = "real/direct-answered.pcap"
BUSY = "real/direct-busy.pcap"
SILENT = "real/direct-silent.pcap"


def test_status_fields(tshark):
    rows = tshark.fields(BUSY, "siplens.status.code", "siplens.status.class", "siplens.status.zh",
                         "siplens.status.phrase", "siplens.status.reference")
    assert ["486", "4", "这里忙", "Busy Here", "RFC 3261 §21.4.24"] in rows


def test_filter_by_class(tshark):
    assert len(tshark.lines("-n", "-r", BUSY, "-Y", "siplens.status.class == 4")) == 1


def test_explanation_depends_on_the_request(tshark):
    rows = tshark.fields(ANSWERED, "sip.CSeq.method", "siplens.status.code",
                         "siplens.status.explain.en")
    texts = {method: text for method, code, text in rows if code == "200"}
    assert set(texts) == {"INVITE", "BYE"}
    assert texts["INVITE"] != texts["BYE"]
    assert "ACK" in texts["INVITE"]


def test_states_and_verdict(tshark):
    rows = tshark.fields(BUSY, "sip.Method", "siplens.state", "siplens.outcome",
                         "siplens.verdict", options=["-2"])
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)
    assert rows[0][:2] == ["INVITE", "1"] and rows[-1][:2] == ["ACK", "5"]
    assert {tuple(row[2:]) for row in rows} == {("4", "0")}


def test_a_verdict_leads_to_what_decided_it(tshark):
    """Every message of the transaction leads there, but that one itself."""
    capture = "ack_missing/trigger-direct.pcap"
    frame, = [str(frame) for frame, rule in expected(capture) if rule == "ack_missing"]
    rows = tshark.fields(capture, "frame.number", "siplens.verdict.frame", options=["-2"])
    assert {row[0]: row[1] for row in rows if row[1] != frame} == {frame: ""}
    assert len(rows) > 1
    tree = tshark.lines("-n", "-2", "-r", capture, "-O", "siplens")
    assert any(re.search(rf"because of: {frame}, ack_missing\]", line) for line in tree)


@pytest.mark.parametrize("capture", ["ack_branch_mismatch/trigger.pcap",
                                     "ack_missing/trigger-direct.pcap",
                                     "bye_after_failure/trigger-callee.pcap",
                                     "final_missing/trigger.pcap"])
def test_expert_infos_are_whole_and_stand_at_their_violation(tshark, capture):
    tree = tshark.lines("-n", "-2", "-r", capture, "-O", "siplens", "-Y", "siplens.violation")
    assert not [line for line in tree if "truncated" in line]
    infos = [line for line in tree if re.match(r" +\[Expert Info \(\w+/(Sequence|Protocol)\)", line)]
    assert infos and all(line.startswith(" " * 8 + "[") for line in infos)


def test_links_never_lead_to_their_own_frame(tshark):
    for row in tshark.fields(BUSY, "frame.number", "siplens.invite_frame", "siplens.final_frame",
                             "siplens.ack_frame", options=["-2"]):
        assert row[0] not in row[1:]
        assert len([link for link in row[1:] if link]) == (3 if row[0] not in "" and
                                                           all(row[1:]) else 2)


def test_expert_filter_and_statistics(tshark):
    assert len(tshark.lines("-n", "-2", "-r", SILENT, "-Y", "siplens.no_response")) == 1
    experts = "\n".join(tshark.lines("-n", "-q", "-2", "-r", SILENT, "-z", "expert"))
    assert "got no response" in experts
    assert "这里忙" in "\n".join(tshark.lines("-n", "-q", "-r", BUSY, "-z", "expert"))
    counted = "\n".join(tshark.lines("-n", "-q", "-2", "-r", SILENT, "-z",
                                     "io,stat,0,siplens.violation"))
    assert re.search(r"\| +1 \|", counted)


def test_json_and_pdml(tshark):
    packets = json.loads(tshark.run("-n", "-2", "-r", BUSY, "-T", "json").stdout)
    assert packets[-1]["_source"]["layers"]["siplens"]["siplens.verdict"] == "0"
    assert b'name="siplens.status.zh"' in tshark.run("-n", "-r", BUSY, "-T", "pdml").stdout


def test_capture_shown_by_try_is_there_and_readme_quotes_it(tshark):
    bundled = re.search(r"^bundled=test-captures/(\S+)$",
                        (TOP / "cmake/try.sh").read_text(encoding="utf-8"), re.MULTILINE)[1]
    lines = [line.strip() for line in tshark.lines("-n", "-2", "-r", bundled, "-Y", "sip")]
    quoted = [line.strip() for line in (TOP / "README.md").read_text(encoding="utf-8").splitlines()
              if "→" in line]
    assert quoted and set(quoted) <= set(lines)


def test_info_column(tshark):
    assert any("486 Busy Here |  [这里忙]" in line for line in tshark.lines("-n", "-r", BUSY))
    # The registered phrase is added where the sender wrote another one.
    other = tshark.lines("-n", "-r", "unknown_status/lookalike-phrases.pcap")
    assert any("[这里忙 Busy Here]" in line for line in other)
    assert any("[! no_response]" in line for line in tshark.lines("-n", "-2", "-r", SILENT))
    quiet = tshark.lines("-n", "-r", BUSY, "-o", "siplens.info_column:FALSE")
    assert not any("这里忙" in line for line in quiet)


def test_language(tshark):
    chinese = "\n".join(tshark.lines("-n", "-r", BUSY, "-V", "-o", "siplens.language:zh"))
    english = "\n".join(tshark.lines("-n", "-r", BUSY, "-V", "-o", "siplens.language:en"))
    assert "说明: " in chinese and "[Explanation" not in chinese
    assert "[Explanation" in english and "说明: " not in english
    # What is not shown can still be filtered by.
    assert tshark.lines("-n", "-r", BUSY, "-o", "siplens.language:en", "-Y",
                        'siplens.status.zh == "这里忙"')


def test_the_tree_shows_whole_texts(tshark):
    for row in tshark.fields(BUSY, "frame.number", "siplens.status.explain.zh",
                             "siplens.status.explain.en"):
        lines = tshark.lines("-n", "-r", BUSY, "-O", "siplens", "-Y", f"frame.number == {row[0]}")
        shown = "".join(line.strip()[1:-1] for line in lines).replace(" ", "")
        assert "truncated" not in shown
        assert all(text.replace(" ", "") in shown for text in row[1:])


def test_every_key_of_a_message_is_a_field(tshark):
    """The lines of a long text too, which the tree shows one below the other."""
    known = {*tshark.types, *(f"{name}_tree" for name in tshark.types)}
    output = tshark.run("-n", "-2", "-r", SILENT, "-Y", "siplens", "-T", "json").stdout
    for packet in json.loads(output):
        keys = {key for key in packet["_source"]["layers"]["siplens"] if not key.startswith("_ws.")}
        assert "siplens.text" in keys and keys <= known
    known = {"siplens_" + name.replace(".", "_") for name in known}
    for line in tshark.lines("-n", "-2", "-r", SILENT, "-Y", "siplens", "-T", "ek")[1::2]:
        keys = {key for key in json.loads(line)["layers"]["siplens"] if not key.startswith("_ws_")}
        assert "siplens_siplens_text" in keys and keys <= known


def test_rule_can_be_regraded(tshark):
    grade = 'uat:siplens_rules:"no_response","note"'
    rows = tshark.fields(SILENT, "siplens.violation.severity", "siplens.verdict",
                         options=["-2", "-o", grade])
    assert ["note", "1"] in rows
    experts = "\n".join(tshark.lines("-n", "-q", "-2", "-r", SILENT, "-o", grade, "-z", "expert"))
    assert "Errors" not in experts and "Notes" in experts
    assert "frame 3  note " in tshark.report(SILENT, ["-o", grade]).stdout.decode()
    off = 'uat:siplens_rules:"no_response","off"'
    assert tshark.findings(SILENT, options=["-2", "-o", off]) == []


EXPERT_SEVERITY = {"note": "4194304", "warn": "6291456", "error": "8388608"}


def documented_rules():
    rows = (TOP / "plugin/tests/data/rules.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {rule: severity for rule, severity, *_ in (row.split("\t") for row in rows)}


def grading(**severities):
    """Options that set severities and switch all other rules off, so that one speaks alone."""
    return [word for rule in documented_rules()
            for word in ("-o", f'uat:siplens_rules:"{rule}","{severities.get(rule, "off")}"')]


def smallest_trigger(rule):
    shows = [c for c in captures() if c.parts[0] == rule and c.name.startswith("trigger")
             and rule in {r for _, r in expected(c)}]
    return min(shows, key=lambda c: (CAPTURES / c).stat().st_size)


def told(tshark, capture, rule, *options):
    """What the tree, the expert infos and the report of one run say of each frame."""
    names = ["frame.number", "siplens.violation", "siplens.violation.severity",
             "siplens.violation.zh", "siplens.violation.en", "siplens.transaction",
             "siplens.verdict", "_ws.expert.message", "_ws.expert.severity", f"siplens.{rule}"]
    lines = tshark.lines("-n", "-2", "-r", capture, "-Y", "siplens", "-T", "fields",
                         "-E", "aggregator=\x1f", *(w for name in names for w in ("-e", name)),
                         "-z", "siplens,report", *options)
    start = next(i for i, line in enumerate(lines) if line.startswith("SIP Lens"))
    rows = [[value.split("\x1f") if value else [] for value in line.split("\t")]
            for line in lines[:start]]
    report = re.findall(r"^frame (\d+)  (\w+) +(\w+)", "\n".join(lines[start:]), re.MULTILINE)
    return rows, report


@pytest.mark.parametrize("rule", documented_rules())
def test_every_rule_can_be_regraded_and_switched_off(tshark, rule):
    """The tree, the expert infos, the report and the verdict follow, whatever the rule."""
    capture = smallest_trigger(rule)
    frames = [str(frame) for frame, name in expected(capture) if name == rule]
    severity = "note" if documented_rules()[rule] != "note" else "error"

    rows, report = told(tshark, capture, rule, *grading(**{rule: severity}))
    assert sorted(report) == sorted((frame, severity, rule) for frame in frames)
    shown = [row for row in rows if row[1]]
    assert [frame for row in shown for frame in row[0] * len(row[1])] == frames
    for _, rules, severities, zh, en, transaction, verdict, experts, grades, own in shown:
        assert set(rules) == {rule} and set(severities) == {severity}
        ours = {message: grade for message, grade in zip(experts, grades, strict=True)
                if message.startswith(tuple(zh))}
        assert set(ours.values()) == {EXPERT_SEVERITY[severity]} and len(own) == len(rules)
        # Wireshark cuts what is longer than 239 bytes, perhaps in the middle of a character.
        assert all(m.endswith(tuple(en)) or len(m.encode()) < 236 for m in ours)
        assert not transaction or verdict == ["1" if severity == "note" else "2"] * len(verdict)

    rows, report = told(tshark, capture, rule, *grading())
    assert not report
    assert rows and all(not row[1] and not row[9] and set(row[6]) <= {"0", "3"} for row in rows)


def test_status_can_be_added(tshark):
    row = 'uat:siplens_status:"486","占线","Engaged","别打了"'
    rows = tshark.fields(BUSY, "siplens.status.zh", "siplens.status.phrase",
                         "siplens.status.explain.en", options=["-o", row])
    assert ["占线", "Engaged", "别打了"] in rows


@pytest.mark.parametrize("option,named", [
    ('uat:siplens_rules:"ack_mising","off"', "ack_mising"),
    ('uat:siplens_rules:"ack_missing","fatal"', 'unknown severity "fatal" for rule ack_missing'),
    ('uat:siplens_rules:"ACK_MISSING","OFF"', 'unknown severity "OFF" (off'),
    ('uat:siplens_status:"99","a","b","c"', "99"),
    ('uat:siplens_status:"700","a","b","c"', "700"),
    ('uat:siplens_status:"4x6","a","b","c"', "4x6"),
    ('uat:siplens_status:"486","a","b\\x0a","c"', "phrase of status code 486"),
    ("siplens.t1_ms:soon", "siplens.t1_ms:soon"),
    ("siplens.nonsense:1", "siplens.nonsense"),
])
def test_wrong_preferences_are_refused(tshark, option, named):
    done = tshark.run("-n", "-r", BUSY, "-o", option, check=False)
    assert done.returncode != 0
    assert named in done.stderr.decode()


def test_nonsense_number_is_named(tshark):
    done = tshark.run("-n", "-r", BUSY, "-o", "siplens.t1_ms:0", check=False)
    assert "siplens.t1_ms" in done.stderr.decode()


@pytest.mark.parametrize("argument", ["siplens,reportx", "siplens,report,x", "siplens,jsonlx",
                                      "siplens,jsonl,x", "siplens,nothing"])
def test_wrong_report_arguments_are_refused(tshark, argument):
    done = tshark.run("-n", "-q", "-r", BUSY, "-z", argument, check=False)
    assert done.returncode != 0
    assert argument in done.stderr.decode()


def test_disabled_protocol_is_silent(tshark):
    with_plugin = tshark.lines("-n", "-r", BUSY, "--disable-protocol", "siplens")
    assert with_plugin == tshark.lines("-n", "-r", BUSY, plugin=False)


def test_nothing_on_standard_error(tshark):
    for options in ([], ["-2"], ["-V"], ["-q", "-z", "siplens,report"]):
        with_plugin = tshark.run("-n", "-r", SILENT, *options).stderr
        options = ["-q", "-z", "io,stat,0"] if "-q" in options else options
        assert with_plugin == tshark.run("-n", "-r", SILENT, *options, plugin=False).stderr


@pytest.mark.memory
def test_valgrind_finds_no_error_and_no_leak(tshark):
    """All captures one after the other; what does not pass through our library is not ours."""
    together = tshark.folder / "together.pcapng"
    subprocess.run(["mergecap", "-a", "-w", together, *captures()], check=True,
                   cwd=tshark.folder / "captures")
    together.chmod(0o644)
    done = tshark.run("-n", "-2", "-V", "-r", together, "-z", "siplens,report", "-z",
                      "siplens,jsonl", "-z", "siplens,tree",
                      before=["valgrind", "--leak-check=full", "--show-leak-kinds=definite",
                              "--keep-debuginfo=yes", "--num-callers=40"])
    assert b"ERROR SUMMARY" in done.stderr
    assert b"siplens" not in done.stderr.split(b"Command:")[1].split(b"\n", 1)[1], \
        done.stderr.decode(errors="replace")
    assert b"SIP Lens" in done.stdout
