# SPDX-License-Identifier: BSD-3-Clause
"""ring_send.py - calls at a steady pace, to an lmisfd whose core is killed.

One call of `each` is the target's: eight messages that lie some time apart from
first to last, and only the first names him. Beside them calls of a bystander are
opened, if there is to be a crowd, and stay open.
"""
import os
import random
import socket
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import calls  # noqa: E402
import hep  # noqa: E402

OPEN = 128  # calls at a time
BOB = calls.WHOLE[:4]


class Sender(threading.Thread):
    """Messages at a steady pace, until it is told to end."""

    def __init__(self, at, how='', seed=0, rate=5000, each=8, crowd=True):
        super().__init__()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM if how
                                    else socket.SOCK_DGRAM)
        self.socket.connect(at)
        self.rng = random.Random(seed) if how else None
        self.pack = (lambda m: m) if how == 'passing' else hep.packet
        self.rate, self.each, self.open = rate, each, BOB if crowd else ()
        self.unsent = b''
        self.over = False
        self.sent = self.calls = self.crowd = 0

    def messages(self):
        lap = 0
        while not self.over:
            for method, what in calls.WHOLE:
                for i in range(OPEN):
                    to = 'alice' if i % self.each == 0 else 'canary'
                    yield calls.message(f'{lap}-{i}', to, what, method)
            for method, what in self.open:
                yield calls.message(f'bob-{lap}', 'bob', what, method)
            lap += 1
            self.calls += OPEN // self.each
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
            ahead = began + self.sent / self.rate - time.monotonic()
            if ahead > 0.002:
                time.sleep(ahead)
        self.socket.send(self.unsent)
