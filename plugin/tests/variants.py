# SPDX-License-Identifier: GPL-2.0-or-later
"""The flows of test-captures/ as somebody else may have captured them, and what the checker says of each view.

Wireshark reads each capture once, all of them in one process (sharkd), and a plugin writes down what the reader found.
A program without Wireshark then plays that to the checker in as many ways as are wanted (variants/play.c), some
thousands a second. What only Wireshark can tell (snap lengths, TCP) is a capture of its own.
"""

import collections
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from bundled import CAPTURES

sys.path.insert(0, str(CAPTURES))
from ladder import Parser, Step  # noqa: E402
from recipe import compose, pcap  # noqa: E402
from sipmodel import Sent  # noqa: E402
from wire import Wire  # noqa: E402

SECOND = 1_000_000      # of all times here
T1 = SECOND // 2
T2 = 4 * SECOND
MIRROR = 300            # how much later a mirror port delivers its copy
SKEW = 3_000            # how far the clocks of two capture points are apart
LATER = 360 * SECOND    # after the flow: all timers have run out, and there is other traffic


@dataclass(eq=False)
class Seen:
    """A message of a flow, captured or not (frame 0), or a frame that only moves the clock (what: tick)."""

    frame: int
    time: int
    sent: Sent

    def __post_init__(self):
        payload = self.sent.payload or b""
        self.step, self.src, self.dst = self.sent.step, self.sent.src, self.sent.dst
        start, _, rest = payload.partition(b"\r\n")
        self.is_sip = b"SIP/2.0" in start
        self.status = int(start[8:11]) if start[:8] == b"SIP/2.0 " and start[8:11].isdigit() else 0
        head = rest.partition(b"\r\n\r\n")[0]
        self.call = field(head, rb"Call-ID|i")
        cseq = field(head, rb"CSeq").split()
        self.number = cseq[0] if cseq else b""
        self.method = cseq[1] if len(cseq) > 1 else b""
        self.kind = self.method if self.status else start.split(b" ")[0]
        branch = re.search(rb";\s*branch\s*=\s*([^;,\s]+)", field(head, rb"Via|v"), re.IGNORECASE)
        self.branch = branch[1] if branch else b""
        tag = re.search(rb";\s*tag\s*=\s*([^;\s]+)", field(head, rb"To|t"), re.IGNORECASE)
        self.to_tag = tag[1] if tag else b""
        self.rseq = field(head, rb"RSeq")
        self.rack = field(head, rb"RAck").split()[:1]

    @property
    def is_request(self):
        return self.is_sip and not self.status

    def answers(self, request):
        return (self.status and self.call == request.call and self.number == request.number
                and self.method == request.kind and (self.src, self.dst) == (request.dst, request.src)
                and self.branch == request.branch)


def field(head, names):
    match = re.search(rb"^(?:" + names + rb")[ \t]*:[ \t]*((?:[^\r\n]|\r?\n[ \t])*)", head, re.IGNORECASE | re.MULTILINE)
    return match[1] if match else b""


class Flow:
    """A recipe, captured in full, with other traffic long after it: an OPTIONS and its answer both ways."""

    def __init__(self, path, alter_text=None, alter_ladder=None, alter_sent=None, in_full=True):
        self.name = str(path)
        text = (CAPTURES / path).read_text(encoding="utf-8")
        self.ladder = Parser(self.name).parse(alter_text(text) if alter_text else text)
        for line in self.ladder.steps if in_full else ():
            line.flags.discard("unseen")
        if alter_ladder:
            alter_ladder(self.ladder)
        self.sent = compose(self.ladder)
        if alter_sent:
            self.sent = alter_sent(self.sent)
        self.wire = Wire()
        self.seen, self.other = [], []
        for sent in self.sent:
            self.put(sent, self.seen)
        self.frames = list(self.wire.frames)    # without the other traffic
        self.end = max(seen.time for seen in self.seen)
        self.add_other_traffic()

    def put(self, sent, where):
        before = len(self.wire.frames)
        self.wire.put(sent)
        after = len(self.wire.frames)
        where.append(Seen(after if after > before else 0, self.wire.frames[-1].time if after > before else sent.time,
                          sent))

    def add_other_traffic(self):
        ways = collections.Counter((seen.src, seen.dst) for seen in self.seen if seen.frame and seen.is_sip)
        time = self.end + LATER
        self.repeats = any(seen.sent.original for seen in self.seen)
        for number, (src, dst) in enumerate(ways):
            ask, answer = other_traffic(src, dst, number)
            self.put(Sent(step(time, "OPTIONS", src, dst), src, dst, ask), self.other)
            if (dst, src) in ways:      # else nothing that goes that way is captured here
                self.put(Sent(step(time + 10_000, "200", dst, src), dst, src, answer), self.other)
            time += 50_000

    @property
    def octets(self):
        return pcap(self.wire.frames)

    def captured(self):
        return [seen for seen in self.seen if seen.frame]


