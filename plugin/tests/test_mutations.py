# SPDX-License-Identifier: GPL-2.0-or-later
"""Correct flows with one fault made on purpose: exactly the rule for it answers, at the message that has it."""

import re
from dataclasses import replace

import pytest

from bundled import CAPTURES, TOP
from mutate import SECOND, Case, findings
from recipe import compose, packets, pcap

# flow: under it "what is done to it -> the findings". A finding is message and rule; messages have the numbers they have
# in the flow's recipe, 0 is one that was added. Steps of an alteration are parted by ";".
TABLE = """
basic-call
    unsent 4; waits 3                                   -> 3 ack_missing
    uncaptured 4                                        -> nothing
    unsent 3 4 5 6                                      -> 1 final_missing
    unsent 6; waits 5                                   -> 5 bye_unanswered
    uncaptured 1                                        -> nothing
    uncaptured 2                                        -> 3 provisional_late
    uncaptured 3                                        -> nothing
    change 4 cseq=7                                     -> 4 ack_cseq_mismatch
    change 4 totag=other                                -> 4 ack_to_tag_mismatch
    change 1 branch=z9hG4bK-1; change 4 branch=z9hG4bK-1 -> 4 ack_branch_reused
    change 1 branch=1                                   -> 1 branch_cookie_missing
    change 2 totag=                                     -> 2 to_tag_missing
    change 1 -Contact                                   -> 1 contact_missing
    change 3 -Contact                                   -> 3 contact_missing
    change 1 fromtag=                                   -> 1 from_tag_missing, 4 from_tag_missing, 5 from_tag_missing
    change 1 -Max-Forwards                              -> 1 max_forwards_missing
    change 5 cseqmethod=INFO                            -> 5 cseq_method_mismatch
    change 5 cseq=1                                     -> 5 cseq_not_increasing
    change 6 -From                                      -> 6 header_missing
    change 2 start=SIP/2.0 199 Gone                     -> nothing
    change 2 start=SIP/2.0 189 Odd                      -> 2 unknown_status
    change 3 -sdp                                       -> 3 answer_missing
    change 1 -sdp; change 3 -sdp                        -> 3 offer_missing
    move 2 0.400                                        -> 2 provisional_late
    move 2 4.000                                        -> 2 provisional_after_final, 3 provisional_late
    add 0.300 repeat 1                                  -> nothing
    add 1.000 repeat 1                                  -> 0 invite_retransmitted_after_provisional
    add 3.050 repeat 3                                  -> nothing
    add 3.500 repeat 3                                  -> nothing
    add 4.500 repeat 3                                  -> 0 ok_retransmitted_after_ack
    add 0.060 alice > bob ACK in=2                      -> 0 ack_before_final
    add 3.500 bob > alice 486 answers=1; add 3.510 alice > bob ACK -> 0 final_conflict
    add 5.000 alice > bob CANCEL; add 5.010 bob > alice 481 CANCEL -> 0 cancel_after_final
    add 3.100 alice > bob CANCEL; add 3.110 bob > alice 481 CANCEL -> nothing

callee-hangs-up
    move 6 3.005; move 7 3.009                          -> 6 bye_before_ack
    unsent 4 5; move 6 1.000; move 7 1.010; add 1.020 bob > alice 487; add 1.030 alice > bob ACK -> 6 bye_in_early_dialog
    unsent 7; waits 6                                   -> 6 bye_unanswered
    change 7 start=SIP/2.0 481 Gone                     -> 7 dialog_lost

busy
    unsent 5; waits 4                                   -> 4 ack_missing
    unsent 7; waits 6                                   -> 6 ack_missing
    uncaptured 7                                        -> nothing
    change 5 branch=z9hG4bK-other                       -> 5 ack_branch_mismatch
    change 4 start=SIP/2.0 403 Forbidden                -> nothing

cancel
    unsent 2 3                                          -> 4 cancel_before_provisional, 6 provisional_late
    unsent 5; waits 4                                   -> 4 cancel_unanswered
    unsent 6 7                                          -> 1 cancelled_not_terminated
    unsent 4 5                                          -> 6 terminated_without_cancel
    unsent 7; waits 6                                   -> 6 ack_missing
    uncaptured 4                                        -> nothing
    change 4 cseq=2                                     -> 4 cancel_mismatch
    change 4 branch=z9hG4bK-other                       -> 4 cancel_mismatch
    add 5.500 bob > alice 200 INVITE; add 5.510 alice > bob ACK -> 0 ok_after_failure
    add 6.000 alice > bob BYE; add 6.010 bob > alice 481 BYE -> 0 bye_after_failure

redirect
    change 2 -Contact                                   -> 2 redirect_contact_missing
    change 4 ruri=sip:bob@203.0.113.7                   -> 4 redirect_not_followed
    unsent 3; waits 2                                   -> 2 ack_missing

two-proxies
    unsent 14                                           -> nothing
    unsent 14; add 3.000 7.000 repeat 9                 -> 9 ack_missing
    uncaptured 14                                       -> nothing
    unsent 12 13 14; waits 9 10 11                      -> 9 ack_missing, 10 ack_missing, 11 ack_missing
    unsent 8                                            -> nothing
    unsent 2                                            -> nothing
    change 4 totag=next; add 0.007 p1 > alice 100 totag=next -> 0 trying_forwarded
    unsent 20; waits 15                                 -> 15 bye_unanswered
    unsent 19 20; waits 16                              -> 16 bye_unanswered
    unsent 18 19 20; waits 17                           -> 17 bye_unanswered
    change 6 totag=                                     -> 6 to_tag_missing
    change 12 -Route                                    -> 12 route_missing
    change 15 -Route                                    -> 15 route_missing
    add 2.500 repeat 9                                  -> nothing
    add 3.500 repeat 9                                  -> 0 ok_retransmitted_after_ack
    add 1.000 repeat 3                                  -> 0 invite_retransmitted_after_provisional

forked-parallel
    unsent 14; waits 11                                 -> 11 cancel_unanswered
    unsent 15 16                                        -> 3 cancelled_not_terminated
    unsent 16; waits 15                                 -> 15 ack_missing
    unsent 13; add 4.000 7.500 repeat 9                 -> 9 ack_missing
    uncaptured 12                                       -> nothing
    change 16 branch=z9hG4bK-other                      -> 16 ack_branch_mismatch
    change 11 branch=z9hG4bK-other                      -> 11 cancel_mismatch

forked-serial
    unsent 9; waits 8                                   -> 8 ack_missing
    unsent 15 16; waits 13 14                           -> 13 ack_missing, 14 ack_missing
    change 8 totag=                                     -> 8 to_tag_missing

prack
    unsent 3 4; add 0.550 repeat 2; add 1.550 repeat 2  -> 2 prack_missing, 8 final_before_prack
    unsent 6 7; waits 5                                 -> 5 prack_missing
    unsent 7; waits 6                                   -> 6 non_invite_unanswered
    uncaptured 3                                        -> nothing
    uncaptured 2                                        -> nothing
    change 6 rack=1 7 INVITE                            -> 6 prack_unmatched
    change 5 rseq=5                                     -> 5 rseq_out_of_order
    change 5 -RSeq; unsent 6 7                          -> 5 rseq_missing
    change 1 -Supported                                 -> 2 reliable_not_offered, 5 reliable_not_offered
    unsent 5 6 7; move 8 0.055                          -> 8 final_before_prack

delayed-offer
    change 3 -sdp                                       -> 3 offer_missing
    change 4 -sdp                                       -> 4 ack_answer_missing
    unsent 4; waits 3                                   -> 3 ack_missing

prack-delayed-offer
    unsent 8 9; waits 7                                 -> 7 non_invite_unanswered

reinvite
    unsent 7; waits 6                                   -> 6 ack_missing
    unsent 13 14; waits 12                              -> 12 no_response
    unsent 9 10 11; waits 8                             -> 8 no_response
    change 5 cseq=1                                     -> 5 cseq_not_increasing
    change 5 -Contact                                   -> 5 contact_missing
    change 6 -sdp                                       -> 6 answer_missing
    move 12 15.100; move 13 15.150; move 14 15.160      -> 12 offer_overlap, 12 reinvite_overlap
    change 13 start=SIP/2.0 481 Gone                    -> 13 dialog_lost
    uncaptured 5                                        -> nothing

reinvite-glare
    change 7 start=SIP/2.0 500 Error; change 8 start=SIP/2.0 500 Error -> 6 reinvite_glare
    unsent 9; waits 7                                   -> 7 ack_missing

update
    unsent 6; waits 5                                   -> 5 non_invite_unanswered
    unsent 10; waits 9                                  -> 9 non_invite_unanswered
    change 5 cseq=1; move 5 0.300; move 6 0.310         -> 5 cseq_not_increasing
    move 6 0.400; add 0.200 alice > bob UPDATE sdp; add 0.500 bob > alice 200 UPDATE -> 0 offer_overlap

info
    unsent 6; waits 5                                   -> 5 non_invite_unanswered
    move 7 17.000; move 8 17.010                        -> 7 request_after_bye
    change 6 start=SIP/2.0 481 Gone                     -> 6 dialog_lost
    change 9 cseq=1                                     -> 9 cseq_not_increasing

session-timer
    unsent 7 8                                          -> nothing
    unsent 5 6 7 8                                      -> 3 session_not_refreshed
    change 3 Session-Expires=1800                       -> 3 refresher_missing
    change 6 Session-Expires=1800                       -> 6 refresher_missing
    change 5 Session-Expires=60                         -> 5 session_interval_too_small

session-interval-too-small
    change 2 -Min-SE                                    -> 2 min_se_missing
    change 1 Session-Expires=89                         -> 1 session_interval_too_small

auth-proxy-challenge
    change 4 -Proxy-Authorization                       -> 4 credentials_missing
    change 2 -Proxy-Authenticate                        -> 2 challenge_missing
    unsent 3; waits 2                                   -> 2 ack_missing

auth-stale-nonce
    change 4 WWW-Authenticate=Digest realm="example.com", nonce="n2" -> nothing
    change 4 WWW-Authenticate=Digest realm="example.com", nonce="n2"; change 6 start=SIP/2.0 401 Unauthorized & WWW-Authenticate=Digest realm="example.com", nonce="n3" -> 6 auth_loop

register-challenge
    change 5 -Authorization                             -> 5 credentials_missing
    change 3 -WWW-Authenticate                          -> 3 challenge_missing
    change 4 cseq=9                                     -> 4 response_mismatch
    change 4 branch=z9hG4bK-other                       -> 4 response_via_mismatch
    unsent 8; waits 5                                   -> 5 non_invite_unanswered
    unsent 7 8; waits 6                                 -> 6 non_invite_unanswered
    uncaptured 3                                        -> nothing
    uncaptured 4                                        -> nothing

register
    change 2 start=SIP/2.0 403 Forbidden; move 3 5; move 4 5.010 -> 3 rejected_request_repeated
    change 2 start=SIP/2.0 403 Forbidden                -> nothing

tcp
    add 0.500 repeat 1                                  -> 0 retransmission_over_reliable
"""


