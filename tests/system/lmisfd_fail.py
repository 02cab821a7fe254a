#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""lmisfd_fail.py HEP SIP-TCP SIP-PASSING SEED SHARE WAY [MUTANT] - have each system
call of lmisfd that may fail do so once, at the n-th of each name for every n: WAY is
one of those in WAYS. Of these points one of SHARE is drawn by SEED. MUTANT is loaded
in front of the C library.

At each point every kind of tap tells a few messages, each of which is a record. They
are all there soon, once; or it was the store's call and lmisfd ended with a status
and a word of why, then what it had not committed may be missing, but for Cx, whose
tap tells again. What is not so is printed, and the exit status is 1.
"""
import contextlib
import os
import random
import re
import select
import signal
import socket
import sqlite3
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402
from disk_full import message  # noqa: E402
from each_lib import each_point, let_go, soon, strace  # noqa: E402
from fail_lib import WHY, Faults, Odd, Once, last_line  # noqa: E402
from lmisfd_fail_lib import LOG, PATIENCE_S, Daemon, Tap  # noqa: E402
from ring_lib import children, cradle, served, wait_for  # noqa: E402

EACH = 2       # messages of each kind of tap at a point
# Whose call it is: of the store, or for memory, which a program may end of.
STORE = re.compile(r'lmisf\.db|store\.key|^\d* *(madvise|mmap|mprotect|mremap|getrandom)\(')

# What it says at its end whatever it is, or at its beginning.
COUNTS = re.compile(r'lmisfd: (\d+ packets|ready)')

# The loader's own first page: it does not look whether it has it.
LOADERS = re.compile('=mmap:.*when=1$')

WRITES = ('fdatasync', 'pwrite64')  # that a mutant passes over

# Of a core at work; of a snapshot that goes on in place of a core; of their holder at
# work; of what starts a core from the store; of the holder from its start to its end.
WAYS = ('at_work', 'going_on', 'holding', 'starting_over', 'beginning')


class Run:
    def __init__(self, ports, seed, mutant):
        self.faults = Faults(random.Random(seed))
        self.daemon, self.mutant = Daemon(mutant), mutant
        self.patience_s = PATIENCE_S
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.hep, self.tcp_at = ('127.0.0.1', ports[0]), ('127.0.0.1', ports[1])
        self.passing = ('192.0.2.2', ports[2])
        self.tcp = self.began = None
        self.cx = Tap()
        self.said = self.want = self.ends = 0
        self.odd, self.before = Odd(), 'nothing'

    # ---- what is told, and what is there ----

    def records(self):
        """Asked again while who ends or begins has what it takes to look."""
        end = time.monotonic() + PATIENCE_S
        while True:
            db = sqlite3.connect('file:lmisf.db?mode=ro', uri=True, timeout=10)
            try:
                return db.execute('SELECT count(*) FROM iri').fetchone()[0]
            except sqlite3.OperationalError:
                if time.monotonic() > end:
                    raise
            finally:
                db.close()
            time.sleep(0.01)

    def connect(self):
        self.tcp = socket.create_connection(self.tcp_at, timeout=PATIENCE_S)

    def say(self):
        """Each tap tells of the target."""
        for _ in range(EACH):
            for way in ('hep', 'passing', 'tcp'):
                text = message(f'{way}-{self.said}')
                if way == 'hep':
                    self.udp.sendto(hep.packet(text), self.hep)
                elif way == 'passing':
                    self.udp.sendto(text, self.passing)
                else:
                    self.say_tcp(text)
            self.said += 1
        self.cx.due += EACH
        self.want += 4 * EACH

    def say_tcp(self, text):
        """On another connection when this one was closed. An lmisfd that is gone
        has none."""
        try:
            if select.select([self.tcp], [], [], 0)[0]:
                self.tcp.close()
                self.connect()
            self.tcp.sendall(text)
        except OSError:
            pass

    def over(self):
        return self.daemon.process.poll() is not None

    def complete(self):
        """all that was told"""
        return self.records() >= self.want or self.over()

    def settle(self, what):
        """Wait for all that was told; whether it is there."""
        end = time.monotonic() + self.patience_s
        while not self.complete() and time.monotonic() < end:
            time.sleep(0.002)
        got = self.records()
        if self.over():
            return
        if got != self.want:
            self.odd.append(f'{what}: {self.want - got} of what was told is '
                            'missing (below 0: too many)')
            self.want = got
            self.connect()

    # ---- what failed ----

    def ended(self, rc, what, may):
        """It has ended: may it, and does it say why?"""
        last = last_line(LOG, COUNTS)
        self.ends += 1
        if rc <= 0 or not may or not WHY.match(last):
            self.odd.append(f'{what}: ended with {rc}: {last}')

    def after(self):
        """Look what came of a fault; there is an lmisfd at work behind it, which
        tells of what comes next."""
        hit = self.faults.hit()
        if self.faults.synced_again():
            self.odd.append(f'{hit}: synced again')
        if hit and not self.over():
            self.say()
            self.settle(f'behind {hit}')
        if self.over():
            # Of the one before, when it took its time to end.
            what = f'{hit} {self.before}' if hit else self.before
            self.ended(self.daemon.process.wait(), what, STORE.search(what))
            self.again(what)
        self.before = hit or 'nothing'
        if self.mutant and self.odd:
            self.end()  # that will do
        return bool(hit)

    def again(self, what):
        """Start lmisfd, see that nothing is there twice and none of Cx missing."""
        least = self.records()
        self.daemon.start()
        self.connect()

        def told():
            """all of Cx is acknowledged"""
            return self.cx.acknowledged == self.cx.due
        soon(told, PATIENCE_S)
        got = self.records()
        if not least <= got <= self.want:
            self.odd.append(f'{what}: {got} of {self.want} after a restart')
        self.want = got

    def power_off(self):
        """All of it is killed: what was committed is there, and goes on."""
        self.daemon.process.kill()
        self.daemon.process.wait()
        want = self.want
        self.again('kill -9')
        if self.want != want:
            self.odd.append(f'{want - self.want} are missing after kill -9')

    # ---- the ways ----

    def trace(self, pid, work, *options):
        self.faults.clear()
        tracer = strace(pid, *options)
        once = '-f' in options and Once(tracer)
        work()
        self.settle(self.peek(options))
        if once:
            once.let_go()
        else:
            let_go(tracer)
        return self.after()

    def peek(self, options):
        return ' '.join(o for o in options if 'inject' in o)

    def below(self, pid):
        """Its children; of none that is gone."""
        try:
            return children(pid)
        except FileNotFoundError:
            return []

    def all_below(self, pid):
        """And theirs: of a snapshot there is a copy."""
        found = self.below(pid)
        return found + [p for child in found for p in self.all_below(child)]

    def core(self):
        """It may have ended after the last look: of a fault that came late."""
        found, end = [], time.monotonic() + PATIENCE_S
        while not found:
            if self.over():
                self.faults.clear()
                self.after()
            if time.monotonic() > end:
                sys.exit(f'behind {self.before}: there is no core')
            found = self.below(self.daemon.pid())
        return found[-1]

    def at_work(self, *options):
        return self.trace(self.core(), self.say, *options)

    @staticmethod
    def send(what, *pids):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, what)

    def follow(self, alone=True):
        """The core is killed, and its snapshots when it is not alone in that;
        another one goes on."""
        before, core = served(LOG), self.core()
        if not alone:
            self.send(signal.SIGSTOP, core)  # there are no more of them
            self.send(signal.SIGKILL, *(
                p for p in self.all_below(self.daemon.pid()) if p != core))
        self.send(signal.SIGKILL, core)
        self.say()
        wait_for(LOG, before)

    def holding(self, *options):
        """Of the holder: a connection comes, a core ends."""
        def work():
            self.tcp.close()
            self.connect()
            self.say()
            self.follow()
        return self.trace(self.daemon.pid(), work, *options)

    def sleeper(self):
        """The newest snapshot. One that a fault ended is followed by another when
        something comes."""
        found, end = [], time.monotonic()
        while not found:
            core = self.core()
            found = self.below(core) or self.below(self.daemon.pid())[:-1]
            if not found and time.monotonic() > end:
                self.say()
                self.settle('between two faults')
                end = time.monotonic() + 2
        return found[-1]

    def going_on(self, *options):
        return self.trace(self.sleeper(), self.follow, *options)

    def starting_over(self, *options):
        """Of who starts a core from the store, and of that core."""
        self.core()  # it may have ended
        pid = cradle(self.daemon.pid())
        if not pid:
            sys.exit(f'behind {self.before}: there is no cradle')
        return self.trace(pid, lambda: self.follow(False), '-f', *options)

    def beginning(self, *options):
        """Of the holder, from its start on to its end."""
        if LOADERS.search(self.peek(options)):
            return False
        if self.daemon.stop():
            self.odd.append(f'it does not end well behind {self.before}')
        self.faults.clear()
        self.daemon.start('strace', '-qq', *options)
        began = not self.over()
        if began:
            self.connect()
            self.say()
            self.settle(self.peek(options))
        went_on = began and not self.over()
        rc = self.daemon.stop()
        self.before = hit = self.faults.hit()
        if rc or not went_on:
            self.ended(rc, hit, hit and (not began or went_on or
                                         STORE.search(hit)))
        self.again(hit)
        return bool(hit)

    def end(self):
        with open('enough', 'w', encoding='ascii'):
            pass
        rc = self.daemon.stop()
        print(f'{self.want} records, lmisfd ended {self.ends} times')
        sys.exit(rc or len(self.odd) > 0)


def main():
    ports = [int(a) for a in sys.argv[1:4]]
    seed, share, name = int(sys.argv[4]), int(sys.argv[5]), sys.argv[6]
    if name not in WAYS:
        sys.exit(f'{name} is none of {" ".join(WAYS)}')
    run = Run(ports, f'{seed} {name}', ''.join(sys.argv[7:]))
    run.daemon.start()
    run.connect()
    run.cx.start()
    run.say()
    run.settle('at first')
    if run.mutant:
        run.faults.only, run.patience_s = WRITES, 5
    began = time.monotonic()
    points, _ = each_point(getattr(run, name), run.faults.rng, share,
                           run.faults.at)
    print(f'{name}: {points} points, {run.faults.hits} calls failed, '
          f'{time.monotonic() - began:.0f} s', flush=True)
    run.power_off()
    run.end()


main()