def step(time, what, src, dst):
    transport = src.transport or dst.transport
    return Step("", time, what, src, dst, flags={transport} if transport else set())


def other_traffic(src, dst, number):
    transport = (src.transport or dst.transport or "udp").upper()
    head = (f"Via: SIP/2.0/{transport} {src.ip_text}:{src.port};branch=z9hG4bK-other-{number}\r\n"
            f"From: <sip:{src.name}@example.com>;tag=other-{number}\r\nTo: <sip:{dst.name}@example.com>{{}}\r\n"
            f"Call-ID: other-{number}@{src.name}.example.com\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
    return ((f"OPTIONS sip:{dst.hostport} SIP/2.0\r\nMax-Forwards: 70\r\n" + head.format("")).encode(),
            ("SIP/2.0 200 OK\r\n" + head.format(";tag=o")).encode())


# Views of a flow. Each is a label and its words for play.c; VIEW is a list of (Seen, time, sent again).

def words(view):
    return " ".join(f"{seen.frame if seen.is_sip else ''}@{time}{'+' * again}" for seen, time, again in view if seen.frame)


def as_it_was(messages):
    return [(seen, seen.time, False) for seen in messages]


def endings(flow, label, messages, other=None):
    """A view where the capture ends with the flow, and where it goes on."""
    messages = list(messages)
    last = max((place for place, (seen, _, _) in enumerate(messages) if seen.is_sip and seen.frame), default=-1)
    if last < 0:
        return
    yield label, words(messages[:last + 1])
    yield f"{label}, goes on", words(messages + as_it_was(flow.other if other is None else other))


def hop(seen):
    """The two ends of a message: addresses; with ports, where both have the same address."""
    ends = (seen.src, seen.dst)
    same = seen.src.ip == seen.dst.ip
    return frozenset((host.ip, host.port if same else 0) for host in ends)


def copies(flow, delay):
    """Everything twice: what a mirror or a second capture point adds DELAY later."""
    def twice(messages):
        view = [(seen, seen.time + later, False) for seen in messages for later in ((0, delay) if seen.is_sip else (0,))]
        return sorted(view, key=lambda item: item[1])
    return twice(flow.seen), twice(flow.other)


def all_of(frames):
    """The whole capture, frame by frame."""
    return " ".join(f"{number}@{frame.time}" for number, frame in enumerate(frames, 1))


def mirrored(flow):
    view, other = copies(flow, MIRROR)
    return words(view + other)


def views(flow, in_network=True):
    """All that any capture of a correct flow may have of it."""
    everything = as_it_was(flow.seen)
    yield from endings(flow, "whole", everything)
    places = [place for place, seen in enumerate(flow.seen) if seen.frame and seen.is_sip]
    for place in places:
        number = flow.seen[place].step.number
        yield from endings(flow, f"starts after {number}", everything[place + 1:])
        yield f"ends before {number}", words(everything[:place])
        trace = "" if flow.seen[place].step.transport == "udp" else " without a trace"
        yield from endings(flow, f"lost{trace} {number}", everything[:place] + everything[place + 1:])
    yield from one_way(flow)
    for label, delay in (("mirrored", MIRROR), ("two points", SKEW)):
        view, other = copies(flow, delay)
        yield label, words(view)
        yield f"{label}, goes on", words(view + other)
    hops = {hop(flow.seen[place]) for place in places}
    for place in sorted(hops, key=str) if len(hops) > 1 else ():
        name = " and ".join(sorted({f"{ip}:{port}" if port else ip for ip, port in place}))
        mine = [seen for seen in flow.seen if not seen.is_sip or hop(seen) == place]
        yield from endings(flow, f"only {name}", as_it_was(mine), [seen for seen in flow.other if hop(seen) == place])
        for shift in (SKEW, -SKEW):
            skewed = [(seen, max(0, seen.time + shift) if seen.is_sip and hop(seen) == place else seen.time, False)
                      for seen in flow.seen]
            yield from endings(flow, f"{name} skewed {shift}", sorted(skewed, key=lambda item: item[1]))
    for place in places if in_network else ():
        yield from lost_in_the_network(flow, flow.seen[place])


def one_way(flow):
    """One direction missing: of a party, and of one link."""
    parties = sorted({host.ip for seen in flow.seen if seen.is_sip for host in (seen.src, seen.dst)})
    links = sorted({(seen.src.ip, seen.dst.ip) for seen in flow.seen if seen.is_sip and seen.frame})
    for label, drop in [*((f"nothing to {ip}", lambda seen, ip=ip: seen.dst.ip == ip) for ip in parties),
                        *((f"nothing from {ip}", lambda seen, ip=ip: seen.src.ip == ip) for ip in parties),
                        *((f"nothing {a} > {b}", lambda seen, a=a, b=b: (seen.src.ip, seen.dst.ip) == (a, b))
                          for a, b in links)]:
        yield from endings(flow, label, as_it_was(seen for seen in flow.seen if not (seen.is_sip and drop(seen))),
                           [seen for seen in flow.other if not drop(seen)])


def cut(octets, length):
    """A capture file with another snap length."""
    out, place = [octets[:24]], 24
    while place < len(octets):
        seconds, micros, kept, whole = struct.unpack_from("<IIII", octets, place)
        out += [struct.pack("<IIII", seconds, micros, min(kept, length), whole), octets[place + 16:place + 16 + min(kept, length)]]
        place += 16 + kept
    return b"".join(out)


def stream_views(flow):
    """TCP: each frame lost by the capture, and each two that follow each other in one direction swapped."""
    frames = flow.wire.frames
    owner = {seen.frame - 1: seen for seen in flow.seen if seen.frame}
    for place, frame in enumerate(frames[:len(frames) - len(flow.other)]):
        yield f"lost {place + 1}", frames[:place] + frames[place + 1:]
        after = frames[place + 1] if place + 1 < len(frames) else None
        if after and place in owner and same_way(frame, after):
            swapped = [replace(after, time=frame.time), replace(frame, time=after.time)]
            yield f"swapped {place + 1}", frames[:place] + swapped + frames[place + 2:]


def same_way(one, other):
    return one.octets[:14] == other.octets[:14] and one.octets[26:38] == other.octets[26:38]


# A message is lost in the network, and repeated as its sender would: RFC 3261 §17 and §13.3.1.4, RFC 3262 §3.

def lost_in_the_network(flow, lost):
    if flow.wire.connections or flow.repeats or any(host.stateless for host in flow.ladder.hosts.values()):
        return
    recovery = recover(flow, lost)
    if not recovery:
        return
    again, delay = recovery
    view, number = delayed(flow, lost, again, delay), lost.step.number
    if view is not None:
        yield from endings(flow, f"lost in the network behind the capture {number}", view)
        before = [item for item in view if not (item[0] is lost and not item[2])]
        yield from endings(flow, f"lost in the network before the capture {number}", before)


def same_message(a, b):
    """Is B what A is on another hop?"""
    return (a.kind, a.status, a.call, a.number, a.to_tag, a.rseq) == (b.kind, b.status, b.call, b.number, b.to_tag, b.rseq)


def path_to(flow, message):
    """MESSAGE on the hops before, nearest its maker first, and itself."""
    way = [message]
    while True:
        before = [seen for seen in flow.seen if seen.is_sip and not seen.sent.original and seen.time <= way[0].time
                  and seen.dst is way[0].src and same_message(seen, way[0]) and seen not in way]
        if not before or not way[0].src.proxy:
            return way
        way.insert(0, before[-1])


def path_from(flow, message):
    return [seen for seen in flow.seen if seen.is_sip and not seen.sent.original and seen.time >= message.time
            and same_message(seen, message)]


def recover(flow, lost):
    """What is sent once more because of it, [(message, time)], and how much later all goes on; None: nobody repeats."""
    if lost.is_request and lost.kind == b"ACK":
        return recover_ack(flow, lost)
    if lost.is_request:
        return [(lost, lost.time + T1)], T1
    if lost.method == b"INVITE" and (lost.status >= 200 or lost.rseq):
        way = path_to(flow, lost) if lost.status < 300 else [lost]
        return [(seen, seen.time + T1) for seen in way], T1
    request = next((seen for seen in flow.seen if seen.is_request and not seen.sent.original and lost.answers(seen)), None)
    if not request or any(seen is not lost and seen.answers(request) and seen.time < request.time + T1
                          for seen in flow.seen):
        return None
    time = next((time for time in repeats_of(request, request.time + 64 * T1) if time > lost.time), None)
    return time and ([(request, time), (lost, time + 2_000)], time + 2_000 - lost.time)


def recover_ack(flow, lost):
    final = [seen for seen in flow.seen if seen.method == b"INVITE" and seen.status >= 200 and seen.call == lost.call
             and seen.number == lost.number and seen.time < lost.time]
    if not final or any(seen.time - T1 < lost.time < seen.time for seen in flow.seen
                        if seen.is_request and seen.call == lost.call and seen.kind != b"ACK"):
        return None
    if final[-1].status >= 300:
        mine = [seen for seen in final if (seen.src, seen.dst) == (lost.dst, lost.src) and seen.branch == lost.branch]
        return [(seen, seen.time + T1) for seen in mine[-1:] + [lost]], 0
    mine = [seen for seen in final if seen.to_tag == lost.to_tag and not seen.sent.original]
    return [(seen, seen.time + T1) for seen in mine + path_to(flow, lost) + path_from(flow, lost)[1:]], T1


def repeats_of(request, until):
    """When a client sends a request again over UDP, Timer A or E."""
    time, gap = request.time + T1, T1
    while time < until:
        yield time
        gap = gap * 2 if request.kind == b"INVITE" else min(2 * gap, T2)
        time += gap


def delayed(flow, lost, again, delay):
    """The flow with AGAIN in it and all that waits for the lost message DELAY later; None where that is no sound flow."""
    waits = {lost.dst: lost.time}
    times = {}
    for seen in sorted(flow.seen, key=lambda s: s.time):
        times[seen] = seen.time
        if seen is not lost and seen.src in waits and seen.time > waits[seen.src]:
            times[seen] += delay
            waits.setdefault(seen.dst, seen.time)
    again = dict(again)
    for request in flow.seen:
        if not request.is_request or request.kind == b"ACK" or request.sent.original:
            continue
        replies = [seen for seen in flow.seen if seen.answers(request) and (request.kind == b"INVITE" or seen.status >= 200)]
        if not replies or replies[0].time - request.time > T1:
            continue
        for time in repeats_of(request, times[replies[0]] - (times[request] - request.time)):
            again.setdefault(request, time + times[request] - request.time)
    if lost.kind == b"ACK" and delay:       # what follows on its way was not sent the first time
        for seen in path_from(flow, lost)[1:]:
            times[seen] = again.pop(seen, times[seen])
    if any(seen.status >= 200 and seen.method == b"INVITE" and seen is not lost and ack_is_late(flow, seen, times, again)
           for seen in flow.seen):
        return None
    view = [(seen, times[seen], False) for seen in flow.seen] + [(seen, time, True) for seen, time in again.items()]
    return sorted(view, key=lambda item: item[1])


def ack_is_late(flow, final, times, again):
    acks = [seen for seen in flow.seen if seen.kind == b"ACK" and not seen.status and seen.call == final.call
            and seen.number == final.number and (seen.src, seen.dst) == (final.dst, final.src)]
    return (acks and final not in again and acks[0].time - final.time <= T1
            and times[acks[0]] - times[final] > T1)


# Reading and playing.

class Player:
    """Has Wireshark read captures, and plays views of them."""

    def __init__(self):
        self.build = Path(os.environ["SIPLENS_BUILD_DIR"])
        self.captures, self.lines, self.labels = [], [], []

    def capture(self, octets):
        """The number of a capture; OCTETS is its file."""
        self.captures.append(octets)
        return len(self.captures) - 1

    def add(self, label, capture, view):
        self.labels.append(label)
        self.lines.append(f"{capture} {view}" if view else f"{capture}")

    def read(self, folder):
        """One process for all of them. The empty folder of data saves it the reading of name files each time."""
        ask = []
        for number, octets in enumerate(self.captures):
            path = folder / f"{number}.pcap"
            path.write_bytes(octets)
            ask.append(json.dumps({"jsonrpc": "2.0", "id": number + 1, "method": "load", "params": {"file": str(path)}}))
        for name in ("home", "data", "out"):
            (folder / name).mkdir()
        subprocess.run(["cp", "-r", self.build / "facts", folder / "plugins"], check=True)
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        for name in ("home", "out"):
            (folder / name).chmod(0o777)
        command = ["sharkd", "-"]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", *command]
        environment = dict(os.environ, HOME=str(folder / "home"), LC_ALL="C.UTF-8", WIRESHARK_DATA_DIR=str(folder / "data"),
                           WIRESHARK_PLUGIN_DIR=str(folder / "plugins"), SIPLENS_FACTS=str(folder / "out" / "facts"))
        environment.pop("XDG_CONFIG_HOME", None)
        done = subprocess.run(command, input="\n".join(ask).encode() + b"\n", env=environment, cwd=folder,
                              capture_output=True, check=False)
        loaded = done.stdout.count(b'"status":"OK"')
        assert loaded == len(self.captures), done.stderr[-2000:].decode(errors="replace")
        return folder / "out" / "facts"

    def play(self):
        """For each view its label and findings, [(place in the view from 1, rule, severity)]."""
        with tempfile.TemporaryDirectory(prefix="siplens-views-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            facts = self.read(folder)
            (folder / "views").write_text("\n".join(self.lines), encoding="ascii")
            program = self.build / "plugin/tests/variants/play-variants"
            done = subprocess.run([program, facts, folder / "views"], capture_output=True, check=False)
            assert done.returncode == 0, (done.returncode, done.stderr[-2000:].decode(errors="replace"))
        answers = done.stdout.decode().split("\n")[:-1]
        assert len(answers) == len(self.labels)
        for label, line in zip(self.labels, answers):
            yield label, [(int(place), rule, severity) for place, rule, severity in
                          (item.split(" ") for item in line.split("; ") if item)]
