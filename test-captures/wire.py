# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts composed messages into frames and frames into a capture file. Nothing in it is random."""

import struct
from dataclasses import dataclass
from ipaddress import ip_address

from scapy.contrib.gtp import GTP_U_Header
from scapy.layers.inet import ICMP, IP, TCP, UDP, fragment
from scapy.layers.inet6 import ICMPv6DestUnreach, IPv6, IPv6ExtHdrFragment, fragment6
from scapy.layers.l2 import ARP, GRE, Dot1Q, Ether
from scapy.layers.sctp import SCTP, SCTPChunkData
from scapy.layers.vxlan import VXLAN
from scapy.packet import Raw

BASE_TIME = 1704067200          # 2024-01-01 00:00:00 UTC
TUNNEL_ENDS = ("198.51.100.251", "198.51.100.252")
SEGMENT_GAP = 100               # microseconds between the frames of one message


@dataclass
class Frame:
    time: int                   # microseconds after the base time
    octets: bytes
    length: int                 # on the wire: more than the octets where the snap length has cut it


class Connection:
    """One TCP, WebSocket or SCTP connection between two hosts; who speaks first is its client."""

    def __init__(self, client, server, port):
        self.client, self.server = client, server
        self.ports = {client: port, server: server.port}
        self.next = {client: 1, server: 1}      # sequence number, or TSN
        self.held = {client: b"", server: b""}

    def advance(self, sender, count):
        number = self.next[sender]
        self.next[sender] += count
        return number


