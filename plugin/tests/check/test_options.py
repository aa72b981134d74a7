# SPDX-License-Identifier: GPL-2.0-or-later
"""What the user asks for: options, configuration, exit status, explanations, the profile."""

import os
import re
import shutil

import pytest

from bundled import CAPTURES, TOP
from conftest import BUSY, FORMATS, SILENT, build_folder


@pytest.mark.parametrize("arguments,named", [
    ([], "CAPTURE"),
    (["--nonsense", "a"], "--nonsense"),
    (["--format", "xml", "a"], "xml"),
    (["--fail-on", "fatal", "a"], "fatal"),
    (["--fail-on", "off", "a"], "off"),
    (["--rule", "no_response", "a"], "no_response"),
    (["--rule", "ack_mising=off", "a"], "ack_mising"),
    (["--rule", "ack_missing=fatal", "a"], "fatal"),
    (["--jobs", "0", "a"], "0"),
    (["--jobs", "many", "a"], "many"),
    (["--max-findings", "-1", "a"], "-1"),
    (["--option", "nonsense", "a"], "nonsense"),
    (["--decode-as", "nonsense", "a"], "nonsense"),
    (["--config", "missing.conf", "a"], "missing.conf"),
    (["-", "-"], "-"),
    (["--join", "--from-jsonl", "a"], "--join"),
    (["--from-jsonl", "--option", "siplens.t1_ms:250", "a"], "--option"),
    (["--from-jsonl", "--decode-as", "udp.port==5070,sip", "a"], "--decode-as"),
    (["--option", "siplens.t1_ms:0", "a"], "1 to 86400000"),
    (["--option", "siplens.timer_c_s:many", "a"], "many"),
    (["--option", "siplens.t1_ms:abc", "a"], '--option: siplens.t1_ms: "abc" is'),
    (["--option", "SIPLENS.t1_ms:abc", "a"], '--option: SIPLENS.t1_ms: "abc" is'),
    (["--option", "siplens.language:xx", "a"],
     '--option: siplens.language: "xx" is not one of zh, en, both'),
    (["--option", "siplens.info_column:maybe", "a"],
     '--option: siplens.info_column: "maybe" is not one of true, false'),
    (["--option", "siplens.info_column:true ", "a"], '"true " is not'),
    (["--option", "siplens.language:", "a"], '--option: siplens.language: "" is not'),
    (["--output", "", "a"], "--output"),
    (["--output", "", "--list-rules"], "--output"),
    (["--explain", "nonsense"], "nonsense"),
    (["--explain", "q850:128"], "q850:128"),
    (["--explain", "q850 "], "q850"),
    (["--explain", "q85034"], "q85034"),
    (["--explain", "warning 99"], "warning 99"),
    (["--explain", "isup"], "isup"),
    (["--explain", "isup RELX"], "RELX"),
    (["--explain", "reason nobody"], "nobody"),
])
def test_wrong_usage(check, arguments, named):
    done = check.run(*arguments, status=2)
    assert named in done.stderr.decode() and not done.stdout


@pytest.mark.parametrize("table", [
    "uat:siplens_rules:", "uat: siplens_rules:", "uat:\tsiplens_rules:", "uat:\nsiplens_rules:",
    "uat:  siplens_rules:  ", "uat:SIP Lens rules:", "uat: SIP Lens rules: ",
    "UAT:siplens_rules:", "uat:Siplens_Rules:", "uat:siplens_rules :", " uat :siplens_rules:",
])
def test_no_spelling_of_the_table_of_rules_hides_uncounted(check, table):
    done = check.run("--option", table + '"no_response","off"', SILENT, status=2)
    assert b"--rule" in done.stderr


@pytest.mark.parametrize("option", [
    "siplens.t1_ms: 250", "Siplens.t1_ms:250", "siplens.language:ZH", "siplens.language: en",
    "siplens.info_column:TRUE", "siplens.info_column:false", "tcp.desegment_tcp_streams:false",
    'uat:siplens_status:"499","客户取消","Client Closed","siplens_rules:"',
])
def test_what_tshark_takes_is_taken(check, option):
    done = check.run("--option", option, SILENT, status=1)
    assert not done.stderr


