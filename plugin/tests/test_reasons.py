# SPDX-License-Identifier: GPL-2.0-or-later
"""What a sender says of why: Reason, Warning, Retry-After, Error-Info and ISUP, as fields of the message."""

import re

import pytest

NAMES = ["siplens.reason.protocol", "siplens.reason.cause", "siplens.reason.text", "siplens.reason.location",
         "siplens.warning.code", "siplens.warning.agent", "siplens.warning.text", "siplens.retry_after",
         "siplens.retry_after.comment", "siplens.retry_after.duration", "siplens.error_info", "siplens.isup.message",
         "siplens.isup.cause"]
EXPLAINED = [f"siplens.{what}.{language}" for what in ("reason", "warning", "retry_after", "error_info", "isup")
             for language in ("zh", "en")]

# Frame by frame, the fields that are there; all others must be absent.
SAID = {
    "bye-normal-clearing": {5: {"reason.protocol": "Q.850", "reason.cause": "16", "reason.location": "U",
                                "reason.text": "Normal call clearing"}},
    "cancel-completed-elsewhere": {11: {"reason.protocol": "SIP", "reason.cause": "200",
                                        "reason.text": "Call completed elsewhere"}},
    "no-circuit": {3: {"reason.protocol": "Q.850|X.int", "reason.cause": "34", "reason.location": "LN",
                       "reason.text": 'No circuit, "trunk 7" full', "retry_after": "120",
                       "retry_after.comment": "trunk 7 is full", "retry_after.duration": "3600",
                       "error_info": "sip:all-lines-busy@example.com"}},
    "insufficient-bandwidth": {2: {"warning.code": "370|305|392",
                                   "warning.agent": "bob.example.com|192.0.2.2:5060|proxy",
                                   "warning.text": 'Insufficient bandwidth, "2 Mbit/s" asked|'
                                                   "Incompatible media format|Noisy feedback"}},
    "sip-t-call": {1: {"isup.message": "IAM 初始地址 Initial address"},
                   3: {"isup.message": "ACM 地址全 Address complete"},
                   4: {"isup.message": "CPG 呼叫进展 Call progress"},
                   5: {"isup.message": "ANM 应答 Answer"},
                   7: {"isup.message": "REL 释放 Release", "isup.cause": "16", "reason.protocol": "Q.850",
                       "reason.cause": "16"},
                   8: {"isup.message": "RLC 释放完成 Release complete"}},
    "sip-i-busy": {1: {"isup.message": "IAM 初始地址 Initial address"},
                   3: {"isup.message": "REL 释放 Release", "isup.cause": "17"}},
    "two-in-a-segment": {3: {"reason.protocol": "SIP", "reason.cause": "486"}},
}


def rows(tshark, name, *names, options=()):
    """By frame, the fields of NAMES that are there."""
    table = tshark.fields(f"reasons/{name}.pcap", "frame.number", *names, options=["-E", "aggregator=|", *options])
    return {int(row[0]): {n.removeprefix("siplens."): value for n, value in zip(names, row[1:], strict=True) if value}
            for row in table}


@pytest.mark.parametrize("options", [(), ("-2",)], ids=["one pass", "two passes"])
@pytest.mark.parametrize("name", SAID)
def test_what_is_said(tshark, name, options):
    shown = {frame: row for frame, row in rows(tshark, name, *NAMES, options=options).items() if row}
    assert shown == SAID[name]


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_is_explained(tshark, name):
    """Each value has both languages, and nothing else has any."""
    for frame, row in rows(tshark, name, *NAMES, *EXPLAINED).items():
        for what, leader in (("reason", "reason.protocol"), ("warning", "warning.code"), ("isup", "isup.message"),
                             ("retry_after", "retry_after"), ("error_info", "error_info")):
            for language in ("zh", "en"):
                texts = row.get(f"{what}.{language}", "")
                count = row[leader].count("|") + 1 if leader in row else 0
                assert (texts.count("|") + 1 if texts else 0) == count, (frame, what)
                assert all(text.endswith("。" if language == "zh" else ".") for text in texts.split("|") if text)