class Wire:
    def __init__(self):
        self.frames = []
        self.connections = {}
        self.placed = {}        # id of a Sent -> the packets (from IP up) that carried it
        self.swapped = []       # (Sent, packets) that wait for the frames of the next line

    # From the payload up to IP

    def ip(self, sent, src, dst):
        layer = IPv6 if ":" in src.ip else IP
        header = layer(src=src.ip, dst=dst.ip)
        if layer is IP:
            header.id = int(sent.step.options.get("ipid", len(self.frames) + 1))
        ttl = sent.step.options.get("ttl")
        if ttl:
            header.setfieldval("ttl" if layer is IP else "hlim", int(ttl))
        return header

    def ports(self, sent, source, destination):
        options = sent.step.options
        return {"sport": int(options.get("sport", source)), "dport": int(options.get("dport", destination))}

    def connection(self, sent):
        key = (frozenset((sent.src, sent.dst)), sent.step.transport)
        if key not in self.connections:
            self.connections[key] = Connection(sent.src, sent.dst, 40000 + len(self.connections))
        return self.connections[key]

    def udp(self, sent):
        return [self.ip(sent, sent.src, sent.dst) / UDP(**self.ports(sent, sent.src.port, sent.dst.port))
                / Raw(sent.payload)]

    def tcp(self, sent, payload, sender=None, receiver=None):
        link = self.connection(sent)
        sender, receiver = sender or sent.src, receiver or sent.dst
        if "hold" in sent.step.flags:
            link.held[sender] += payload
            return []
        payload, link.held[sender] = link.held[sender] + payload, b""
        count = int(sent.step.options.get("segments", 1))
        size = -(-len(payload) // count)
        packets = []
        for start in range(0, len(payload), size):
            part = payload[start:start + size]
            header = TCP(flags="PA", seq=link.advance(sender, len(part)), ack=link.next[receiver],
                         **self.ports(sent, link.ports[sender], link.ports[receiver]))
            packets.append(self.ip(sent, sender, receiver) / header / Raw(part))
        return packets

    def websocket(self, sent):
        """One text frame; a client masks it (RFC 6455 §5.3), here with a constant key."""
        size, masked = len(sent.payload), self.connection(sent).client is sent.src
        mask = b"\x11\x22\x33\x44" if masked else b""
        body = bytes(octet ^ mask[place % 4] for place, octet in enumerate(sent.payload)) if masked else sent.payload
        length = bytes([masked << 7 | size]) if size < 126 else struct.pack("!BH", masked << 7 | 126, size)
        return self.tcp(sent, b"\x81" + length + mask + body)

    def websocket_opening(self, sent):
        ask = (f"GET / HTTP/1.1\r\nHost: {sent.dst.hostport}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Protocol: sip\r\n\r\n")
        grant = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: sip\r\n\r\n")
        return self.tcp(sent, ask.encode()) + self.tcp(sent, grant.encode(), sent.dst, sent.src)

    def sctp(self, sent):
        link = self.connection(sent)
        number = link.advance(sent.src, 1)
        tag = 1 if link.client is sent.src else 2
        chunk = SCTPChunkData(beginning=1, ending=1, tsn=1000 * tag + number, stream_seq=number - 1, data=sent.payload)
        ports = self.ports(sent, sent.src.port, sent.dst.port)
        return [self.ip(sent, sent.src, sent.dst) / SCTP(tag=tag, **ports) / chunk]

    def unreachable(self, sent):
        packet = self.placed[id(sent.original)][0]
        quote = Raw(bytes(packet)[:int(sent.step.options.get("quote", 548))])
        error = ICMPv6DestUnreach(code=4) if IPv6 in packet else ICMP(type=3, code=3)
        return [self.ip(sent, sent.src, sent.dst) / error / quote]

    def copy(self, sent, packet):
        """The packet again as another capture point has it."""
        packet = packet.copy()
        ttl = sent.step.options.get("ttl")
        if ttl:
            packet.setfieldval("hlim" if IPv6 in packet else "ttl", int(ttl))
        return packet

    def ip_packets(self, sent):
        step = sent.step
        if step.what == "unreachable":
            return self.unreachable(sent)
        if "copy" in step.flags:
            return [self.copy(sent, packet) for packet in self.placed[id(sent.original)]]
        if "sameseq" in step.flags:
            return self.placed[id(sent.original)]
        if step.what == "ws-open":
            return self.websocket_opening(sent)
        if sent.step.transport == "tcp":
            return self.tcp(sent, sent.payload)
        if sent.step.transport == "ws":
            return self.websocket(sent)
        packets = self.sctp(sent) if sent.step.transport == "sctp" else self.udp(sent)
        if "fragments" in step.options:
            return fragments_of(packets[0], int(step.options["fragments"]))
        return packets

    # From IP down to the frame

    def frame(self, sent, packet, time):
        step = sent.step
        inner = bytes(packet)
        ends = IP(src=TUNNEL_ENDS[0], dst=TUNNEL_ENDS[1], id=len(self.frames) + 1)
        ethernet = Ether(src=mac_of(sent.src), dst=mac_of(sent.dst), type=0x86DD if IPv6 in packet else 0x0800)
        if "mac" in step.options:
            ethernet.dst = step.options["mac"]
        if "vxlan" in step.flags:
            ends = ends / UDP(sport=50000, dport=4789) / VXLAN(vni=1) / bytes(ethernet)
        elif "gtp" in step.flags:
            ends = ends / UDP(sport=2152, dport=2152) / GTP_U_Header(gtp_type=255, teid=1)
        elif "gre" in step.flags:
            ends = ends / GRE(proto=ethernet.type)
        elif "ipip" in step.flags:
            ends.proto = 41 if IPv6 in packet else 4
        else:
            ends = None
        if ends:
            inner, ethernet.type = bytes(ends / Raw(inner)), 0x0800
        if "vlan" in step.options:
            inner = bytes(Dot1Q(vlan=int(step.options["vlan"]), type=ethernet.type) / Raw(inner))
            ethernet.type = 0x8100
        octets = bytes(ethernet) + inner
        self.frames.append(Frame(time, octets[:int(step.options.get("snap", len(octets)))], len(octets)))

    def put(self, sent):
        step = sent.step
        if step.what == "tick":
            octets = bytes(Ether(src=mac_of(None), dst="ff:ff:ff:ff:ff:ff")
                           / ARP(hwsrc=mac_of(None), psrc="192.0.2.253", pdst="192.0.2.254"))
            self.frames.append(Frame(sent.time, octets, len(octets)))
            return
        if "unseen" in step.flags:
            before, self.frames = self.frames, list(self.frames)
            self.placed[id(sent)] = self.ip_packets(sent)
            self.frames = before
            return
        packets = self.placed[id(sent)] = self.ip_packets(sent)
        numbered = list(enumerate(packets, 1))
        if "order" in step.options:
            numbered = [numbered[int(digit) - 1] for digit in step.options["order"]]
        seen = [packet for number, packet in numbered if str(number) != step.options.get("lost")]
        if "swap" in step.flags:
            self.swapped = [(sent, seen)]
            return
        self.place(sent, seen, sent.time)
        for waiting, packets in self.swapped:
            self.place(waiting, packets, sent.time + len(seen) * SEGMENT_GAP)
        self.swapped = []

    def place(self, sent, packets, time):
        for place, packet in enumerate(packets):
            self.frame(sent, packet, time + place * SEGMENT_GAP)


def mac_of(host):
    return "02:00:00:00:00:fe" if host is None else \
        "02:" + ":".join(f"{octet:02x}" for octet in b"\0" + ip_address(host.ip).packed[-4:])


def fragments_of(packet, count):
    """The packet in COUNT fragments of about the same size."""
    size = -(-len(packet.payload) // count // 8) * 8
    if IPv6 not in packet:
        return fragment(packet, size)
    header = IPv6(src=packet.src, dst=packet.dst) / IPv6ExtHdrFragment(id=1, nh=17)
    return fragment6(header / Raw(bytes(packet)[40:]), size + len(header))


def packets(messages):
    """The frames that carry what compose() made (or what is left of it)."""
    wire = Wire()
    for sent in messages:
        wire.put(sent)
    return wire.frames


def pcap(frames):
    """A capture file of Ethernet frames, as bytes."""
    parts = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)]
    for frame in frames:
        seconds, micros = divmod(frame.time, 1_000_000)
        parts.append(struct.pack("<IIII", BASE_TIME + seconds, micros, len(frame.octets), frame.length))
        parts.append(frame.octets)
    return b"".join(parts)