@pytest.mark.parametrize("arguments,named", [
    (["--option", "siplens.nonsense:1"], '--option: tshark refuses "siplens.nonsense:1": '),
    (["--option", "nonsense.nonsense:1"], '--option: tshark refuses "nonsense.nonsense:1": '),
    (["--option", "uat:nonsense:1"], '--option: tshark refuses "uat:nonsense:1": '),
    (["--option", "tcp.nonsense:1", "--decode-as", "udp.port==5070,sip"], "tcp.nonsense:1"),
    (["--decode-as", "udp.port==x,sip"], '--decode-as: tshark refuses "udp.port==x,sip": '),
    (["--decode-as", "udp.port==5070,sip", "--decode-as", "foo==1,sip"], '"foo==1,sip": Unknown'),
    (["--decode-as", "udp.port==5060,nosuch", "--option", "siplens.t1_ms:250"], "nosuch"),
])
def test_what_tshark_refuses_is_wrong_usage_told_once(check, arguments, named):
    """Of a wrong --decode-as tshark itself lists all that would be right, thousands of lines."""
    done = check.run(*arguments, SILENT, BUSY, status=2)
    line, = done.stderr.decode().splitlines()
    assert named in line and len(line) < 300 and not done.stdout


def test_what_tshark_refuses_of_a_configuration(check):
    config = ["--config", "a.conf"]
    (check.folder / "a.conf").write_text("[options]\ndecode-as=foo==1,sip\n", encoding="utf-8")
    assert b"foo==1,sip" in check.run(*config, SILENT, BUSY, status=2).stderr
    report = check.folder / "report.jsonl"
    report.write_text("", encoding="utf-8")
    assert b"foo" not in check.run(*config, "--from-jsonl", report, status=3).stderr
    check.run(*config, "--list-rules", status=0)


def test_without_tshark_it_is_no_option_that_is_wrong(check):
    done = check.run("--option", "siplens.t1_ms:250", SILENT, status=3,
                     environment={"PATH": str(check.folder)})
    assert b"apt-get" in done.stderr and b"--option" not in done.stderr


def test_the_configuration_of_wireshark_decides_nothing(check):
    """What a user has switched off in Wireshark would be hidden here, and not counted."""
    home = check.folder / "configuration"
    home.mkdir(mode=0o755)
    (home / "preferences").write_text("siplens.t1_ms: 2000\n", encoding="utf-8")
    (home / "siplens_rules").write_text('"no_response","off"\n', encoding="utf-8")
    (home / "disabled_protos").write_text("sip\n", encoding="utf-8")
    document = check.json(SILENT, status=1, environment={"WIRESHARK_CONFIG_DIR": str(home)})
    assert document == check.json(SILENT, status=1)


def test_options_and_decode_as_reach_tshark(check):
    document = check.json("--option", "siplens.t1_ms:250", "--decode-as", "udp.port==5060,dns",
                          SILENT)
    capture, = document["captures"]
    assert capture["settings"]["t1_ms"] == 250
    assert capture["summary"]["messages"] < check.json(SILENT)["captures"][0]["summary"]["messages"]


@pytest.mark.parametrize("least,status", [("error", 1), ("warn", 1), ("note", 1), ("never", 0)])
def test_fail_on(check, least, status):
    check.run("--fail-on", least, SILENT, status=status)
    check.run("--fail-on", least, BUSY, status=0)


def test_rule_changes_severity_and_verdict(check):
    for severity, status, verdict in (("note", 0, "note"), ("warn", 1, "violation")):
        document = check.json("--rule", f"no_response={severity}", SILENT, status=status)
        capture, = document["captures"]
        assert [v["severity"] for v in capture["violations"]] == [severity]
        assert capture["summary"]["verdicts"][verdict] == 1


def test_rule_off_hides_and_counts(check):
    document = check.json("--rule", "no_response=off", SILENT, status=0)
    capture, = document["captures"]
    assert capture["violations"] == []
    assert capture["summary"]["hidden"] == [{"by": "no_response=off", "count": 1}]
    assert capture["summary"]["verdicts"]["violation"] == 0
    assert "no_response=off" in check.text("--rule", "no_response=off", SILENT)


CONFIGURATION = """\
[rules]
unknown_status=error

[options]
fail-on=note
max-findings=3
option=siplens.t1_ms:500;siplens.duplicate_ms:90

[ignore the test phone]
rule=no_response
address=192.0.2.3?
call-id=direct-silent-*
capture=*silent.pcap
reason=switched off on purpose
"""


@pytest.mark.parametrize("format_", FORMATS)
def test_configuration(check, format_):
    (check.folder / ".siplens.conf").write_text(CONFIGURATION, encoding="utf-8")
    text = check.text("--format", format_, SILENT, status=0)
    assert "the test phone" in text.replace("&#32;", " ")
    assert "switched off on purpose" in text


