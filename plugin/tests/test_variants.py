# SPDX-License-Identifier: GPL-2.0-or-later
"""Correct flows stay without a finding however they were captured; faults keep theirs. See doc/testing.md."""

import re

import pytest

import faults
import variants
from bundled import CAPTURES, TOP, expected

FOLDERS = ("flows", "races", "services", "hops", "reading")

# Recipes that expect nothing, and yet are no correct flows.
FAULTY = {
    # There is a fault, which the capture ends too early to prove, or has only in part.
    "ack_missing/lookalike-capture-ends", "bye_unanswered/lookalike-capture-ends",
    "cancel_unanswered/lookalike-capture-ends", "cancelled_not_terminated/lookalike-capture-ends",
    "final_missing/lookalike-cancelled", "final_missing/lookalike-capture-ends", "no_response/lookalike-capture-ends",
    "non_invite_unanswered/lookalike-capture-ends", "prack_missing/lookalike-capture-ends",
    "reinvite_glare/lookalike-capture-ends", "hops/early-end", "header_missing/lookalike-fragments-of-messages",
    "ack_branch_reused/lookalike-below-the-top", "from_tag_missing/lookalike-response-only",
    "bye_unanswered/lookalike-refused", "ack_missing/lookalike-mirror", "hops/bye-open-at-the-end",
    "no_response/lookalike-gives-up-after-two",
    # What was lost before the tap stands for another message than its repeat.
    "cseq_not_increasing/lookalike-lost-before-proxy", "cseq_not_increasing/lookalike-lost-before-tap",
    "cseq_not_increasing/lookalike-lost-burst", "request_after_bye/lookalike-sent-before-own-bye",
    "prack_missing/lookalike-2xx-of-another-fork",
}
# Recipes of a part of a flow: they are such views themselves.
PARTS = re.compile(r"late-start|late-side|one-direction|only-(from|to)-|clock-|snap-length")
# Recipes in which messages cross, or come from elsewhere: nobody can say what would have waited for a lost one.
NOT_TO_BE_DELAYED = re.compile(r"cross|swapped|reordered|multi-homed|^races/")

# What a message that was lost over a reliable transport, and left no trace, looks like.
WITHOUT_A_TRACE = set()

# Rules that are not yet silent on all of them. A rule that has become so must be taken out of here.
AWAITED = {
    "ack_answer_missing", "ack_missing", "bye_after_failure", "bye_before_ack",
    "bye_unanswered", "cancel_before_provisional", "cancel_unanswered",
    "cseq_method_mismatch", "cseq_not_increasing", "dialog_lost", "final_missing", "no_response",
    "non_invite_unanswered", "offer_missing", "offer_overlap", "prack_missing", "provisional_after_final",
    "request_after_bye", "response_mismatch", "retransmission_over_reliable", "session_not_refreshed",
}

SNAP_LENGTHS = (150, 251, 330, 450)


def correct_flows():
    paths = [path for folder in FOLDERS for path in sorted((CAPTURES / folder).glob("*.sip"))]
    paths += sorted(CAPTURES.glob("*/lookalike*.sip"))
    names = [str(path.relative_to(CAPTURES)) for path in paths]
    return [name for name in names if expected(name) == [] and name.removesuffix(".sip") not in FAULTY
            and not PARTS.search(name)]


def add_views(player, name):
    flow = variants.Flow(name)
    capture = player.capture(flow.octets)
    for label, view in variants.views(flow, in_network=not NOT_TO_BE_DELAYED.search(name)):
        player.add((name, label), capture, view)
    whole = variants.all_of(flow.wire.frames)
    for length in SNAP_LENGTHS:
        player.add((name, f"snap length {length}"), player.capture(variants.cut(flow.octets, length)), whole)
    if flow.wire.connections:
        for label, frames in variants.stream_views(flow):
            player.add((name, f"stream: {label}"), player.capture(variants.pcap(frames)), variants.all_of(frames))


@pytest.fixture(scope="module")
def alarms():
    """All findings at warn or above, {rule: [(flow, view, place)]}, and how many views there are."""
    player = variants.Player()
    for name in correct_flows():
        add_views(player, name)
    found = {}
    for (name, label), findings in player.play():
        for place, rule, severity in findings:
            excused = label.startswith("lost without a trace") and rule in WITHOUT_A_TRACE
            if severity in ("warn", "error") and not excused:
                found.setdefault(rule, []).append((name, label, place))
    return found, len(player.labels)


def rules():
    table = (TOP / "plugin/tests/data/rules.tsv").read_text(encoding="utf-8")
    return [line.split("\t")[0] for line in table.splitlines()[1:]]


@pytest.mark.xdist_group("variants of correct flows")
@pytest.mark.parametrize("rule", rules())
def test_no_view_of_a_correct_flow_has_a_finding(alarms, rule, request):
    found, views = alarms
    assert views > 50_000
    if rule in AWAITED:
        request.applymarker(pytest.mark.xfail(strict=True))
    assert not found.get(rule), "\n".join(str(alarm) for alarm in found[rule][:40])


# What a fault can not be seen in: the rule is about something else there.
NOT_IN = {
    ("TCP", "invite_retransmitted_after_provisional"),          # over UDP; over TCP no repeat is right
    ("TCP", "retransmission_over_reliable/trigger-websocket"),  # the WebSocket is what it is about
    ("two proxies", "retransmission_over_reliable"),            # from a proxy
    ("two proxies", "no_response/trigger-tcp"),                 # seen over UDP, where who sends once has its answer
    ("two proxies", "non_invite_unanswered/trigger-provisional"),
    ("one line", "header_missing/trigger-via"),                 # of Via, which are missing
}
# What is not found yet, and is to be: {clothes: [(recipe, rules)]}.
MISSED = {"two proxies": [("offer_overlap/trigger-offer-in-183.sip", {"offer_overlap"})]}


@pytest.fixture(scope="module")
def faulty():
    """What of each trigger, in which clothes, is not found any more: {clothes: [(recipe, rules)]}."""
    player, missing = variants.Player(), {}
    for path in sorted(CAPTURES.glob("*/trigger*.sip")):
        name = str(path.relative_to(CAPTURES))
        plain = variants.Flow(name, in_full=False)
        for clothes, make in faults.CLOTHES.items():
            if clothes == "two proxies" and any(host.proxy or ":" in host.ip for host in plain.ladder.hosts.values()):
                continue    # it has its own, or those here are not of its kind
            flow = make(name)
            player.add((name, clothes), player.capture(variants.pcap(flow.frames)), variants.all_of(flow.frames))
        player.add((name, "a mirror port"), player.capture(plain.octets), variants.words(variants.copies(plain, variants.MIRROR)[0]))
    for (name, clothes), findings in player.play():
        rule, rest = name.removesuffix(".sip").split("/")
        left = {rule for _, rule in expected(name)} - {rule for _, rule, _ in findings}
        if left and not {(clothes, rule), (clothes, f"{rule}/{rest}")} & NOT_IN:
            missing.setdefault(clothes, []).append((name, left))
    return missing


@pytest.mark.xdist_group("variants of faults")
@pytest.mark.parametrize("clothes", [*faults.CLOTHES, "a mirror port"])
def test_a_fault_keeps_its_finding(faulty, clothes):
    assert faulty.get(clothes, []) == MISSED.get(clothes, [])
