#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""to_pcap.py - what witness.py wrote down, as a capture of the hops themselves.

usage: to_pcap.py WITNESS OUT.pcap

Each HEPv3 packet becomes the UDP datagram that it tells of: its addresses, its
ports, its time, its SIP message. Link type: raw IP. tests/data/pcap/lab_core.pcap
was made so from one run of tests/system/ims_story.
"""
import struct
import sys

LINKTYPE_RAW = 101


def packets(path):
    """The HEP packets of a witness file."""
    octets = open(path, 'rb').read()
    at = 0
    while at < len(octets):
        (n,) = struct.unpack_from('>I', octets, at)
        yield octets[at + 4:at + 4 + n]
        at += 4 + n


def chunks(packet):
    """The generic chunks of a HEPv3 packet by their type."""
    assert packet[:4] == b'HEP3'
    found, at = {}, 6
    while at < len(packet):
        vendor, kind, n = struct.unpack_from('>HHH', packet, at)
        if vendor == 0:
            found[kind] = packet[at + 6:at + n]
        at += n
    return found


def checksum(octets):
    total = sum(struct.unpack('>%dH' % (len(octets) // 2), octets))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def datagram(c):
    """IPv4 and UDP around the message; a UDP checksum of 0 is none."""
    udp = c[7] + c[8] + struct.pack('>HH', 8 + len(c[15]), 0) + c[15]
    head = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0)
    head += c[3] + c[4]
    head = head[:10] + struct.pack('>H', checksum(head)) + head[12:]
    return head + udp


def main():
    with open(sys.argv[2], 'wb') as out:
        out.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144,
                              LINKTYPE_RAW))
        for packet in packets(sys.argv[1]):
            c = chunks(packet)
            (s,), (us,) = struct.unpack('>I', c[9]), struct.unpack('>I', c[10])
            ip = datagram(c)
            out.write(struct.pack('<IIII', s, us, len(ip), len(ip)) + ip)


main()
