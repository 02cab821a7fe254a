#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""bbiff.py - be a BBIFF-C that tells an LMISF of bearers over TLS.

usage: bbiff.py PORT WHAT...
       WHAT, one after the other:
       NAME            a payload of tests/data/lite
       s8:IMSI:ID:CAUSE[:IMEI], n9:IMSI:ID:CAUSE[:IMEI]
       alive:N         a keepalive of this number, which is to be answered
       pdu:TYPE:FORMAT:HEX   a PDU of that payload
       octets:HEX      octets, as they are
       wait            say "waits" and go on with a line on the standard input

FEED_CERT and FEED_CA as feed_lib.py has them. Nothing here is shared with
lib/encode. The exit status is 3 when the other side ends the connection or
does not answer. TS 103 221-2 cl. 5, 6.2.4; TS 33.128 cl. 7.10
"""
import os
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from feed_lib import connect  # noqa: E402

here = os.path.dirname(os.path.abspath(__file__))
OID = bytes.fromhex('0413110f01')  # release 17, version 15, XIRIPayload


def tlv(tag, octets):
    n = len(octets)
    length = bytes([n]) if n < 128 else bytes([0x81, n])
    return bytes.fromhex(tag) + length + octets


def pdu(kind, form, payload, attributes=b''):
    fixed = struct.pack('>HHIIHH16sQ', 5, kind, 40 + len(attributes),
                        len(payload), form, 5 if kind < 3 else 0,
                        bytes(16 if kind > 2 else 0) or os.urandom(16), 0)
    return fixed + attributes + payload


def notice(payload):
    return pdu(1, 2, payload, struct.pack('>HH', 6, 5) + b'bbiff')


def event(choice, fields):
    return notice(tlv('30', tlv('81', OID) + tlv('a2', tlv(choice, fields))))


def said(words):
    kind, imsi, number, cause = words[:4]
    imei = words[4].encode() if len(words) > 4 else b''
    number, cause = bytes([int(number)]), bytes([int(cause)])
    who = tlv('81', imsi.encode())
    if kind == 's8':
        if imei:
            who += tlv('82', imei)
        return event('bf65', who + tlv('83', b'\0' + number if number[0] > 127
                                       else number) + tlv('88', cause))
    who = tlv('a1', who)
    if imei:
        who += tlv('a2', tlv('82' if len(imei) == 16 else '81', imei))
    return event('bf64', who + tlv('83', number) + tlv('87', cause))


def exactly(s, n):
    got = b''
    while len(got) < n:
        more = s.recv(n - len(got))
        if not more:
            sys.exit(3)
        got += more
    return got


def alive(s, number):
    sequence = struct.pack('>HHI', 8, 4, number)
    s.sendall(pdu(3, 0, b'', sequence))
    if exactly(s, 48) != pdu(4, 0, b'', sequence):
        sys.exit(3)


def send(s, what):
    words = what.split(':')
    if words[0] in ('s8', 'n9'):
        s.sendall(said(words))
    elif words[0] == 'alive':
        alive(s, int(words[1]))
    elif words[0] == 'pdu':
        s.sendall(pdu(int(words[1]), int(words[2]), bytes.fromhex(words[3])))
    elif words[0] == 'octets':
        s.sendall(bytes.fromhex(words[1]))
    elif what == 'wait':
        print('waits', flush=True)
        sys.stdin.readline()
    else:
        path = os.path.join(here, '..', 'data', 'lite', what + '.hex')
        with open(path) as f:
            text = ''.join(line for line in f if line[0] != '#')
        s.sendall(notice(bytes.fromhex(text)))


def main():
    try:
        s = connect('tls', '127.0.0.1', int(sys.argv[1]), 20)
        for what in sys.argv[2:]:
            send(s, what)
        s.unwrap()
    except OSError:  # an SSLError is one too
        sys.exit(3)


main()
