# SPDX-License-Identifier: GPL-2.0-or-later
"""The recipe language: text in, a Ladder of steps out. README.md describes it."""

import re
import shlex
from dataclasses import dataclass, field
from decimal import Decimal
from ipaddress import ip_address

TRANSPORTS = ("udp", "tcp", "sctp", "ws")
TUNNELS = ("ipip", "gre", "gtp", "vxlan")
FLAGS = {"sdp", "100rel", "compact", "fold", "oneline", "hold", "swap", "unseen", "sameseq", "copy", *TRANSPORTS,
         *TUNNELS}
NUMBERS = {"sport", "dport", "ttl", "vlan", "ipid", "segments", "order", "lost", "fragments", "snap", "quote"}
REFERENCES = {"forwards", "relays", "answers", "in"}
OPTIONS = {"branch", "cseq", "cseqmethod", "fromtag", "totag", "ruri", "start", "reason", "body", "type", "call",
           "mac"} | NUMBERS | REFERENCES
HEADER_ALIASES = {"from": "From", "to": "To", "via": "Via", "contact": "Contact", "callid": "Call-ID",
                  "rseq": "RSeq", "rack": "RAck"}


class RecipeError(Exception):
    """A fault in a recipe; its text names file and line."""


@dataclass(frozen=True)
class Host:
    name: str
    ip: str
    port: int = 5060
    transport: str = ""         # what every hop from or to this host uses; empty: udp
    proxy: bool = False
    record_route: bool = False
    stateless: bool = False

    @property
    def ip_text(self):
        return f"[{self.ip}]" if ":" in self.ip else self.ip

    @property
    def hostport(self):
        return self.ip_text if self.port == 5060 else f"{self.ip_text}:{self.port}"


@dataclass(eq=False)
class Step:
    """One line of a ladder: what happens, when, between whom; nothing filled in yet."""

    where: str                  # FILE:LINE
    time: int                   # microseconds after the start
    what: str                   # a method, a status code, or tick, repeat, unreachable, crlf, ws-open
    src: Host = None
    dst: Host = None
    method: str = ""            # a response's second word: the method it answers
    of: "Step" = None           # what repeat and unreachable copy
    flags: set = field(default_factory=set)
    options: dict = field(default_factory=dict)
    replace: list = field(default_factory=list)     # (header, value)
    add: list = field(default_factory=list)         # (header, value)
    drop: list = field(default_factory=list)        # lower-case header names
    number: int = 0             # its place in the ladder, from 1
    frame: int = 0              # the frame that completes it, from 1; 0: not in the capture

    def fail(self, text):
        raise RecipeError(f"{self.where}: {text}")

    @property
    def transport(self):
        named = next((name for name in TRANSPORTS if name in self.flags), "")
        if self.src:
            return named or self.src.transport or self.dst.transport or "udp"
        return self.of.transport if self.of else "udp"

    def frames(self):
        """How many frames it makes."""
        if self.flags & {"unseen", "hold"}:
            return 0
        if self.what == "ws-open":
            return 2
        return self.parts() - ("lost" in self.options)

    def parts(self):
        """How many segments or fragments it is sent in."""
        return int(self.options.get("segments") or self.options.get("fragments") or 1)


@dataclass
class Ladder:
    title: str = ""
    hosts: dict = field(default_factory=dict)
    steps: list = field(default_factory=list)
    expected: list = field(default_factory=list)    # sorted (frame, rule)


