#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""metrics.py - look at /metrics, nicely and otherwise. Nothing of it is ours:
Python's http.client, ssl and sockets.

usage: metrics.py get PORT [CERTS NAME]   the text; with TLS by CERTS/NAME.pem
       metrics.py wait PORT LINE...       until all of these lines are in it
       metrics.py storm PORT N            N scrapes; one and the same text, which
                                          is printed
       metrics.py hostile PORT            octets that are no scrape
       metrics.py slow PORT SECONDS       an octet at a time, until it is closed
       metrics.py clock                   the line of how UTC is kept here
       metrics.py talk ADDRESS PORT       SIP in HEP: a target's and others',
                                          and octets that are none; says how
                                          many datagrams

The exit status is 3 when the other side would not have us.
"""
import ctypes
import http.client
import os
import random
import re
import socket
import ssl
import struct
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

TYPE = 'text/plain; version=0.0.4; charset=utf-8'
GET = b'GET /metrics HTTP/1.1\r\nHost: a\r\n'


def connect(port, certs=None, name=None):
    if not certs:
        return http.client.HTTPConnection('127.0.0.1', port, timeout=10)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    tls.check_hostname = False
    tls.load_verify_locations(os.path.join(certs, 'ca.pem'))
    if name != 'none':
        path = os.path.join(certs, name)
        tls.load_cert_chain(path + '.pem', path + '.key')
    return http.client.HTTPSConnection('127.0.0.1', port, timeout=10,
                                       context=tls)


def get(connection):
    connection.request('GET', '/metrics')
    answer = connection.getresponse()
    text = answer.read().decode('ascii')
    assert answer.status == 200, answer.status
    assert answer.getheader('Content-Type') == TYPE
    assert text.endswith('\n')
    return text


def wait(port, lines):
    text = ''
    for _ in range(200):
        text = get(connect(port))
        if all(f'\n{line}\n' in text for line in lines):
            return
        time.sleep(0.05)
    sys.exit(f'never: {lines}: {text}')


def storm(port, count):
    """Half of them each by a connection of its own."""
    kept = connect(port)
    texts = set()
    slowest = 0.0
    for n in range(count):
        begun = time.monotonic()
        texts.add(get(connect(port) if n % 2 else kept))
        slowest = max(slowest, time.monotonic() - begun)
    assert len(texts) == 1, f'{len(texts)} different texts'
    print(texts.pop(), end='')
    print(f'{count} scrapes, the slowest {1000 * slowest:.1f} ms',
          file=sys.stderr)


def spoken(port, octets, answers=0, pace=0.0):
    """What is answered to octets, all at once or one by one, up to so many
    answers or the end; without answers, our side ends first."""
    s = socket.create_connection(('127.0.0.1', port), timeout=10)
    got = b''
    try:
        for at in range(0, len(octets), 1 if pace else len(octets) or 1):
            s.sendall(octets[at:at + 1] if pace else octets)
            time.sleep(pace)
        if not answers:
            s.shutdown(socket.SHUT_WR)
        while not answers or len(statuses(got)) < answers:
            more = s.recv(65536)
            if not more:
                break
            got += more
    except (ConnectionError, BrokenPipeError):
        pass
    s.close()
    return got


def statuses(answer):
    """Of each answer; of one that libmicrohttpd itself refuses the head may
    stand there twice."""
    got = [int(n) for n in re.findall(rb'HTTP/1\.\d (\d{3}) ', answer)]
    return got[:1] if got[:1] == [400] else got


# what is said, and the statuses that come back
CASES = [
    (GET + b'\r\n', [200]),
    ((GET + b'\r\n') * 20, [200] * 20),
    (b'GET /metrics HTTP/1.0\r\n\r\n', [200]),
    (b'POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n', [405]),
    (b'HEAD /metrics HTTP/1.1\r\nHost: a\r\n\r\n', [405]),
    (b'DELETE /metrics HTTP/1.1\r\nHost: a\r\n\r\n', [405]),
    (b'GET / HTTP/1.1\r\nHost: a\r\n\r\n', [404]),
    (b'GET /metrics/ HTTP/1.1\r\nHost: a\r\n\r\n', [404]),
    (b'GET /../metrics HTTP/1.1\r\nHost: a\r\n\r\n', [404]),
    (b'GET /X1/NE HTTP/1.1\r\nHost: a\r\n\r\n', [404]),
    (b'GET /metrics HTTP/1.1\r\n\r\n', [400]),
    (GET + b'Content-Length: 5\r\n\r\nabcde', [413]),
    (GET + b'Content-Length: -1\r\n\r\n', [400]),
    (GET + b'Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n', [413]),
    (GET + b'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n'
     b'0\r\n\r\n' + GET + b'\r\n', [413]),
]
# no answer is asked of these: a status that is no 200, or none
NOISE = [
    b'', b'\r\n' * 500, b'\0' * 4096, b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc',
    b'GET', b'GET /metrics', b'GET /metrics HTTP/9.9\r\nHost: a\r\n\r\n',
    b'GET ' + b'/' * 200000 + b' HTTP/1.1\r\nHost: a\r\n\r\n',
    GET + b'A: ' + b'b' * 200000 + b'\r\n\r\n',
    GET + b'A: b\r\n' * 20000 + b'\r\n',
    GET + b'A\r\n b\r\n : c\r\n\r\n' + b'\xff' * 100,
    b'INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP a\r\n\r\n',
    b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
]


def hostile(port):
    bad = 0
    for said, want in CASES:
        got = statuses(spoken(port, said, len(want)))
        if got != want:
            print(f'{said[:60]}: {got}, not {want}')
            bad += 1
    for said in NOISE:
        if 200 in statuses(spoken(port, said)):
            print(f'{said[:60]}: answered')
            bad += 1
    rng = random.Random(1)
    for _ in range(300):
        said = bytearray(GET + b'\r\n')
        for _ in range(rng.randrange(1, 6)):
            said[rng.randrange(len(said))] = rng.randrange(256)
        spoken(port, bytes(said))
    crowd = [socket.create_connection(('127.0.0.1', port)) for _ in range(200)]
    slow = [socket.create_connection(('127.0.0.1', port)) for _ in range(6)]
    for s in slow:
        s.sendall(b'GET /met')
    get(connect(port))  # who is silent, or slow, holds nobody up
    for s in crowd + slow:
        s.close()
    assert statuses(spoken(port, GET + b'\r\n', 1, 0.005)) == [200]
    print(len(CASES) + len(NOISE) + 301, 'cases')
    sys.exit(1 if bad else 0)


def slow(port, limit_s):
    """A connection is open so long and no longer, whatever trickles in."""
    begun = time.monotonic()
    s = socket.create_connection(('127.0.0.1', port), timeout=10)
    try:
        for octet in GET + b'A: ' + b'b' * 2000:
            s.sendall(bytes([octet]))
            time.sleep(0.02)
    except (ConnectionError, BrokenPipeError):
        pass
    took = time.monotonic() - begun
    assert limit_s / 2 < took < limit_s + 3, took
    print(f'closed after {took:.1f} s')


def talk(address, port):
    """The same octets each time: calls, registrations, and hostile ones."""
    import calls
    import hep
    import hostile as odd
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.connect((address, port))
    sent = 0

    def send(octets):
        nonlocal sent
        s.send(octets)
        sent += 1
        if sent % 16 == 0:
            time.sleep(0.002)

    send(hep.packet(calls.registration(0)))
    send(hep.packet(calls.registration(200)))
    for part in ('open', 'info', 'close'):
        method = ''
        for what in calls.PARTS[part]:
            method = method if isinstance(what, int) else what
            for n in range(20):
                for to in ('alice', 'canary'):
                    send(hep.packet(calls.message(f'{to}-{n}', to, what,
                                                  method)))
    for number, _, octets in odd.cases():
        if number % 5 == 0 and len(octets) < 60000:
            send(hep.packet(octets))
    for octets in (b'', b'\r\n\r\n', b'HEP3', b'\x02\x10\x02\x11' + b'a' * 40,
                   b'canary-7f3a', hep.packet(b'\xf8' + b'a' * 40),
                   hep.packet(b'\r\n'), hep.packet(b'\0' * 8)):
        send(octets)
    print(sent)


def clock():
    """How this machine's UTC is kept, as adjtimex(2) has it."""
    libc = ctypes.CDLL(None)
    timex = ctypes.create_string_buffer(512)
    state = libc.clock_adjtime(0, timex)
    free = state == 5 or struct.unpack_from('=i', timex, 40)[0] & 0x40
    how = 'unknown' if state < 0 else 'free' if free else 'synchronised'
    print(f'lmisf_clock{{state="{how}"}} 1')


if __name__ == '__main__':
    how = sys.argv[1]
    try:
        if how == 'get':
            print(get(connect(int(sys.argv[2]), *sys.argv[3:])), end='')
        elif how == 'wait':
            wait(int(sys.argv[2]), sys.argv[3:])
        elif how == 'clock':
            clock()
        elif how == 'storm':
            storm(int(sys.argv[2]), int(sys.argv[3]))
        elif how == 'hostile':
            hostile(int(sys.argv[2]))
        elif how == 'slow':
            slow(int(sys.argv[2]), float(sys.argv[3]))
        else:
            talk(sys.argv[2], int(sys.argv[3]))
    except (ssl.SSLError, ConnectionError, http.client.BadStatusLine) as e:
        print(f'refused: {e}', file=sys.stderr)
        sys.exit(3)
