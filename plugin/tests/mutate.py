# SPDX-License-Identifier: GPL-2.0-or-later
"""Alters recipes of test-captures/ and puts many altered ladders into one capture.

A ladder's messages keep the numbers they have in their file, whatever is taken out or moved; what is added is message 0.
In the capture each case has hosts, tags and Call-IDs of its own, and begins when all timers of the one before have run
out, so that it is as if it stood alone (test_mutations.py compares the two).
"""

import re
import sys

from bundled import CAPTURES

sys.path.insert(0, str(CAPTURES))
from ladder import Parser, Step  # noqa: E402
from recipe import compose, pcap  # noqa: E402
from sipmodel import Sent  # noqa: E402
from wire import Wire  # noqa: E402

SECOND = 1_000_000      # of a step's time
AFTER = 200 * SECOND    # longer than Timer C
NETS = {"192.0.2": 0, "198.51.100": 80, "203.0.113": 160}


class Case:
    """A ladder that can be altered. Its NUMBER makes its hosts unlike those of all other cases."""

    def __init__(self, recipe, number, alterations=()):
        text = (CAPTURES / recipe).read_text(encoding="utf-8")
        self.names = re.findall(r"^(?:host|proxy)\s+(\S+)", text, re.MULTILINE)
        self.suffix = f"x{number}"
        text = re.sub(rf"\b({'|'.join(self.names)})\b", rf"\1{self.suffix}", text)
        text = re.sub(r"\b(192\.0\.2|198\.51\.100|203\.0\.113)\.(\d+)\b",
                      lambda m: f"10.{number // 250}.{number % 250}.{NETS[m[1]] + int(m[2])}", text)
        self.parser = Parser(recipe)
        self.ladder = self.parser.parse(text)
        self.parser.ordered = False
        self.steps = self.ladder.steps
        self.number = {step: n for n, step in enumerate(self.steps, 1)}
        self.lost = []
        self.payload = {}
        for alteration in alterations:
            verb, *words = alteration.split()
            getattr(self, verb)(*words)

    def step(self, number):
        return next(step for step in self.steps if self.number[step] == int(number))

    def identity(self, step):
        """What its message keeps on the way through proxies."""
        return step.what, re.findall(rb"^(?:To|Call-ID|CSeq): .*$", self.payload[step], re.MULTILINE)

    def unsent(self, *numbers):
        """These messages are not sent at all, and what follows is as it would be then."""
        for number in numbers:
            self.steps.remove(self.step(number))

    def uncaptured(self, *numbers):
        """They are sent and received, but the capture does not have them."""
        self.lost += [self.step(number) for number in numbers]

    def waits(self, *numbers):
        """Their senders repeat them as nobody answers: RFC 3261 §17 and §13.3.1.4, RFC 3262 §3."""
        for number in numbers:
            step = self.step(number)
            doubles = step.what == "INVITE" or step.what < "200"
            ends = [other.time for other in self.steps if other.src is step.src and "200" <= other.what < "700"
                    and other.time > step.time] if step.what < "200" else []
            time, gap = step.time, SECOND // 2
            while time + gap < min([step.time + 32 * SECOND, *ends]):
                time += gap
                gap = 2 * gap if doubles else min(2 * gap, 4 * SECOND)
                self.add(str(time / SECOND), "repeat", str(step.frame))

    def starts_at(self, number):
        """The capture has nothing before this message."""
        self.lost = [step for step in self.steps if self.number[step] < int(number)]

    def only_from(self, name):
        """The capture has only what this host sends."""
        self.lost = [step for step in self.steps if self.ends(step)[0] != name]

    def only_to(self, name):
        """The capture has only what is sent to this host."""
        self.lost = [step for step in self.steps if self.ends(step)[1] != name]

    def mirrored(self):
        """The capture has each message twice."""
        for number in self.captured():
            step = self.step(number)
            self.add(str(step.time / SECOND + 0.0003), "repeat", str(step.frame), "copy")

    def captured(self):
        """The numbers of the messages that the capture has."""
        return [self.number[step] for step in self.steps if step.what != "tick" and step.frames()]

    def ends(self, step):
        """The names, in the recipe, of the hosts between which it goes; also those of a repeat."""
        step = step if step.src or not step.of else step.of
        return [host and host.name.removesuffix(self.suffix) for host in (step.src, step.dst)]

    def change(self, number, *words):
        """More on a message's line, parted by "&"; another value for a header that is added there replaces it."""
        step = self.step(number)
        for word in " ".join(words).split(" & "):
            step.add = [item for item in step.add if item[0] != word.partition("=")[0]]
            self.parser.word(step, word)

    def move(self, number, time):
        self.step(number).time = int(float(time) * SECOND)
        self.steps.sort(key=lambda step: step.time)

    def add(self, *words):
        """A line more: TIME A > B WHAT, or TIME repeat N."""
        before = len(self.steps)
        self.parser.event([word + self.suffix * (word in self.names) for word in words])
        for step in self.steps[before:]:
            self.number[step] = 0
            step.number += 1000     # unlike those of steps taken out: branches are made of it
        self.steps.sort(key=lambda step: step.time)


def tick(time):
    return Sent(Step("", time, "tick"), None, None)


def capture(cases):
    """One capture of all CASES, and whose which frame is: {frame: (case, number of the message)}."""
    wire, owners, start = Wire(), {}, 0
    for case in cases:
        for step in case.steps:
            step.time += start
        for sent in compose(case.ladder):
            case.payload[sent.step] = sent.payload or b""
            if sent.step not in case.lost:
                wire.put(sent)
                owners.setdefault(len(wire.frames), (case, case.number[sent.step]))
        start = case.steps[-1].time + AFTER
    wire.put(tick(start))
    return pcap(wire.frames), owners


def findings(tshark, cases):
    """For each case what the checker says of it: sorted (number of the message, rule, severity)."""
    octets, owners = capture(cases)
    path = tshark.folder / "mutations.pcap"
    path.write_bytes(octets)
    path.chmod(0o644)
    found = {case: [] for case in cases}
    for frame, rules, severities in tshark.fields(path, "frame.number", "siplens.violation",
                                                  "siplens.violation.severity", options=["-2"]):
        for rule, severity in zip(rules.split(","), severities.split(",")):
            if rule:
                case, number = owners[int(frame)]
                found[case].append((number, rule, severity))
    return [sorted(found[case]) for case in cases]