def rows():
    """(flow, alterations, expected findings) of each line of the table."""
    recipe = ""
    for line in TABLE.splitlines():
        if line and not line.startswith(" "):
            recipe = next(str(path.relative_to(CAPTURES)) for path in CAPTURES.glob(f"*/{line}.sip"))
        elif line:
            alterations, found = line.split(" -> ")
            wanted = [(int(n), rule) for n, rule in (word.split() for word in found.split(", ") if word != "nothing")]
            yield recipe, tuple(part.strip() for part in alterations.split(";")), sorted(wanted)


ROWS = {f"{recipe.removesuffix('.sip')}: {'; '.join(how)}": (recipe, how, found) for recipe, how, found in rows()}


def test_every_rule_has_a_row():
    table = (TOP / "plugin/tests/data/rules.tsv").read_text(encoding="utf-8")
    rules = {line.split("\t")[0] for line in table.splitlines()[1:]}
    assert rules == {rule for _, _, found in ROWS.values() for _, rule in found}


@pytest.fixture(scope="module")
def answers(tshark):
    """What the checker says to each row; all are in one capture."""
    cases = [Case(recipe, number, alterations) for number, (recipe, alterations, _) in enumerate(ROWS.values())]
    return dict(zip(ROWS, findings(tshark, cases)))


