#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""clock_steps.py PID PORT STEPS SEED - set the UTC of lmisfd, whose holder is PID, by
`steer` (force_steer.c), STEPS times by what SEED draws; each fourth time its core is
killed then. Calls of a target that are open, over TCP, have two messages each after
each step; and a warrant whose end the clock is stepped across has none."""
import datetime
import os
import random
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import calls  # noqa: E402
from each_lib import soon  # noqa: E402
from force_end import message  # noqa: E402
from ring_lib import core, served, wait_for  # noqa: E402

CALLS = 4
HOUR_S, YEAR_S = 3600, 31557600
LEAST_US = 200000  # what is less is no step
# From where the machine's UTC is, in seconds.
PLACES = [0, HOUR_S, -HOUR_S, 10 * YEAR_S, -10 * YEAR_S]


class Run:
    def __init__(self, holder, port, seed):
        self.holder, self.rng = holder, random.Random(seed)
        self.sip = socket.create_connection(('127.0.0.1', port))
        self.at_us = self.turns = self.stepped = 0
        self.want = 2  # of his registration

    def one(self, query):
        db = sqlite3.connect('file:lmisf.db?mode=ro', uri=True, timeout=10)
        try:
            return db.execute(query).fetchone()[0]
        finally:
            db.close()

    def records(self, task=1):
        return self.one(f'SELECT count(*) FROM audit_iri WHERE task = {task} '
                        "AND kind = 'sip'")

    def steps(self):
        return self.one("SELECT count(*) FROM audit WHERE action = "
                        "'issue.news' AND object = 'issue 6'")

    def talk(self, messages):
        """Of each call, and wait for its records."""
        for method, what in messages:
            for i in range(CALLS):
                self.sip.sendall(calls.message(f'clock-{i}', 'alice', what,
                                               method))
        self.want += CALLS * len(messages)

        def there():
            """the records of all open calls"""
            return self.records() >= self.want
        soon(there)

    # ---- the clock ----

    def now_s(self):
        return time.time() + self.at_us / 1e6

    def set_clock(self, at_us):
        told = self.steps()
        with open('steer', 'r+b') as f:
            f.write(struct.pack('=q', at_us))
        before, self.at_us = self.at_us, at_us
        if abs(at_us - before) >= 2 * LEAST_US:
            self.stepped += 1

            def audited():
                """the step, in the audit"""
                return self.steps() > told
            soon(audited)

    def draw(self):
        """Where it is set to."""
        how = self.rng.randrange(7)
        if how == 0:
            return self.at_us + self.rng.choice([-500000, 500000])
        if how == 1:
            return int((self.rng.uniform(1, YEAR_S) - time.time()) * 1e6)
        return int((self.rng.choice(PLACES) + self.rng.uniform(-60, 60)) * 1e6)

    # ---- a warrant ----

    def warrant(self):
        """One that ends soon, of a target of its own: its number, his name."""
        self.turns += 1
        who, end = f'bob{self.turns}', int(self.now_s()) + 300
        text = datetime.datetime.fromtimestamp(end, datetime.timezone.utc)
        subprocess.run(
            [os.environ['STORY_BIN'] + '/lmisf-ctl', '--config', 'lmisf.yaml',
             '--operator', 'tester', 'task', 'add', '-'], check=True,
            env=dict(os.environ, LD_PRELOAD=os.environ['STORY_LIB'] +
                     '/force_steer.so'),
            stdout=subprocess.DEVNULL, text=True, input=(
                f'liid: LIID-{who}\ntargets:\n  - impu: sip:{who}@ims.example\n'
                f'starts: 1970-01-01T00:00:01Z\n'
                f'ends: {text:%Y-%m-%dT%H:%M:%SZ}\ndestinations: [mdf]\n'
                'warrant: of the clock\n'))
        return self.turns + 1, who

    def says(self, who):
        self.sip.sendall(message(f'{who}-{time.monotonic_ns()}', 1).replace(
            b'canary', who.encode()))

    def ends_by_the_clock(self):
        """One record before its end, none behind it; and one of a clock that is
        set back to before it, which had been wrong."""
        task, who = self.warrant()
        self.says(who)

        def one():
            """the record of before"""
            return self.records(task) == 1
        soon(one)
        self.set_clock(self.at_us + 400 * 1000000)
        self.says(who)
        self.talk((('INFO', 'INFO'), ('INFO', 200)))
        assert self.records(task) == 1, 'a warrant outlives its end'
        before_us = self.at_us - 400 * 1000000
        # What is over is let go of after a day.
        self.set_clock(self.at_us + 48 * HOUR_S * 1000000)
        self.let_go()
        self.set_clock(before_us)
        self.says(who)

        def again():
            """a record of a warrant that is in its period again"""
            return self.records(task) == 2
        soon(again, 1)

    def let_go(self):
        """Two ticks: what is over, and the clock, is looked at."""
        time.sleep(2.2)

    def step(self, n):
        self.set_clock(self.draw())
        if n % 4 == 3:
            before = served('lmisfd.log')
            os.kill(core(self.holder), signal.SIGKILL)
            wait_for('lmisfd.log', before)
            self.let_go()  # it may tell once more what was told before
        self.talk((('INFO', 'INFO'), ('INFO', 200)))
        if n % 4 == 1:
            self.ends_by_the_clock()
        assert self.one("SELECT count(*) FROM audit_registrations "
                        "WHERE state = 'registered'") == 1, 'a registration'
        assert self.one("SELECT count(*) FROM audit_sessions WHERE state = "
                        f"'confirmed'") == CALLS, 'a session is over'


def main():
    run = Run(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[4]))
    run.talk(calls.WHOLE[:4])
    for n in range(int(sys.argv[3])):
        run.step(n)
    run.set_clock(0)
    run.talk(calls.WHOLE[6:])
    assert run.records() == run.want, (run.records(), run.want)
    bad = run.one(f'''SELECT count(*) FROM (SELECT 1 FROM audit_iri
        WHERE task = 1 GROUP BY correlation HAVING min(sequence) <> 0 OR
        max(sequence) <> count(*) - 1 OR count(DISTINCT sequence) <> count(*))''')
    assert bad == 0, 'a stream has a gap'
    assert run.one("SELECT count(*) FROM audit WHERE action = 'task.mend'") == 0
    print(f'{run.stepped} steps told, {run.want} records of {CALLS} calls')


main()
