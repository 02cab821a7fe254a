#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""wire.py A B SEED CHANCE MS - be the wire between two interfaces that have no
address of their own: what comes out of one goes into the other, and some of it is
lost, some comes twice and some late, each with this chance in percent, at most MS
later, so that others overtake it. Equal seeds draw alike.

While there is a file `wire.fair` all of it goes through at once; of TCP at a port
that a line of `wire.dead` names nothing does. Prints a line

  asked PORT TIME

for each connection that is asked for, and one of all that it did when it is told
to end.

wire.py plain INTERFACE... - have these write checksums themselves: a wire that has
the octets alone cannot.
"""
import array
import fcntl
import heapq
import os
import random
import select
import signal
import socket
import struct
import sys
import time

SIOCETHTOOL, ETHTOOL_STXCSUM = 0x8946, 0x17
ALL, OUTGOING = 3, 4    # ETH_P_ALL, PACKET_OUTGOING
SYN_ACK, SYN = 0x12, 0x02
LOOK_S = 0.02


def plain(name):
    word = array.array('B', struct.pack('II', ETHTOOL_STXCSUM, 0))
    request = struct.pack('16sP', name.encode(), word.buffer_info()[0])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, SIOCETHTOOL, request)


def end_of(name):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL))
    s.bind((name, ALL))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    return s


def tcp_of(frame):
    """The two ports and the flags of a segment."""
    if frame[12:14] != b'\x08\0' or frame[23] != socket.IPPROTO_TCP:
        return (), 0
    at = 14 + (frame[14] & 15) * 4
    return struct.unpack('>HH', frame[at:at + 4]), frame[at + 13]


def words(name):
    try:
        with open(name, encoding='ascii') as f:
            return {int(word) for word in f.read().split()}
    except FileNotFoundError:
        return None


class Wire:
    def __init__(self, names, rng, chance, most_s):
        self.ends = [end_of(name) for name in names]
        self.rng, self.chance, self.most_s = rng, chance / 100, most_s
        self.late = []  # (when, number, to, frame)
        self.did = dict.fromkeys(('passed', 'lost', 'twice', 'late', 'dead'), 0)
        self.dead, self.fair, self.over = set(), True, False

    def end(self, *_):
        self.over = True

    def look(self):
        self.dead = words('wire.dead') or set()
        self.fair = words('wire.fair') is not None

    def pass_on(self, to, frame):
        self.did['passed'] += 1
        try:
            to.send(frame)
        except OSError:
            pass  # the other end has gone

    def drawn(self, what):
        hit = not self.fair and self.rng.random() < self.chance
        self.did[what] += hit
        return hit

    def take(self, to, frame):
        ports, flags = tcp_of(frame)
        if flags & SYN_ACK == SYN:
            print(f'asked {ports[1]} {time.monotonic():.3f}', flush=True)
        if self.dead.intersection(ports):
            self.did['dead'] += 1
            return
        if self.drawn('lost'):
            return
        for _ in range(1 + self.drawn('twice')):
            if self.drawn('late'):
                due = time.monotonic() + self.rng.uniform(0, self.most_s)
                heapq.heappush(self.late, (due, self.did['late'], to, frame))
            else:
                self.pass_on(to, frame)

    def run(self):
        looked = 0
        while not self.over:
            now = time.monotonic()
            if now - looked > LOOK_S:
                self.look()
                looked = now
            while self.late and self.late[0][0] <= now:
                self.pass_on(*heapq.heappop(self.late)[2:])
            wait = min([LOOK_S] + [one[0] - now for one in self.late[:1]])
            for s in select.select(self.ends, [], [], max(0, wait))[0]:
                frame, where = s.recvfrom(65536)
                if where[2] != OUTGOING:
                    self.take(self.ends[s is self.ends[0]], frame)
        print(*(f'{n} {what}' for what, n in self.did.items()), sep=', ')


def main():
    if sys.argv[1] == 'plain':
        for name in sys.argv[2:]:
            plain(name)
        return
    seed, chance, ms = (int(a) for a in sys.argv[3:6])
    wire = Wire(sys.argv[1:3], random.Random(seed), chance, ms / 1000)
    signal.signal(signal.SIGTERM, wire.end)
    wire.run()


if __name__ == '__main__':
    main()
