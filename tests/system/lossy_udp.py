#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""lossy_udp.py PORT CALLS SEED - so many calls by HEP over UDP, through a relay that
loses datagrams, has them twice, late and so in another order, as SEED draws it.

Half of the calls are the target's. Each has eight messages, only the first of which
names him, and one call of three has messages that are longer than a packet. Writes
to `want` the event time of each datagram that is a record: of a call whose first
message passed, all that passed. Prints how many passed, were lost, came twice and
came behind one that was sent after them."""
import heapq
import os
import random
import socket
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import calls  # noqa: E402
import hep  # noqa: E402

LOST = TWICE = 0.05
LATE_S = 0.2
GAP_S = 0.06  # between two messages of a call
RATE = 2500  # messages a second, of all calls
LONG = b'X-Long: ' + b'x' * 1800 + b'\r\nVia:'


def packet(call, number):
    method, what = calls.WHOLE[number]
    sip = calls.message(f'udp-{call}', 'canary' if call % 2 else 'alice', what,
                        method)
    return sip.replace(b'Via:', LONG, 1) if call % 3 == 0 else sip


class Relay:
    def __init__(self, at, seed):
        self.rng = random.Random(seed)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(at)
        self.waiting = []
        self.passed = self.lost = self.twice = self.late = self.newest = 0
        self.arrived = {}  # by call: the number and event time of each

    def take(self, number, call, part, event_us):
        """A datagram comes to the relay now."""
        if self.rng.random() < LOST:
            self.lost += 1
            return
        copies = 1 + (self.rng.random() < TWICE)
        self.twice += copies - 1
        octets = hep.packet(packet(call, part), at_us=event_us)
        for _ in range(copies):
            due = time.monotonic() + self.rng.uniform(0, LATE_S)
            heapq.heappush(self.waiting,
                           (due, number, octets, call, part, event_us))

    def give(self):
        """What is due leaves it."""
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            _, number, octets, call, part, event_us = heapq.heappop(
                self.waiting)
            self.socket.send(octets)
            self.passed += 1
            self.late += number < self.newest
            self.newest = max(self.newest, number)
            self.arrived.setdefault(call, []).append((part, event_us))


def main():
    count = int(sys.argv[2])
    relay = Relay(('127.0.0.1', int(sys.argv[1])), int(sys.argv[3]))
    parts = len(calls.WHOLE)
    plan = sorted((call * parts / RATE + part * GAP_S, call, part)
                  for call in range(count) for part in range(parts))
    began, first_us = time.monotonic(), int(time.time() * 1e6)
    for number, (at, call, part) in enumerate(plan):
        while began + at > time.monotonic():
            relay.give()
            time.sleep(0.0005)
        relay.take(number, call, part, first_us + int(at * 1e6) + number)
    while relay.waiting:
        relay.give()
        time.sleep(0.0005)
    want = []
    for call, all_of_it in relay.arrived.items():
        if call % 2 == 0 and any(part == 0 for part, _ in all_of_it):
            want += [event_us for _, event_us in all_of_it]
    with open('want', 'w', encoding='ascii') as f:
        f.writelines(f'{event_us}\n' for event_us in sorted(want))
    print(f'{relay.passed} passed, {relay.lost} lost, {relay.twice} twice, '
          f'{relay.late} late')


main()
