#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""soak.py PID DELIVER-PID PORT RATE SECONDS EACH SEED - send so many messages a
second for so long, and kill the core of lmisfd, whose holder is PID, each EACH
seconds or a little later. Look each second what lmisfd, all of its processes, and
lmisf-deliver have of memory and of descriptors, but for the first quarter.

Prints the messages that were sent, the calls of the target among them and the
kills; then of each program how its memory grew, in KiB an hour and in percent, and
by how many its descriptors were more in the second half than in the first.
"""
import os
import random
import signal
import statistics
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ring_lib import core, served, wait_for  # noqa: E402
from ring_send import Sender  # noqa: E402

CALLS = 64  # one of so many is the target's


def family(pid):
    """It and all that came of it."""
    out = [pid]
    try:
        with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as f:
            for child in f.read().split():
                out += family(int(child))
    except OSError:
        pass
    return out


def memory(pids):
    """In KiB; what several have counts once."""
    kib = 0
    for pid in pids:
        try:
            with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as f:
                kib += sum(int(line.split()[1]) for line in f
                           if line.startswith('Pss:'))
        except OSError:
            pass  # it has just ended
    return kib


def descriptors(pid):
    try:
        return len(os.listdir(f'/proc/{pid}/fd'))
    except OSError:
        return 0


class Program:
    def __init__(self, pids, holders):
        self.pids, self.holders = pids, holders
        self.samples = []  # (when, KiB, descriptors)

    def look(self):
        self.samples.append((time.monotonic(), memory(self.pids()),
                             sum(map(descriptors, self.holders()))))

    def grew(self):
        """KiB an hour by least squares; percent of the mean."""
        n = len(self.samples)
        x = sum(s[0] for s in self.samples) / n
        y = sum(s[1] for s in self.samples) / n
        slope = sum((s[0] - x) * (s[1] - y) for s in self.samples) / sum(
            (s[0] - x) ** 2 for s in self.samples) * 3600
        return slope, 100 * slope / y

    def more(self):
        half = len(self.samples) // 2
        usual = [statistics.median_high(s[2] for s in part) for part in (
            self.samples[:half], self.samples[half:])]
        return usual[1] - usual[0]


def kill(holder):
    before = served('lmisfd.log')
    os.kill(core(holder), signal.SIGKILL)
    wait_for('lmisfd.log', before)


def main():
    holder, deliver, port, rate, seconds, each, seed = map(int, sys.argv[1:8])
    rng = random.Random(seed)
    sender = Sender(('127.0.0.1', port), rate=rate, each=CALLS, crowd=False)
    programs = [Program(lambda: family(holder), lambda: (holder, core(holder))),
                Program(lambda: family(deliver), lambda: (deliver,))]
    began = time.monotonic()
    sender.start()
    kills, due = 0, each
    while time.monotonic() < began + seconds:
        time.sleep(1 - (time.monotonic() - began) % 1)
        now = time.monotonic() - began
        if now > due:
            kill(holder)
            kills, due = kills + 1, now + each * rng.uniform(1, 1.1)
        elif now > seconds / 4:
            for p in programs:
                p.look()
    sender.over = True
    sender.join()
    print(sender.sent, sender.calls, kills)
    for p in programs:
        print(*(f'{g:.2f}' for g in p.grew()), p.more())


main()