class Parser:
    def __init__(self, name):
        self.name = name
        self.number = 0
        self.ladder = Ladder()
        self.expect_seen = False
        self.ordered = True
        self.frame = 0
        self.swapped = None     # a line whose frames come after those of the next

    def fail(self, text):
        raise RecipeError(f"{self.name}:{self.number}: {text}")

    def parse(self, text):
        for self.number, line in enumerate(text.splitlines(), 1):
            if line.startswith("#") and not self.ladder.title:
                self.ladder.title = line.lstrip("# ").rstrip()
            try:
                words = shlex.split(line, comments=True)
            except ValueError as error:
                self.fail(str(error))
            if words:
                self.line(words)
        if self.swapped:
            self.fail("swap wants a line after it")
        if not self.expect_seen:
            self.fail("says neither `expect nothing` nor what is expected")
        for frame, rule in self.ladder.expected:
            if not 1 <= frame <= self.frame:
                self.fail(f"expects {rule} on frame {frame}, but there are {self.frame}")
        self.ladder.expected.sort()
        return self.ladder

    def line(self, words):
        first = words[0]
        if first in ("host", "proxy"):
            self.host(words)
        elif first == "expect":
            self.expect(words[1:])
        elif words == ["unordered"]:
            self.ordered = False
        elif re.fullmatch(r"\d+(\.\d+)?", first):
            self.event(words)
        else:
            self.fail(f"'{first}' starts no line: host, proxy, expect, unordered or a time is wanted")

    def host(self, words):
        if len(words) < 3:
            self.fail("wanted: host NAME ADDRESS[:PORT]")
        kind, name, address, *rest = words
        if name in self.ladder.hosts:
            self.fail(f"{name} is there already")
        match = re.fullmatch(r"\[(.+)\](?::(\d+))?|([\d.]+)(?::(\d+))?|([0-9a-f:]+)", address)
        try:
            ip = str(ip_address(match and (match[1] or match[3] or match[5]) or ""))
        except ValueError:
            self.fail(f"'{address}' is no address")
        transport = next((word for word in rest if word in TRANSPORTS), "")
        own = ("record-route", "stateless") if kind == "proxy" else ()
        unknown = [word for word in rest if word != transport and word not in own]
        if unknown:
            self.fail(f"'{unknown[0]}' says nothing about a {kind}")
        self.ladder.hosts[name] = Host(name, ip, int(match[2] or match[4] or 5060), transport, kind == "proxy",
                                       "record-route" in rest, "stateless" in rest)

    def expect(self, words):
        self.expect_seen = True
        if words == ["nothing"]:
            return
        if len(words) < 2 or not words[0].isdigit():
            self.fail("wanted: expect FRAME RULE..., or expect nothing")
        self.ladder.expected += [(int(words[0]), rule) for rule in words[1:]]

    def event(self, words):
        """TIME... [A > B] WHAT [WORD...]"""
        times = []
        while words and re.fullmatch(r"\d+(\.\d+)?", words[0]) and not (times and words[1:2] == [">"]):
            times.append(int(Decimal(words.pop(0)) * 1_000_000))
        ends = [None, None]
        if words[1:2] == [">"]:
            if len(words) < 4:
                self.fail("wanted: TIME A > B WHAT")
            ends = [self.known_host(words[0]), self.known_host(words[2])]
            words = words[3:]
        if not words:
            self.fail("nothing happens at this time")
        for time in times:
            self.add(self.step(time, *ends, list(words)))

    def step(self, time, src, dst, words):
        step = Step(f"{self.name}:{self.number}", time, words.pop(0), src, dst)
        if step.what in ("repeat", "unreachable"):
            if not words:
                self.fail(f"{step.what} which frame?")
            step.of = self.step_of_frame(words.pop(0))
        elif step.what != "tick" and not re.fullmatch(r"[A-Z]+|\d{3}|crlf|ws-open", step.what):
            self.fail(f"'{step.what}' is no method, status code, repeat, unreachable, crlf, ws-open or tick")
        if step.what not in ("tick", "repeat") and not src:
            self.fail(f"{step.what} from whom to whom?")
        if step.what.isdigit() and words and re.fullmatch("[A-Z]+", words[0]):
            step.method = words.pop(0)
        for word in words:
            self.word(step, word)
        return step

    def word(self, step, word):
        if word.startswith("-") and len(word) > 1:
            step.drop.append(word[1:].lower())
            return
        if word.startswith("+") and ":" in word:
            name, value = word[1:].split(":", 1)
            step.add.append((name.strip(), unescape(value.strip(" "))))
            return
        key, equals, value = word.partition("=")
        header = HEADER_ALIASES.get(key, key)
        if not equals and word in FLAGS:
            step.flags.add(word)
        elif equals and key in REFERENCES:
            step.options[key] = self.step_of_frame(value)
        elif equals and key == "body" and re.fullmatch(r"@\d+", value):
            step.options[key] = self.step_of_frame(value)
        elif equals and key in NUMBERS and not value.isdigit():
            self.fail(f"{key}= wants a number")
        elif equals and key in OPTIONS:
            step.options[key] = unescape(value)
        elif equals and re.fullmatch(r"[A-Z][A-Za-z0-9-]*", header):
            step.replace.append((header, unescape(value)))
        else:
            self.fail(f"'{word}' is not understood")

    def add(self, step):
        steps = self.ladder.steps
        if self.ordered and steps and step.time < steps[-1].time:
            self.fail("the time runs back (if that is meant, say `unordered`)")
        if step.transport not in ("tcp", "ws") and (step.flags & {"hold", "swap"} or "segments" in step.options):
            self.fail("hold, swap and segments= are for TCP and WebSocket")
        if "order" in step.options and sorted(step.options["order"]) != [*map(str, range(1, step.parts() + 1))]:
            self.fail("order= wants each segment once")
        if "copy" in step.flags and (step.what != "repeat" or step.src):
            self.fail("copy is for a repeat between the same hosts")
        if int(step.options.get("lost", 0)) > int(step.options.get("segments", 0)):
            self.fail("lost= names no segment")
        if step.transport != "udp" and "fragments" in step.options:
            self.fail("fragments= is for UDP")
        if "swap" in step.flags:
            if self.swapped:
                self.fail("the line before is swapped with this one already")
            self.swapped = step
        else:
            self.frame += step.frames()
            # A held message is in the frame of the next line.
            step.frame = 0 if "unseen" in step.flags else self.frame + ("hold" in step.flags)
            if self.swapped:
                self.frame += self.swapped.frames()
                self.swapped.frame, self.swapped = self.frame, None
        steps.append(step)
        step.number = len(steps)

    def known_host(self, name):
        return self.ladder.hosts.get(name) or self.fail(f"who is {name}?")

    def step_of_frame(self, text):
        """The last line whose message frame TEXT completes."""
        found = [step for step in self.ladder.steps if str(step.frame) == text.lstrip("@")]
        return found[-1] if found else self.fail(f"no frame {text} before this line")


def unescape(text):
    r"""\r, \n, \t, \xNN (any octet, also one that is no UTF-8) and {TEXT*COUNT} in a value."""
    def octet(match):
        code = int(match[1], 16)
        return chr(code if code < 0x80 else 0xDC00 + code)

    text = re.sub(r"\\x([0-9a-fA-F]{2})", octet, text)
    text = text.replace(r"\r", "\r").replace(r"\n", "\n").replace(r"\t", "\t")
    return re.sub(r"\{(.+?)\*(\d+)\}", lambda match: match[1] * int(match[2]), text)


def parse(text, name="recipe"):
    """The Ladder that TEXT describes; NAME stands in error messages."""
    return Parser(name).parse(text)
