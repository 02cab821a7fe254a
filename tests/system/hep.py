# SPDX-License-Identifier: BSD-3-Clause
"""hep.py - HEPv3 put together by the specification, not by the product."""
import socket
import struct
import time


def chunk(kind, value, vendor=0):
    return struct.pack('>HHH', vendor, kind, 6 + len(value)) + value


def packet(sip, v6=False, at_us=0):
    """A SIP message as a tap sends it: of this time, or of now, chunks in another
    order than Kamailio's, and one of a vendor that nobody knows."""
    family = socket.AF_INET6 if v6 else socket.AF_INET
    src, dst = ('2001:db8::1', '2001:db8::2') if v6 else ('192.0.2.1', '192.0.2.2')
    at_us = at_us or int(time.time() * 1e6)
    body = chunk(77, b'whatever', vendor=0x1234)
    body += chunk(1, bytes([family])) + chunk(2, b'\x11')
    body += chunk(5 if v6 else 3, socket.inet_pton(family, src))
    body += chunk(6 if v6 else 4, socket.inet_pton(family, dst))
    body += chunk(8, struct.pack('>H', 6060)) + chunk(7, struct.pack('>H', 5060))
    body += chunk(9, struct.pack('>I', at_us // 10**6))
    body += chunk(10, struct.pack('>I', at_us % 10**6))
    body += chunk(11, b'\x01') + chunk(12, struct.pack('>I', 9))
    body += chunk(15, sip)
    return b'HEP3' + struct.pack('>H', 6 + len(body)) + body
