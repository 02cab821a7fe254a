#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""cx_feed.py - be a Cx tap: send exchanges to lmisfd, wait until they are kept.

usage: cx_feed.py SOCKET EXCHANGE...
       EXCHANGE is COMMAND,key=value,...: the number of a command of TS 29.229
       cl. 6.1 and of AVPs, such as 302,host=icscf.ims.example,601=sip:a@b.
       host is Origin-Host of the request, answerer that of the answer, peer
       the Diameter identity that the request came by

The last word is how many were acknowledged.
"""
import os
import socket
import struct
import sys
import time

HELLO, WELCOME, RECORD, ACK = 1, 2, 3, 4
CX, GPP = 16777216, 10415


def frame(kind, body):
    return struct.pack('>IBBH', 4 + len(body), 1, 0, kind) + body


def avp(code, value):
    vendor = struct.pack('>I', GPP) if 600 <= code < 700 else b''
    flags = 0xc0 if vendor else 0x40
    size = 8 + len(vendor) + len(value)
    head = struct.pack('>IB', code, flags) + size.to_bytes(3, 'big')
    return head + vendor + value + bytes(-size % 4)


def message(flags, command, avps):
    head = struct.pack('>IIIII', 1 << 24 | 20 + len(avps),
                       flags << 24 | command, CX, 1, 1)
    return head + avps


def some(text):
    return struct.pack('>I', len(text)) + text


def octets(code, value):
    """Text, but of a Server-Assignment-Type. TS 29.229 cl. 6.3"""
    return struct.pack('>I', int(value)) if code == '614' else value.encode()


def record(number, text):
    command, *pairs = text.split(',')
    said = dict(pair.split('=', 1) for pair in pairs)
    host = said.pop('host').encode()
    answerer = said.pop('answerer', 'hss.ims.example').encode()
    peer = said.pop('peer', '').encode()
    request = avp(264, host) + b''.join(
        avp(int(code), octets(code, value)) for code, value in said.items())
    answer = avp(264, answerer) + avp(268, struct.pack('>I', 2001))
    now = int(time.time() * 1000000)
    return frame(RECORD, struct.pack('>QQQB', number, now, now + 1, 0)
                 + some(peer) + some(b'')
                 + some(message(0x80, int(command), request))
                 + some(message(0, int(command), answer)))


def read(s):
    size = struct.unpack('>I', s.recv(4, socket.MSG_WAITALL))[0]
    body = s.recv(size, socket.MSG_WAITALL)
    return struct.unpack('>BBH', body[:4])[2], body[4:]


def main():
    s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    s.settimeout(30)
    s.connect(sys.argv[1])
    s.sendall(frame(HELLO, os.urandom(16)))
    if read(s)[0] != WELCOME:
        sys.exit('no welcome')
    kept = 0
    for number, text in enumerate(sys.argv[2:], 1):
        s.sendall(record(number, text))
    while kept < len(sys.argv) - 2:
        kind, body = read(s)
        if kind == ACK:
            kept = struct.unpack('>Q', body)[0]
    print(kept)


if __name__ == '__main__':
    main()
