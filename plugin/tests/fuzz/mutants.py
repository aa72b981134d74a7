#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes mutated captures: those of test-captures/ with frames lost, doubled, moved and cut, and bytes, numbers and
header fields altered. The same SEED gives the same files.

    mutants.py FOLDER COUNT [SEED]
"""

import pathlib
import random
import re
import struct
import sys

CAPTURES = pathlib.Path(__file__).resolve().parents[3] / "test-captures"
LARGEST = 60_000
NUMBERS = [b"0", b"1", b"-1", b"2147483647", b"4294967295", b"4294967296", b"18446744073709551616", b"1e9", b""]
TEXTS = [b"\r\n", b";", b",", b"<", b">", b'"', b"\xff", b"\x00", b"tag=", b"branch=", b"SIP/2.0", b" ", b"\r\n ",
         "\u202e".encode(), b"%s", b"z9hG4bK", b"100rel", b"INVITE", b"CANCEL", b"A" * 300]
UDP_OVER_IPV4 = 42      # bytes of Ethernet, IPv4 and UDP before the payload


class Frame:
    def __init__(self, seconds, fraction, length, data):
        self.seconds, self.fraction, self.length, self.data = seconds, fraction, length, data

    def copy(self):
        return Frame(self.seconds, self.fraction, self.length, self.data)

    @property
    def is_udp(self):
        return self.data[12:15] == b"\x08\x00\x45" and self.data[23:24] == b"\x11" and len(self.data) == self.length

    def set_payload(self, payload):
        """Another payload of a UDP datagram, with lengths that are right."""
        payload = payload[:60_000]
        head = bytearray(self.data[:UDP_OVER_IPV4])
        struct.pack_into("!H", head, 16, 28 + len(payload))
        struct.pack_into("!H", head, 38, 8 + len(payload))
        struct.pack_into("!H", head, 40, 0)
        self.data = bytes(head) + payload
        self.length = len(self.data)


def read(path):
    data = path.read_bytes()
    if data[:4] not in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") or len(data) > LARGEST:
        return None
    frames, at = [], 24
    while at + 16 <= len(data):
        seconds, fraction, captured, length = struct.unpack_from("<IIII", data, at)
        frames.append(Frame(seconds, fraction, length, data[at + 16:at + 16 + captured]))
        at += 16 + captured
    return (data[:24], frames) if frames else None


def write(path, head, frames):
    path.write_bytes(head + b"".join(struct.pack("<IIII", f.seconds & 0xffffffff, f.fraction, len(f.data),
                                                 f.length) + f.data for f in frames))


# --- what may happen to a capture ---------------------------------------------------------------------------------

def lose(frames, chance):
    frames.pop(chance.randrange(len(frames)))


def double(frames, chance):
    frame = chance.choice(frames)
    for _ in range(chance.choice((1, 1, 2, 70))):
        frames.insert(chance.randint(0, len(frames)), frame.copy())


def move(frames, chance):
    frames.insert(chance.randint(0, len(frames)), frames.pop(chance.randrange(len(frames))))


def delay(frames, chance):
    by = chance.choice((1, 4, 33, 200, 4000, 86400, -2, 10 ** 8))
    for frame in frames[chance.randrange(len(frames)):]:
        frame.seconds += by


def cut(frames, chance):
    frame = chance.choice(frames)
    frame.data = frame.data[:chance.randint(0, len(frame.data))]


def flip(frames, chance):
    frame = chance.choice(frames)
    if frame.data:
        data = bytearray(frame.data)
        for _ in range(chance.choice((1, 1, 4, 16))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        frame.data = bytes(data)


def rewrite(frames, chance, change):
    udp = [frame for frame in frames if frame.is_udp]
    if udp:
        frame = chance.choice(udp)
        frame.set_payload(change(frame.data[UDP_OVER_IPV4:]))


def number(frames, chance):
    def change(payload):
        found = list(re.finditer(rb"\d+", payload))
        if not found:
            return payload
        at = chance.choice(found)
        return payload[:at.start()] + chance.choice(NUMBERS) + payload[at.end():]
    rewrite(frames, chance, change)


def insert(frames, chance):
    def change(payload):
        at = chance.randint(0, len(payload))
        return payload[:at] + chance.choice(TEXTS) + payload[at + chance.choice((0, 0, 3, 30)):]
    rewrite(frames, chance, change)


def header(frames, chance):
    """A line lost, doubled many times, or from another message."""
    others = [frame.data for frame in frames if frame.is_udp]

    def change(payload):
        lines = payload.split(b"\r\n")
        at = chance.randrange(len(lines))
        kind = chance.randrange(3)
        if kind == 0:
            lines.pop(at)
        elif kind == 1:
            lines[at:at] = [lines[at]] * chance.choice((1, 3, 40))
        else:
            lines[at] = chance.choice(chance.choice(others)[UDP_OVER_IPV4:].split(b"\r\n"))
        return b"\r\n".join(lines)
    rewrite(frames, chance, change)


CHANGES = [lose, double, move, delay, cut, flip, number, insert, header]


def mutant(captures, chance):
    head, frames = chance.choice(captures)
    frames = [frame.copy() for frame in frames]
    if chance.random() < 0.2:   # another capture behind or between
        more = [frame.copy() for frame in chance.choice(captures)[1]]
        frames = frames + more if chance.random() < 0.5 else [f for pair in zip(frames, more) for f in pair]
    for _ in range(chance.choice((1, 2, 3, 5, 9))):
        if len(frames) > 1:
            chance.choice(CHANGES)(frames, chance)
    return head, frames


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    captures = [capture for path in sorted(CAPTURES.glob("*/*.pcap")) if (capture := read(path))]
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(count):
        write(folder / f"{seed}-{i:05}.pcap", *mutant(captures, random.Random(f"{seed}/{i}")))


if __name__ == "__main__":
    main()
