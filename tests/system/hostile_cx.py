#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""hostile_cx.py relay CASES SEED FILE [STORE] - be a client and an HSS on both sides
of a relay: messages of Cx that are only unusual, then so many that are broken where
a relay does not look. What came through goes to FILE, in the same words each time
that a relay does the same.

hostile_cx.py tap CASES SEED SOCKET STORE - be the tap itself, and tell lmisfd of so
many exchanges that are broken anywhere, as no relay would have passed them on.

Behind each case goes a probe, a de-registration of another user. Its answer, or its
acknowledgement, has to be there within 100 ms, or the case is tried again: a hang
is what takes so long each time. In STORE task 2 must have one record of each probe,
not later than that either, and task 1 one of each message of its target that is
only unusual. RFC 6733 cl. 4.1; TS 33.107 cl. 7A.2.3.3
"""
import os
import random
import select
import socket
import sqlite3
import struct
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cx_mutants import (CX, REQUEST, SAR, base_of, command_of,  # noqa: E402
                        mutants, unusual)
import cx_feed  # noqa: E402

RELAY, CLIENT, HSS = '10.77.0.2', '10.77.0.1', '10.77.0.3'
PORT, REALM = 3868, 'ims.test'
CAPABILITIES, WATCHDOG, DISCONNECT = 257, 280, 282
PROBE = 1 << 31     # in the end-to-end identifier
BATCH = 40
HANG_S, TRIES, WAIT_S = 0.1, 5, 20


def capabilities(name, ip):
    gpp = struct.pack('>I', cx_feed.GPP)
    return (origin(name) + cx_feed.avp(257, b'\0\1' + socket.inet_aton(ip))
            + cx_feed.avp(266, bytes(4)) + cx_feed.avp(269, b'test')
            + cx_feed.avp(265, gpp) + cx_feed.avp(260, cx_feed.avp(
                266, gpp) + cx_feed.avp(258, struct.pack('>I', CX))))


def origin(name):
    return cx_feed.avp(264, f'{name}.{REALM}'.encode()) + \
        cx_feed.avp(296, REALM.encode())


class Peer:
    """One end of a connection to the relay."""

    def __init__(self, name, ip, s):
        self.name, self.ip, self.socket, self.data = name, ip, s, b''
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        s.settimeout(WAIT_S)
        self.open = False

    def at_once(self):
        """freeDiameter waits with a second message for our kernel's word on the
        first, which it keeps for 40 ms."""
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def say(self, flags, command, ids, body):
        self.socket.sendall(struct.pack(
            '>III', 1 << 24 | 20 + len(body), flags << 24 | command, 0)
            + ids + body)

    def of_the_link(self, m):
        """Capabilities, watchdog or farewell: dealt with."""
        command = command_of(m)
        if m[8:12] != bytes(4) or command not in (CAPABILITIES, WATCHDOG,
                                                  DISCONNECT):
            return False
        if m[4] & REQUEST:
            body = cx_feed.avp(268, struct.pack('>I', 2001))
            body += capabilities(self.name, self.ip) if \
                command == CAPABILITIES else origin(self.name)
            self.say(0, command, m[12:20], body)
        self.open |= command == CAPABILITIES
        return True

    def messages(self):
        """What has come, but for that."""
        got = self.socket.recv(1 << 18)
        self.at_once()
        if not got:
            sys.exit(f'NOT SO: the relay closed the connection of {self.name}')
        self.data += got
        out = []
        while len(self.data) >= 20:
            n = int.from_bytes(self.data[1:4], 'big')
            if len(self.data) < n:
                break
            m, self.data = self.data[:n], self.data[n:]
            if not self.of_the_link(m):
                out.append(m)
        return out


class ByRelay:
    def __init__(self, log):
        self.log, self.probes, self.answers = log, 0, {}
        with socket.create_server((HSS, PORT)) as listener:
            listener.settimeout(WAIT_S)
            print('listening', flush=True)
            self.hss = Peer('hss', HSS, listener.accept()[0])
        while not self.hss.open:
            self.hss.messages()
        self.client = Peer('client', CLIENT, socket.create_connection(
            (RELAY, PORT), WAIT_S, (CLIENT, 0)))
        self.client.say(REQUEST, CAPABILITIES, bytes(8),
                        capabilities('client', CLIENT))
        while not self.client.open:
            self.client.messages()
        # A relay opens a connection some time before it routes to it.
        while not self.probe(WAIT_S):
            time.sleep(0.02)

    def note(self, where, m):
        if m[16] & PROBE >> 24:
            return
        self.log.write(f'{int.from_bytes(m[16:20], "big")} {where} '
                       f'{m[:12].hex()}{m[16:].hex()}\n')

    def serve(self, m):
        """The HSS's part: the answer that goes with it, or a plain one."""
        if m[4] & REQUEST:
            self.note('request', m)
            answer = self.answers.get(m[16:20]) or base_of(
                command_of(m), False, b'probe')
            self.hss.socket.sendall(answer[:12] + m[12:20] + answer[20:])

    def probe(self, seconds=2):
        """True when its answer came of the HSS."""
        number = PROBE | self.probes + 1
        ids = struct.pack('>II', number & 0xffffff, number)
        m = base_of(SAR, True, b'probe')
        self.client.socket.sendall(m[:12] + ids + m[20:])
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.client.at_once()
            self.hss.at_once()
            ready = select.select([self.client.socket, self.hss.socket], [],
                                  [], seconds)[0]
            for m in self.hss.messages() if self.hss.socket in ready else ():
                self.serve(m)
            for m in self.client.messages() if self.client.socket in ready \
                    else ():
                if m[16:20] == ids[4:]:
                    self.probes += not m[4] & 0x20
                    return not m[4] & 0x20
                self.note('answer', m)
        return False

    def case(self, number, request, answer):
        self.answers = {struct.pack('>I', number): answer}
        self.client.socket.sendall(request)
        if not self.probe():
            sys.exit(f'NOT SO: no answer to the probe of case {number}')