@pytest.mark.parametrize("row", ROWS)
def test_the_rule_answers(answers, row):
    assert [(number, rule) for number, rule, _ in answers[row]] == ROWS[row][2]


@pytest.mark.parametrize("row", list(ROWS)[::20])
def test_a_case_is_as_if_alone(tshark, answers, row):
    recipe, alterations, _ = ROWS[row]
    assert findings(tshark, [Case(recipe, 0, alterations)]) == [answers[row]]


def test_findings_of_a_scanner_are_listed_in_part_and_counted_in_full(tshark):
    """Thousands of equal faults in one call, each a message of its own."""
    first = compose(Case("flows/options.sip", 0, ["change 1 fromtag="]).ladder)[0]
    sent = [replace(first, step=replace(first.step, time=number * 20_000),
                    payload=first.payload.replace(b"CSeq: 1 ", b"CSeq: %d " % number)
                                         .replace(b"x0-1\r\n", b"x0-%d\r\n" % number, 1))
            for number in range(1, 3001)]
    path = tshark.folder / "scanner.pcap"
    path.write_bytes(pcap(packets(sent)))
    path.chmod(0o644)
    assert len(tshark.findings(path)) == 3000
    report = tshark.report(path).stdout.decode()
    assert len(re.findall(r"^frame \d+  \w+ +from_tag_missing", report, re.MULTILINE)) == 25
    assert re.search(r"^ +3000  from_tag_missing ", report, re.MULTILINE)
