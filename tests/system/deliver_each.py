#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""deliver_each.py BIN HEP-PORT X2-PORT SEED SHARE [fail LIB] - kill lmisf-deliver
at each system call that it makes from its start to its end with a call of a target
to deliver, and at each that such a call has it make while it is connected: at the
n-th of each name, for every n. Of these points one of SHARE is drawn by SEED.

With "fail" those that write, read or allocate fail in place of that, and in LIB is
fail_memory.so, by which each allocation of such a life does. Then it goes on, or
ends with a status and a word of why; no signal ends it.

Every other call that comes while it is connected finds the receiver stopped, which
then is killed with what it had not read, and is started again.

In the end all is delivered. Prints how many calls there were, how many points, at
how many the process died and how often the receiver was killed. The receivers'
output is in sink.N.out.
"""
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import calls  # noqa: E402
import hep  # noqa: E402
from each_lib import (each_point, fail_at, kill_at, let_go, soon,  # noqa: E402
                      strace)

ALLOCATIONS = 8  # those of one life are many: of them one in so many
FIRST_MAP = fail_at('mmap', 1)
SETTLE_S = 0.1  # what is sent to a stopped receiver is with its kernel by then


def number(query):
    db = sqlite3.connect('file:lmisf.db?mode=ro', uri=True, timeout=10)
    try:
        return db.execute(query).fetchone()[0]
    finally:
        db.close()


def none_waits():
    """no record waits"""
    return number('SELECT count(*) FROM outbox') == 0


def lines(path, text):
    with open(path, encoding='utf-8') as f:
        return sum(text in line for line in f)


class Run:
    def __init__(self, bins, hep_port, x2_port, fails):
        self.fails = fails
        self.deliver = [f'{bins}/lmisf-deliver', '--config', 'lmisf.yaml',
                        '--follow']
        self.receive = [f'{bins}/lmisf-sink', '--listen',
                        f'127.0.0.1:{x2_port}', '--cert', 'certs/mdf.pem',
                        '--key', 'certs/mdf.key', '--ca', 'certs/ca.pem',
                        '--json', '--resume']
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.connect(('127.0.0.1', hep_port))
        self.log = open('deliver.log', 'ab')
        self.calls = self.sinks = self.kills = self.turns = 0
        self.odd = []  # how it ended that is no way to end
        self.sender = None
        self.start_sink()

    def start_sink(self):
        self.sinks += 1
        log = f'sink.{self.sinks}.log'
        with open(f'sink.{self.sinks}.out', 'wb') as out, \
                open(log, 'wb') as err:
            self.sink = subprocess.Popen(self.receive, stdout=out, stderr=err)

        def listens():
            """a receiver"""
            return lines(log, 'listening on')
        soon(listens)

    def kill_sink(self):
        self.sink.kill()
        self.sink.wait()
        self.kills += 1
        self.start_sink()

    def start_deliver(self, *tracer, env=None):
        self.said = os.path.getsize('deliver.log')
        return subprocess.Popen([*tracer, *self.deliver], stderr=self.log,
                                env=env and {**os.environ, **env})

    def ended(self, rc, what):
        """Something failed: if it ended of that, does it say so?"""
        with open('deliver.log', encoding='utf-8') as f:
            f.seek(self.said)
            last = (f.read().splitlines() or [''])[-1]
        if rc == -signal.SIGSEGV and what == FIRST_MAP:
            return  # that of ld.so, which does not look at what it gets
        if rc < 0 or (rc > 0 and (not last or 'connected, TLS' in last)):
            self.odd.append(f'{what}: status {rc}: {last}')

    def connect(self):
        """A lmisf-deliver that is connected and has nothing to do."""
        before = lines('deliver.log', 'connected, TLS')
        if self.sender and self.sender.poll() is None:
            soon(none_waits, 30)
            return
        self.sender = self.start_deliver()

        def connected():
            """a connection"""
            return lines('deliver.log', 'connected, TLS') > before
        soon(connected)
        soon(none_waits, 30)

    def disconnect(self):
        if self.sender:
            self.sender.kill()
            self.sender.wait()
        self.sender = None

    def call(self):
        """A call of the target, until its records are stored."""
        for method, what in calls.WHOLE:
            self.udp.sendall(hep.packet(calls.message(
                f'each-{self.calls}', 'u1', what, method)))
        self.calls += 1

        def stored():
            """the records of a call"""
            return number('SELECT count(*) FROM iri') >= \
                self.calls * len(calls.WHOLE)
        soon(stored)

    def whole_life(self, *tracer, env=None):
        """From its start to its end, with a call to deliver: its status."""
        self.disconnect()
        self.call()
        p = self.start_deliver(*tracer, env=env)

        def ended():
            """its end"""
            return p.poll() is not None

        def enough():
            """all is delivered"""
            return ended() or none_waits()
        soon(enough, 30)
        if not ended():
            pid = p.pid
            if tracer:
                with open(f'/proc/{pid}/task/{pid}/children',
                          encoding='ascii') as f:
                    pid = int(f.read().split()[0])
            os.kill(pid, signal.SIGTERM)
        soon(ended, 30)
        return p.returncode

    def from_start(self, *options):
        rc = self.whole_life('strace', '-qq', *options)
        if self.fails:
            self.ended(rc, options)
            return rc > 0
        return rc == -signal.SIGKILL

    def allocations(self, rng, share):
        """Fail one of `share` of its allocations: how many, and how often it
        ended of that."""
        points = ended = 0
        env = {'LD_PRELOAD': self.fails, 'FAIL_MEMORY': 'memory'}
        self.whole_life(env=env)
        with open('memory', encoding='ascii') as f:
            most = int(f.read())
        for n in range(1, most + 1):
            if rng.randrange(share):
                continue
            points += 1
            rc = self.whole_life(env={**env, 'FAIL_MEMORY_AT': str(n)})
            self.ended(rc, f'allocation {n} of {most}')
            ended += rc != 0
        return points, ended

    def at_work(self, *options):
        self.connect()
        stopped = self.turns % 2
        self.turns += 1
        tracer = strace(self.sender.pid, *options)
        if stopped:
            self.sink.send_signal(signal.SIGSTOP)
        self.call()
        until = time.monotonic() + SETTLE_S

        def enough():
            """all is delivered, or has had its time"""
            return tracer.poll() is not None or (
                time.monotonic() > until if stopped else none_waits())
        soon(enough, 30)
        died = let_go(tracer)
        if stopped:
            self.kill_sink()
        if died:
            if self.fails:
                self.ended(self.sender.wait(), options)
            self.disconnect()
        return died

    def finish(self):
        self.connect()
        self.disconnect()
        self.sink.terminate()
        return self.sink.wait()


def main():
    seed, share = int(sys.argv[4]), int(sys.argv[5])
    fails = sys.argv[7] if sys.argv[6:] else None
    rng = random.Random(seed)
    run = Run(sys.argv[1], *map(int, sys.argv[2:4]), fails)
    got = [each_point(way, rng, share, fail_at if fails else kill_at)
           for way in (run.from_start, run.at_work)]
    if fails:
        got.append(run.allocations(rng, share * ALLOCATIONS))
    rc = run.finish()
    print(*run.odd, sep='\n', file=sys.stderr)
    print(run.calls, *map(sum, zip(*got)), run.kills)
    sys.exit(rc or len(run.odd) > 0)


main()
