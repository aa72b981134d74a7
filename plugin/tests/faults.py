# SPDX-License-Identifier: GPL-2.0-or-later
"""The faults of test-captures/ in other clothes: other transports and spellings, proxies between, a mirror port."""

import re
import zlib
from dataclasses import replace

import variants
from ladder import Host, Step
from sipmodel import Sent

NETS = {"192.0.2": 1, "198.51.100": 2, "203.0.113": 3}
FIRST = Host("px1", "198.51.100.101")
SECOND = Host("px2", "198.51.100.102")
DIALOG = (b"INVITE", b"SUBSCRIBE", b"REFER")


def over_tcp(name):
    """Every host speaks TCP."""
    def alter(ladder):
        hosts = {host: replace(host, transport="tcp") for host in ladder.hosts.values()}
        ladder.hosts = {host.name: host for host in hosts.values()}
        for step in ladder.steps:
            step.src, step.dst = hosts.get(step.src), hosts.get(step.dst)
            step.flags -= {"udp", "sctp", "ws"}
            step.options.pop("fragments", None)
    return variants.Flow(name, alter_ladder=alter, in_full=False)


def over_ipv6(name):
    def address(match):
        ip = f"2001:db8:{NETS[match[2]]}::{match[3]}"
        if match[1]:        # host NAME ADDRESS[:PORT]
            return match[1] + (f"[{ip}]{match[4]}" if match[4] else ip)
        return f"[{ip}]" + (match[4] or "")

    def alter(text):
        return re.sub(r"(^(?:host|proxy)\s+\S+\s+)?\b(192\.0\.2|198\.51\.100|203\.0\.113)\.(\d+)\b(:\d+)?", address, text,
                      flags=re.MULTILINE)
    return variants.Flow(name, alter_text=alter, in_full=False)


def spelled(*flags):
    def view(name):
        def alter(ladder):
            for step in ladder.steps:
                step.flags |= {*flags} if step.what.isdigit() or step.what.isupper() else set()
        return variants.Flow(name, alter_ladder=alter, in_full=False)
    return view


def with_payloads(name, change):
    """Every message changed; a repeat is still a repeat."""
    def alter(messages):
        done = {}
        for sent in messages:
            if sent.payload:
                sent.payload = done.setdefault(sent.payload, change(sent.payload))
        return messages
    return variants.Flow(name, alter_sent=alter, in_full=False)


def in_other_letters(name):
    """Names of header fields and their parameters are case-insensitive, RFC 3261 §7.3.1."""
    def change(payload):
        head, end, body = payload.partition(b"\r\n\r\n")
        start, *lines = head.split(b"\r\n")
        lines = [re.sub(rb"^[A-Za-z-]+(?=\s*:)", lambda m: m[0].swapcase(), line) for line in lines]
        lines = [re.sub(rb";\s*(tag|branch|expires|refresher|received|rport)\b", lambda m: m[0].upper(), line)
                 for line in lines]
        return b"\r\n".join([start, *lines]) + end + body
    return with_payloads(name, change)


def insert(payload, *lines):
    start, _, rest = payload.partition(b"\r\n")
    return b"\r\n".join([start, *lines, rest])


def without_forwards(payload, hops):
    return re.sub(rb"(?im)^(Max-Forwards\s*:\s*)(\d+)", lambda m: m[1] + b"%d" % max(int(m[2]) - hops, 0), payload)


def via(proxy, seen):
    key = seen.branch or variants.field(seen.sent.payload, rb"Via|v")
    return f"Via: SIP/2.0/UDP {proxy.ip}:5060;branch=z9hG4bK-{proxy.name}-{zlib.crc32(key):x}".encode()


def named(kind, *proxies):
    return [f"{kind}: <sip:{proxy.ip};lr>".encode() for proxy in proxies]


class TwoProxies:
    """Two stateless proxies that record-route, RFC 3261 §16.11, between the first host and all others."""

    def __init__(self):
        self.branches = set()   # of INVITEs

    def hops(self, sent, near):
        seen = variants.Seen(0, sent.time, sent)
        proxies = [FIRST, SECOND] if sent.src.name == near else [SECOND, FIRST]
        ends = [sent.src, *proxies, sent.dst]
        payloads = self.request(seen, proxies) if not seen.status else self.response(seen, proxies)
        for number, payload in enumerate(payloads):
            step = Step("", sent.time + number * 1_000, sent.step.what, ends[number], ends[number + 1],
                        options={key: value for key, value in sent.step.options.items() if key == "snap"},
                        flags=sent.step.flags & {"unseen"})
            yield Sent(step, ends[number], ends[number + 1], payload, sent.original)

    def request(self, seen, proxies):
        payload = seen.sent.payload
        begins = not seen.to_tag and seen.kind in DIALOG
        if seen.kind == b"INVITE":
            self.branches.add(seen.branch)
        inside = seen.to_tag and seen.kind != b"CANCEL" and not (seen.kind == b"ACK" and seen.branch in self.branches)
        first, second = proxies
        yield insert(payload, *(named("Route", first, second) if inside else ()))
        yield without_forwards(insert(payload, via(first, seen), *(named("Record-Route", first) if begins else ()),
                                      *(named("Route", second) if inside else ())), 1)
        yield without_forwards(insert(payload, via(second, seen), via(first, seen),
                                      *(named("Record-Route", second, first) if begins else ())), 2)

    def response(self, seen, proxies):
        # The request came the other way: what is nearest the server now put its Via on top then.
        near, far = proxies
        routes = named("Record-Route", near, far) if seen.method in DIALOG and 101 <= seen.status < 300 else ()
        payload = seen.sent.payload
        yield insert(payload, via(near, seen), via(far, seen), *routes)
        yield insert(payload, via(far, seen), *routes)
        yield insert(payload, *routes)


def behind_two_proxies(name):
    def alter(messages):
        way, out = TwoProxies(), []
        near = next(sent.src.name for sent in messages if sent.src)
        for sent in messages:
            between = sent.payload and sent.step.what.isalnum() and near in (sent.src.name, sent.dst.name)
            out += way.hops(sent, near) if between else [sent]
        return sorted(out, key=lambda sent: sent.time)
    return variants.Flow(name, alter_sent=alter, in_full=False)


CLOTHES = {
    "two proxies": behind_two_proxies,
    "TCP": over_tcp,
    "IPv6": over_ipv6,
    "compact": spelled("compact"),
    "folded": spelled("fold"),
    "one line": spelled("oneline"),
    "other letters": in_other_letters,
}
