#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""feed_in.py - send SIP files to a listener in the ways that taps do.

usage: feed_in.py HOW ADDRESS PORT FILE...
       HOW is sip-udp, hep-udp, hep-tcp, hep-tcp-dribble or junk-udp

HEPv3 is put together here, by the specification, not by the product: IPv4 or
IPv6 addresses as ADDRESS is, time of now, chunks in another order than
Kamailio's, and one of a vendor that nobody knows. "dribble" writes an octet at
a time. "junk" sends what is no HEP and no SIP.
"""
import socket
import struct
import sys
import time


def chunk(kind, value, vendor=0):
    return struct.pack('>HHH', vendor, kind, 6 + len(value)) + value


def hep(sip, v6):
    family = socket.AF_INET6 if v6 else socket.AF_INET
    src, dst = ('2001:db8::1', '2001:db8::2') if v6 else ('192.0.2.1', '192.0.2.2')
    now = time.time()
    body = chunk(77, b'whatever', vendor=0x1234)
    body += chunk(1, bytes([family])) + chunk(2, b'\x11')
    body += chunk(5 if v6 else 3, socket.inet_pton(family, src))
    body += chunk(6 if v6 else 4, socket.inet_pton(family, dst))
    body += chunk(8, struct.pack('>H', 6060)) + chunk(7, struct.pack('>H', 5060))
    body += chunk(9, struct.pack('>I', int(now)))
    body += chunk(10, struct.pack('>I', int(now % 1 * 1e6)))
    body += chunk(11, b'\x01') + chunk(12, struct.pack('>I', 9))
    body += chunk(15, sip)
    return b'HEP3' + struct.pack('>H', 6 + len(body)) + body


def main():
    how, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    v6 = ':' in address
    family = socket.AF_INET6 if v6 else socket.AF_INET
    messages = [open(name, 'rb').read() for name in sys.argv[4:]]
    if how.endswith('udp'):
        s = socket.socket(family, socket.SOCK_DGRAM)
        s.connect((address, port))
        for m in messages:
            s.send(m if how == 'sip-udp' else hep(m, v6))
        if how == 'junk-udp':
            for junk in (b'HEP3', b'HEP3\x00\x06', b'HEP3\xff\xff' + b'x' * 99,
                         b'\x02\x10\x02\x11', b'\x00' * 20, b'x'):
                s.send(junk)
        return
    s = socket.create_connection((address, port))
    octets = b''.join(hep(m, v6) for m in messages)
    step = 1 if how == 'hep-tcp-dribble' else len(octets)
    for at in range(0, len(octets), step):
        s.sendall(octets[at:at + step])
    s.shutdown(socket.SHUT_WR)
    s.recv(1)  # until the other side is done with it


main()
