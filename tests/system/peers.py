#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""peers.py - messages of a target, one a time; or odd ones, many at once.

usage: peers.py ADDRESS PORT messages FIRST COUNT RATE
       peers.py ADDRESS PORT odd WHO COUNT

messages: COUNT of them, RATE a second, numbered from FIRST, each a session of
its own; prints the time (UTC, in microseconds) just before each is made.
odd: COUNT times three that libosip2 refuses and a proxy may route, of a hundred
sessions.
"""
import os
import socket
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402


def message(who, number, extra='', length=2):
    return (f'MESSAGE sip:somebody@ims.example SIP/2.0\r\n'
            f'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-{number}\r\n'
            f'From: <sip:{who}@ims.example>;tag=1\r\n'
            f'To: <sip:somebody@ims.example>\r\n{extra}'
            f'Call-ID: {number}@192.0.2.1\r\nCSeq: 1 MESSAGE\r\n'
            f'Content-Length: {length}\r\n\r\nhi').encode()


def messages(s, first, count, rate):
    begun = time.monotonic()
    for n in range(count):
        time.sleep(max(0, begun + n / rate - time.monotonic()))
        print(time.time_ns() // 1000, flush=True)
        try:
            s.send(hep.packet(message('alice', first + n)))
        except ConnectionRefusedError:
            pass  # nobody listens just now


def odd(s, who, count):
    for n in range(count):
        for kind, extra, length in (
                ('length', '', 20),
                ('empty', 'P-Asserted-Identity: \r\n', 2),
                ('port', 'Contact: <sip:ue@192.0.2.7:99999>\r\n', 2)):
            s.send(hep.packet(message(who, f'{who}-{kind}-{n % 100}', extra, length)))
        if n % 20 == 0:
            time.sleep(0.001)


def main():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.connect((sys.argv[1], int(sys.argv[2])))
    if sys.argv[3] == 'odd':
        odd(s, sys.argv[4], int(sys.argv[5]))
    else:
        messages(s, *(int(a) for a in sys.argv[4:7]))


main()