class AsTap:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(WAIT_S)
        self.socket.connect(path)
        self.socket.sendall(cx_feed.frame(cx_feed.HELLO, os.urandom(16)))
        cx_feed.read(self.socket)
        self.probes = self.told = 0
        self.sound = base_of(SAR, True, b'probe'), base_of(SAR, False, b'probe')

    def tell(self, request, answer):
        self.told += 1
        now = int(time.time() * 1000000)
        self.socket.sendall(cx_feed.frame(
            cx_feed.RECORD, struct.pack('>QQQB', self.told, now, now, 0)
            + cx_feed.some(b'') + cx_feed.some(b'') + cx_feed.some(request)
            + cx_feed.some(answer)))

    def case(self, number, request, answer):
        del number
        self.tell(request, answer)
        self.tell(*self.sound)
        self.probes += 1
        had = 0
        while had < self.told:
            kind, body = cx_feed.read(self.socket)
            if kind == cx_feed.ACK:
                had = int.from_bytes(body, 'big')


class Store:
    def __init__(self, path):
        self.db = path and sqlite3.connect(f'file:{path}?mode=ro', uri=True,
                                           timeout=10)
        self.before = len(self.records(2, 0)) if path else 0

    def records(self, task, want):
        """(came, kept) of each record of a task, in order, once there are so
        many."""
        end = time.monotonic() + WAIT_S
        while True:
            got = self.db.execute(
                'SELECT at_us / 1e6, committed_us / 1e6 FROM iri JOIN stream s'
                ' ON s.id = stream WHERE task = ? ORDER BY iri.id',
                (task,)).fetchall()
            if len(got) >= want or time.monotonic() > end:
                break
            time.sleep(0.002)
        if want and len(got) != want:
            sys.exit(f'NOT SO: {len(got)} records of {want} of task {task}')
        return got

    def late(self, probes, some):
        """Which of the last `some` probes lmisfd was late with, though nothing
        was in front of them."""
        got, last, out = self.records(2, self.before + probes), 0, []
        for i, (came, kept) in enumerate(got[-some:]):
            if kept - max(came, last) > HANG_S:
                out.append(i)
            last = kept
        return out


def batch(way, store, cases):
    """Send each; those that have kept somebody waiting."""
    slow = []
    for i, (number, _, request, answer) in enumerate(cases):
        began = time.monotonic()
        way.case(number, request, answer)
        if time.monotonic() - began > HANG_S:
            slow.append(i)
    if store.db:
        slow += store.late(way.probes, len(cases))
    return [cases[i] for i in sorted(set(slow))]


def run(way, store, cases):
    """Those of them that take long each time."""
    slow = []
    for at in range(0, len(cases), BATCH):
        slow += batch(way, store, cases[at:at + BATCH])
    for _ in range(TRIES):
        slow = [c for one in slow for c in batch(way, store, [one])]
    return slow


def main():
    what, count, seed, name = sys.argv[1:5]
    store = Store(sys.argv[5] if sys.argv[5:] else None)
    usual = []
    with open(name if what == 'relay' else os.devnull, 'w',
              encoding='ascii') as log:
        way = ByRelay(log) if what == 'relay' else AsTap(name)
        if what == 'relay':
            usual = list(unusual(random.Random(f'{seed} unusual')))
        slow = run(way, store, usual)
        if usual and store.db:
            store.records(1, len(usual))
        cases = list(mutants(int(count), random.Random(f'{seed} {what}'),
                             what == 'tap'))
        slow += run(way, store, cases)
    print(f'{what}: {len(usual)} unusual, {len(cases)} broken, seed {seed}, '
          f'{way.probes} probes answered')
    for number, kind, _, _ in slow:
        print(f'hangs: case {number} {kind}')
    sys.exit(1 if slow else 0)


main()