def test_configuration_by_name_and_command_line_first(check):
    (check.folder / "a.conf").write_text(CONFIGURATION, encoding="utf-8")
    document = check.json("--config", "a.conf", "--fail-on", "error", SILENT, status=0)
    assert document["fail_on"] == "error"
    assert document["captures"][0]["settings"]["duplicate_ms"] == 90
    (check.folder / "a.conf").write_text(CONFIGURATION.replace("192.0.2.3?", "198.*"), encoding="utf-8")
    check.run("--config", "a.conf", SILENT, status=1)


@pytest.mark.parametrize("address,found", [("192.0.2.2", 0), ("192.0.2.9", 1)])
def test_an_address_concerns_requests_that_are_no_invite(check, address, found):
    (check.folder / ".siplens.conf").write_text(
        f"[ignore that phone]\nrule=bye_after_failure\naddress={address}\n", encoding="utf-8")
    capture = check.json(CAPTURES / "bye_after_failure/trigger-callee.pcap",
                         status=1 if found else 0)["captures"][0]
    assert [v["rule"] for v in capture["violations"]] == ["bye_after_failure"] * found
    assert sum(h["count"] for h in capture["summary"].get("hidden", [])) == 1 - found


def test_captures_are_left_out_by_their_whole_names(check):
    (check.folder / "sub").mkdir()
    shutil.copy(SILENT, check.folder / "sub/x.pcap")
    (check.folder / "sub/x.pcap").chmod(0o644)
    for pattern, status in (("x.pcap", 1), ("*/x.pcap", 0), ("sub/x.pcap", 0)):
        text = f"[ignore a]\nrule=no_response\ncapture={pattern}\nreason=none\n"
        (check.folder / ".siplens.conf").write_text(text, encoding="utf-8")
        check.run("sub/x.pcap", status=status)


@pytest.mark.parametrize("text,named", [
    ("[rules]\nack_mising=off\n", "ack_mising"),
    ("[options]\njobs=x\n", "jobs"),
    ("[options]\nfail-on=\n", "fail-on"),
    ("[options]\noption=\n", "option: "),
    ("[options]\noption=a:b;;c:d\n", "option: "),
    ("[options]\njoin=\n", "join"),
    ("[options]\nfail-on=note;warn\n", 'fail-on: "warn"'),
    ("[options]\njobs=1;1\n", "jobs"),
    ("[options]\nnonsense=1;2\n", "nonsense"),
    ("[options]\noption= uat: siplens_rules:\"ack_missing\",\"off\"\n", "--rule"),
    ("[ignore]\nreason=none\n", "[ignore]"),
    ("[ignore]\nruel=ack_missing\n", "ruel"),
    ("[ignore]\nrule=ack_mising\n", "ack_mising"),
    ("[rulez]\n", "rulez"),
    ("nonsense\n", ".siplens.conf"),
    ("[ignore]\nrule=ack_missing\n[ignore]\nrule=prack_missing\n", "[ignore]"),
    ("[options]\noption = a:b\n# and\n option=c:d\n", "option="),
    ("[options]\noption=uat:siplens_rules:\"ack_missing\",\"off\"\n", "--rule"),
])
def test_wrong_configuration(check, text, named):
    """Only what reads captures needs it."""
    (check.folder / ".siplens.conf").write_text(text, encoding="utf-8")
    done = check.run(SILENT, status=2)
    assert named in done.stderr.decode() and ".siplens.conf" in done.stderr.decode()
    check.run("--list-rules", status=0)
    check.run("--explain", "486", status=0)


def test_a_configuration_may_use_a_key_in_several_groups(check):
    (check.folder / ".siplens.conf").write_text(
        "# [ignore one]\n[ignore one]\nrule=no_response\n[ignore two]\nrule=ack_missing\n",
        encoding="utf-8")
    check.run(SILENT, status=0)


def test_a_configured_join_is_of_no_effect_on_reports(check):
    """What is said on the command line is refused there, see test_wrong_usage."""
    report = check.folder / "report.jsonl"
    report.write_text(check.text("--format", "jsonl", SILENT, status=1), encoding="utf-8")
    (check.folder / ".siplens.conf").write_text("[options]\njoin=true\n", encoding="utf-8")
    done = check.run("--from-jsonl", report, status=1)
    assert b"no_response" in done.stdout and not done.stderr
    assert b"--join" in check.run("--join", "--from-jsonl", report, status=2).stderr


