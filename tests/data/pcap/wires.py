# SPDX-License-Identifier: BSD-3-Clause
"""The messages of a story as other wires carry them: in fragments, in tunnels,
in streams. Whatever the wire, a reader finds the same messages."""
import struct

from frames import ethernet, ethertype, ip, udp

TAP, SWITCH = "10.77.9.1", "10.77.9.2"
GNB, UPF = ("2001:db8:99::1", 2152), ("2001:db8:99::2", 2152)


def fragments(m, number, size=504):
    """IPv6 fragments (RFC 8200 cl. 4.5), the last one first."""
    whole = udp(m.wire_from, m.wire_to, m.octets)
    if ethertype(whole) != 0x86dd:
        raise ValueError("IPv6 only")
    payload, parts = whole[40:], []
    for at in range(0, len(payload), size):
        more = at + size < len(payload)
        head = struct.pack("!BBHI", 17, 0, at | more, number)
        parts.append(ip(m.wire_from[0], m.wire_to[0], 44,
                        head + payload[at:at + size]))
    return parts[::-1]


def gtpu(m, number):
    """A G-PDU with a PDU session container (TS 29.281, TS 38.415)."""
    inner = udp(m.wire_from, m.wire_to, m.octets)
    options = struct.pack("!HBB", number & 0xffff, 0, 0x85) + bytes([1, 0, 9, 0])
    head = struct.pack("!BBHI", 0x36, 255, len(options) + len(inner), 77)
    return [udp(GNB, UPF, head + options + inner)]


def vxlan(m, number):
    """What a virtual switch mirrors (RFC 7348)."""
    inner = ethernet(udp(m.wire_from, m.wire_to, m.octets))
    return [udp((TAP, 50000 + number % 1000), (SWITCH, 4789),
                struct.pack("!II", 8 << 24, 99 << 8) + inner)]


def erspan(m, number):
    """What a switch mirrors: ERSPAN type II in GRE with a number."""
    inner = ethernet(udp(m.wire_from, m.wire_to, m.octets), ((0x8100, 7),))
    head = struct.pack("!HHI", 0x1000, 0x88be, number)
    return [ip(TAP, SWITCH, 47, head + struct.pack("!HHI", 0x1000, 1, 0) +
               inner)]


def esp(m, number):
    """ESP with NULL encryption and HMAC-SHA-1-96 (TS 33.203 cl. 7.1); what
    the check value is does not matter to a tap."""
    inner = udp(m.wire_from, m.wire_to, m.octets)[40:]
    pad = -(len(inner) + 2) % 4
    trailer = bytes(range(1, pad + 1)) + bytes([pad, 17])
    return [ip(m.wire_from[0], m.wire_to[0], 50,
               struct.pack("!II", 0x1234, number) + inner + trailer +
               bytes((i * 53 + number) % 256 for i in range(12)))]


def segment(m, sequence, flags, content):
    head = struct.pack("!HHIIBBHHH", m.wire_from[1], m.wire_to[1],
                       sequence % 2**32, 0, 0x50, flags, 65535, 0, 0)
    return ip(m.wire_from[0], m.wire_to[0], 6, head + content)


class Streams:
    """TCP streams (RFC 9293) that make it hard: numbers wrap, neighbours are
    swapped, octets come twice, cuts fall anywhere."""

    def __init__(self):
        self.next = {}

    def __call__(self, m, number):
        way = (m.wire_from, m.wire_to)
        out = []
        if way not in self.next:
            self.next[way] = 2**32 - 700
            out.append(segment(m, self.next[way] - 1, 2, b""))
        at, parts = self.next[way], []
        size = 100 + number * 97 % 700
        for i in range(0, len(m.octets), size):
            parts.append((at + i, m.octets[i:i + size]))
        self.next[way] += len(m.octets)
        for i in range(0, len(parts) - 1, 2):
            parts[i], parts[i + 1] = parts[i + 1], parts[i]
        for s, content in parts:
            out.append(segment(m, s, 0x18, content))
            if s % 3 == 0:
                out.append(segment(m, s, 0x18, content))
        out.append(segment(m, self.next[way] - 1, 0x10, b"?"))
        return out


def files(messages):
    """Names and packets of a story told over IPv6."""
    for name, how in (("fragments", fragments), ("gtpu", gtpu),
                      ("vxlan", vxlan), ("erspan", erspan), ("esp", esp),
                      ("tcp", Streams())):
        yield "ims_call_%s.pcap" % name, [
            (m.at_us + i, ethernet(p))
            for n, m in enumerate(messages, 1)
            for i, p in enumerate(how(m, n))]
