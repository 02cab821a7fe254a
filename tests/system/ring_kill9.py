#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""ring_kill9.py PID PORT KILLS SEED - send calls to PORT at 5,000 messages a
second and kill the core of lmisfd, whose holder is PID, KILLS times meanwhile;
when that is 0, send for two seconds.

One call of eight is the target's: eight messages that lie 200 ms apart from
first to last, and only the first names him. Beside them calls of a bystander are
opened and stay open. Prints how many messages were sent, how many calls of the
target there were, and how many of the bystander are open.
"""
import os
import random
import signal
import socket
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import calls  # noqa: E402
import hep  # noqa: E402

RATE = 5000
OPEN = 128  # calls at a time
EACH = 8    # one of so many is the target's
PARTS = (('INVITE', 'INVITE'), ('INVITE', 180), ('INVITE', 200), ('ACK', 'ACK'),
         ('INFO', 'INFO'), ('INFO', 200), ('BYE', 'BYE'), ('BYE', 200))
BOB = PARTS[:4]


def children(pid):
    with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as f:
        return [int(p) for p in f.read().split()]


def core(holder):
    """The one that serves: snapshots are its children, or have just lost their
    place."""
    while not children(holder):
        time.sleep(0.0005)
    return children(holder)[-1]


class Sender(threading.Thread):
    """Messages at a steady pace, until it is told to end."""

    def __init__(self, port):
        super().__init__()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.to = ('127.0.0.1', port)
        self.over = False
        self.sent = self.calls = self.crowd = 0

    def messages(self):
        lap = 0
        while not self.over:
            for method, what in PARTS:
                for i in range(OPEN):
                    to = 'alice' if i % EACH == 0 else 'canary'
                    yield calls.message(f'{lap}-{i}', to, what, method)
            for method, what in BOB:
                yield calls.message(f'bob-{lap}', 'bob', what, method)
            lap += 1
            self.calls += OPEN // EACH
            self.crowd += 1

    def run(self):
        began = time.monotonic()
        for m in self.messages():
            self.socket.sendto(hep.packet(m), self.to)
            self.sent += 1
            ahead = began + self.sent / RATE - time.monotonic()
            if ahead > 0.002:
                time.sleep(ahead)


def served(log):
    """How many cores have come to serve."""
    with open(log, encoding='utf-8') as f:
        text = f.read()
    return text.count(' goes on as the core, ') + text.count('lmisfd: ready')


def wait_for(log, count):
    """Until another one does; one in ten may be killed before."""
    for _ in range(2000):
        if served(log) > count:
            return
        time.sleep(0.001)


def main():
    holder, port, kills, seed = (int(a) for a in sys.argv[1:5])
    rng = random.Random(seed)
    sender = Sender(port)
    sender.start()
    time.sleep(0.2)
    killed = 0
    while killed < kills:
        time.sleep(rng.uniform(0.02, 0.04))
        before = served('lmisfd.log')
        try:
            os.kill(core(holder), signal.SIGKILL)
        except ProcessLookupError:
            continue
        killed += 1
        if killed % 10:
            wait_for('lmisfd.log', before)
    time.sleep(0.1 if kills else 2)
    sender.over = True
    sender.join()
    print(f'{sender.sent} {sender.calls} {sender.crowd}')


main()