@pytest.mark.parametrize("name,frame,field,said", [
    ("bye-normal-clearing", 5, "siplens.reason.en", ["Normal call clearing. ", "Location: user (U)."]),
    ("bye-normal-clearing", 5, "siplens.reason.zh", ["正常清除：", "产生位置：用户（U）。"]),
    ("cancel-completed-elsewhere", 11, "siplens.reason.en", ["It is no failure"]),
    ("cancel-completed-elsewhere", 11, "siplens.reason.zh", ["不是失败"]),
    ("no-circuit", 3, "siplens.reason.en", ["No circuit/channel available. ", "|This reason protocol is not registered"]),
    ("no-circuit", 3, "siplens.retry_after.en", ["120 s", "3600 s"]),
    ("insufficient-bandwidth", 2, "siplens.warning.zh", ["带宽不足：", "|媒体格式不兼容：", "Kamailio"]),
    ("sip-i-busy", 3, "siplens.isup.en", ["Asks to release the call", "User busy. ", "(RLN)."]),
    ("sip-i-busy", 3, "siplens.isup.zh", ["请求释放呼叫", "用户忙：", "（RLN）。"]),
])
def test_explanations(tshark, name, frame, field, said):
    shown = rows(tshark, name, field)[frame][field.removeprefix("siplens.")]
    assert all(text in shown for text in said), shown


def test_a_status_codes_text_may_be_the_users(tshark):
    row = 'uat:siplens_status:"486","占线","Engaged","Ask the user."'
    shown = rows(tshark, "two-in-a-segment", "siplens.reason.en", options=["-o", row])
    assert shown[3]["reason.en"] == "The reason is status code 486 (Engaged). Ask the user."


@pytest.mark.parametrize("language,other", [("zh", "Explanation"), ("en", "说明")])
def test_the_tree_speaks_one_language(tshark, language, other):
    lines = tshark.run("-n", "-r", "reasons/no-circuit.pcap", "-V", "-O", "siplens", "-o",
                       f"siplens.language:{language}").stdout.decode()
    assert ("No circuit/channel available" in lines) == (language == "en")
    assert ("无可用电路或信道" in lines) == (language == "zh")
    assert not re.search(rf"\[{other}:", lines)


@pytest.mark.parametrize("text", ['siplens.reason.cause == 16', 'siplens.isup.message contains "REL"',
                                  'siplens.isup.cause == 16', 'siplens.reason.en contains "hanging up"'])
def test_they_filter(tshark, text):
    lines = tshark.lines("-n", "-r", "reasons/sip-t-call.pcap", "-Y", text, "-T", "fields", "-e", "frame.number")
    assert lines == ["7"]


def test_hostile_header_fields(tshark):
    """No control character reaches the tree, and what is shown of one kind is bounded."""
    for frame, row in rows(tshark, "hostile", *NAMES, *EXPLAINED).items():
        for name, value in row.items():
            assert not re.search("[\x00-\x1f\x7f\x80-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", value), (frame, name)
            assert value.count("|") < 9
    shown = rows(tshark, "hostile", *NAMES)
    assert shown[1]["reason.protocol"] == "P1|P2|P3|P4|P5|P6|P7|P8"
    assert shown[1]["warning.code"] == "|".join(["399"] * 8)
    assert "reason.cause" not in shown[2] and "retry_after" not in shown[2]
    assert shown[2]["warning.agent"] == "\\x1b]0;h" and shown[2]["error_info"] == "sip:\\x1bx@y"
    assert shown[4]["reason.protocol"] == '"quoted"' and "warning.code" not in shown[4]
    assert "retry_after" not in shown[5]


@pytest.mark.parametrize("capture,frames", [("offer_overlap/trigger-early.pcap", 1), ("flows/basic-call.pcap", 0)])
def test_only_messages_with_such_header_fields_have_any(tshark, capture, frames):
    table = tshark.fields(capture, "siplens.retry_after", "sip.Retry-After", *NAMES[:7], *NAMES[11:])
    assert sum(bool(row[0]) for row in table) == frames < len(table)
    for shown, written, *others in table:
        assert bool(shown) == bool(written) and not any(others)
