#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""ring_kill9.py PID ADDRESS PORT KILLS SEED [tcp|passing] - send calls to PORT at 5,000
messages a second and kill the core of lmisfd, whose holder is PID, KILLS times
meanwhile; when that is 0, send for two seconds.

One call of eight is the target's: eight messages that lie 200 ms apart from
first to last, and only the first names him. Beside them calls of a bystander are
opened and stay open. With tcp all of them go over one connection, in pieces that
end anywhere; with passing so as well, as plain SIP, and to ourselves. Prints how many messages were sent, how many calls of the
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
from ring_lib import core, served, wait_for  # noqa: E402

RATE = 5000
OPEN = 128  # calls at a time
EACH = 8    # one of so many is the target's
BOB = calls.WHOLE[:4]


class Sender(threading.Thread):
    """Messages at a steady pace, until it is told to end."""

    def __init__(self, at, how, seed):
        super().__init__()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM if how
                                    else socket.SOCK_DGRAM)
        self.socket.connect(at)
        self.rng = random.Random(seed) if how else None
        self.pack = (lambda m: m) if how == 'passing' else hep.packet
        self.unsent = b''
        self.over = False
        self.sent = self.calls = self.crowd = 0

    def messages(self):
        lap = 0
        while not self.over:
            for method, what in calls.WHOLE:
                for i in range(OPEN):
                    to = 'alice' if i % EACH == 0 else 'canary'
                    yield calls.message(f'{lap}-{i}', to, what, method)
            for method, what in BOB:
                yield calls.message(f'bob-{lap}', 'bob', what, method)
            lap += 1
            self.calls += OPEN // EACH
            self.crowd += 1

    def send(self, packet):
        if not self.rng:
            self.socket.send(packet)
            return
        self.unsent += packet
        cut = self.rng.randrange(len(self.unsent))
        self.socket.sendall(self.unsent[:cut])
        self.unsent = self.unsent[cut:]

    def run(self):
        began = time.monotonic()
        for m in self.messages():
            self.send(self.pack(m))
            self.sent += 1
            ahead = began + self.sent / RATE - time.monotonic()
            if ahead > 0.002:
                time.sleep(ahead)
        self.socket.send(self.unsent)


def hear_nothing(at):
    """Be who the messages are for."""
    listener = socket.create_server(at)

    def drain():
        peer = listener.accept()[0]
        while peer.recv(1 << 16):
            pass

    threading.Thread(target=drain, daemon=True).start()


def main():
    holder, port, kills, seed = (int(sys.argv[i]) for i in (1, 3, 4, 5))
    rng = random.Random(seed)
    at, how = (sys.argv[2], port), ''.join(sys.argv[6:])
    if how == 'passing':
        hear_nothing(at)
    sender = Sender(at, how, seed)
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