def test_join_counts_more_than_the_configuration(check):
    captures = (SILENT, BUSY)
    joined = [capture["file"] for capture in check.json("--join", *captures)["captures"]]
    (check.folder / ".siplens.conf").write_text("[options]\njoin=false\n", encoding="utf-8")
    assert len(check.json(*captures)["captures"]) == 2
    assert [capture["file"] for capture in check.json("--join", *captures)["captures"]] == joined
    assert len(joined) == 1


def test_max_findings(check):
    """What is not listed is counted; JSON Lines list all."""
    document = check.json("--max-findings", "0", SILENT, status=1)
    assert document["captures"][0]["violations"] == []
    assert document["total"]["violations"] == document["total"]["unlisted"] == 1
    assert "1 more finding" in check.text("--max-findings", "0", SILENT)
    assert '"violation"' in check.text("--max-findings", "0", "--format", "jsonl", SILENT)


@pytest.mark.parametrize("word,texts", [
    ("486", ["这里忙", "Busy Here", "RFC 3261"]),
    ("4xx", ["请求失败", "Request Failure"]),
    ("invite", ["INVITE", "邀请"]),
    ("ACK_missing", ["ack_missing", "error", "RFC 3261"]),
    ("299", ["2xx"]),
    ("q850:34", ["无可用电路", "No circuit/channel available", "503 Service Unavailable"]),
    ("Q.850 98", ["98", "Protocol error"]),
    ("q850:127", ["127", "互通"]),
    ("q850:0", ["0", "Normal event"]),
    ("warning 370", ["带宽不足", "Insufficient bandwidth", "RFC 3261"]),
    ("warning:999", ["999", "not registered"]),
    ("isup rel", ["REL 释放 Release", "BYE"]),
    ("reason preemption", ["RFC 4411", "cause=5"]),
])
def test_explain(check, word, texts):
    said = check.text("--explain", word, status=0)
    assert all(text in said for text in texts)
    assert max(map(len, said.splitlines())) <= 80


@pytest.mark.parametrize("code", [180, 200, 401, 481, 487])
def test_explain_says_each_thing_once(check, code):
    """Methods for which a code means the same share a paragraph; none is left out or told twice."""
    head, *paragraphs = check.text("--explain", str(code), status=0).split("\n\n")
    texts = [re.split(r"\n(?=  )", paragraph, maxsplit=1) for paragraph in paragraphs[1:]]
    bodies = [body for _, body in texts]
    assert head.startswith(str(code)) and len(set(bodies)) == len(bodies) > 1
    methods = [method for names, _ in texts for method in re.split(r",\s+", names)]
    assert len(set(methods)) == len(methods)
    assert all(re.fullmatch("[A-Z]+", method) for method in methods)
    if code == 180:
        assert len(methods) == 14 and [len(names.split()) for names, _ in texts] == [1, 1, 12]


def test_list_rules(check):
    rules = [line.split("\t") for line in
             (TOP / "plugin/tests/data/rules.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    heads = [line.split() for line in check.text("--list-rules", status=0).splitlines()
             if not line.startswith(" ")]
    listed = {name: (severity, group) for name, severity, group in heads}
    known = {row[0]: (row[1], row[2]) for row in rules}
    assert listed and all(known[name] == row for name, row in listed.items())


def test_version_and_help(check):
    assert re.match(r"siplens-check \d+\.\d+\.\d+\n", check.text("--version", status=0))
    assert "--from-jsonl" in check.text("--help", status=0)


def test_profile(check):
    home = {"HOME": str(check.folder), "XDG_CONFIG_HOME": str(check.folder / "config")}
    profile = check.folder / "config/wireshark/profiles/SIP Lens"
    assert str(profile) in check.text("--install-profile", environment=home, status=0)
    made = {path.name: path.read_bytes() for path in profile.iterdir()}
    source = build_folder() / "share/siplens/profiles/SIP Lens"
    assert made == {path.name: path.read_bytes() for path in source.iterdir()} and made
    assert [path.name for path in profile.parent.iterdir()] == ["SIP Lens"]
    check.run("--install-profile", environment=home, status=0)
    (profile / "preferences").write_text("mine\n", encoding="utf-8")
    done = check.run("--install-profile", environment=home, status=3)
    assert b"left as it is" in done.stderr
    assert (profile / "preferences").read_text(encoding="utf-8") == "mine\n"


def test_profile_into_a_full_or_closed_place(check):
    place = check.folder / "file"
    place.write_text("", encoding="utf-8")
    environment = {"WIRESHARK_CONFIG_DIR": str(place)}
    assert str(place) in check.run("--install-profile", environment=environment,
                                   status=3).stderr.decode()
    assert os.listdir(check.folder) == ["file"]
