# SPDX-License-Identifier: BSD-3-Clause
"""A target that talks without end, as SIP in datagrams.

  deliver_many_talk.py PORT RATE SEED     RATE messages a second, until a signal

Calls that open, go on for a while with INFO of either side, and end, a few at
the same time.
"""
import random
import socket
import sys
import time

CALLS = 5
END = 'sip:{}@ims.example'


def message(call, line, who, far, cseq, method):
    branch = f'z9hG4bK-{call}-{cseq}-{method}'
    return (f'{line}\r\nVia: SIP/2.0/UDP 192.0.2.1;branch={branch}\r\n'
            f'From: <{END.format(who)}>;tag={who}-{call}\r\n'
            f'To: <{END.format(far)}>;tag={far}-{call}\r\n'
            f'Call-ID: many-{call}\r\nCSeq: {cseq} {method}\r\n'
            'Content-Length: 0\r\n\r\n').encode()


def request(call, method, cseq, who, far):
    return message(call, f'{method} {END.format(far)} SIP/2.0', who, far, cseq,
                   method)


def call_of(number, draw):
    """The messages of one call."""
    first = request(number, 'INVITE', 1, 'alice', 'bob')
    yield first.replace(f';tag=bob-{number}'.encode(), b'')
    yield message(number, 'SIP/2.0 200 OK', 'alice', 'bob', 1, 'INVITE')
    yield request(number, 'ACK', 1, 'alice', 'bob')
    for i in range(draw.randrange(5, 60)):
        ends = ('alice', 'bob') if draw.random() < 0.5 else ('bob', 'alice')
        yield request(number, 'INFO', i + 2, *ends)
    yield request(number, 'BYE', 99, 'alice', 'bob')
    yield message(number, 'SIP/2.0 200 OK', 'alice', 'bob', 99, 'BYE')


def main():
    to, each = ('127.0.0.1', int(sys.argv[1])), 1 / float(sys.argv[2])
    draw = random.Random(int(sys.argv[3]))
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    number, calls = 0, []
    due = time.monotonic()
    while True:
        while len(calls) < CALLS:
            number += 1
            calls.append(call_of(number, draw))
        call = draw.choice(calls)
        octets = next(call, None)
        if octets is None:
            calls.remove(call)
            continue
        out.sendto(octets, to)
        due += each
        time.sleep(max(0, due - time.monotonic()))


main()
