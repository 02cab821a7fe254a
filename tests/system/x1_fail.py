#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_fail.py PORT CERTS SEED SHARE [MUTANT] - have each system call of lmisf-x1d,
and of the core of lmisfd, that may fail do so once, at the n-th of each name for
every n, during each exchange of X1 and while a report is told. Of these points one
of SHARE is drawn by SEED, and of the exchanges some where that is not each. MUTANT is
loaded into lmisf-x1d in front of the C library; then only what it sends fails.

A program goes on, or ends with a status and a word of why and is started again at
once. What is not as it must be is printed, and the exit status is 1.
"""
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from each_lib import each_point, let_go, soon, strace  # noqa: E402
from fail_lib import WHY, Faults, Odd, last_line  # noqa: E402
from force_exchanges import EXCHANGES, Kept, state  # noqa: E402
from force_lib import Told, audited, check, judge  # noqa: E402
from ring_lib import core  # noqa: E402
from x1_client import Client  # noqa: E402

ANSWER_S = 15  # three times x1.answer_s: no ADMF waits for longer
SETTLE_S = 60  # and both serve again; the machine may be busy
REPORT_S = 60  # a report is told, the pauses between tries included
SERVES = 2     # answers in a row: who is to end may give one more
FEW = 4        # exchanges, where not each point is tried


class Codes(Told):
    """An error for all of them is none of theirs."""

    def __init__(self, ask, count):
        try:
            super().__init__(lambda: self.whole(ask(), count))
        except AssertionError as a:
            if not re.match(r'\([45]\d\d, ', str(a)):
                raise
            self.codes = [-1] * count  # a status of HTTP

    @staticmethod
    def whole(answers, count):
        if answers[0].kind:
            return answers
        answers[0].code = answers[0].code or -1
        return answers * count


class Program:
    """lmisfd or lmisf-x1d."""

    def __init__(self, name, mutant=''):
        self.name, self.log, self.mutant = name, f'{name}.out', mutant
        self.env = dict(os.environ)
        if mutant:
            self.env['LD_PRELOAD'] = mutant
        self.process = None

    def says(self, text):
        try:
            with open(self.log, encoding='utf-8') as f:
                return f.read().count(text)
        except FileNotFoundError:
            return 0

    def start(self):
        before = self.says(f'{self.name}: ready')
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(
                [f'{os.environ["STORY_BIN"]}/{self.name}', '--config',
                 'lmisf.yaml'], stdout=log, stderr=log, env=self.env)

        def is_up():
            """a program that is ready"""
            return self.says(f'{self.name}: ready') > before
        soon(is_up, SETTLE_S)

    def over(self):
        """its end"""
        return self.process.poll() is not None

    def stop(self):
        self.process.terminate()
        return self.process.wait()


class Run:
    def __init__(self, port, certs, seed, mutant):
        self.faults = Faults(random.Random(seed))
        self.lmisfd = Program('lmisfd')
        self.x1d = Program('lmisf-x1d', mutant)
        self.client = Client(port, certs, 'admf')
        self.lost = self.ends = 0
        self.odd = Odd()

    def programs(self):
        return (('lmisf-x1d', lambda: self.x1d.process.pid),
                ('lmisfd', lambda: core(self.lmisfd.process.pid)))

    def mend(self, hit):
        """Start again what has ended; whether anything had."""
        ended = False
        for p in (self.lmisfd, self.x1d):
            if not p.over():
                continue
            ended = True
            self.ends += 1
            rc, last = p.process.wait(), last_line(p.log)
            if rc <= 0 or not WHY.match(last):
                self.odd.append(f'{hit}: {p.name} ended with {rc}: {last}')
            p.start()
        return ended

    def settle(self, hit):
        """Mend until both serve: one may take a moment to end. Whether one had to
        be started again."""
        ended, answers, end = False, 0, time.monotonic() + SETTLE_S
        while answers < SERVES:
            ended |= self.mend(hit)
            told = Codes(lambda: self.client.ask_all(
                self.client.message('ListAllDetails')), 1)
            self.client.close()
            answers = answers + 1 if told.codes == [0] and not any(
                p.over() for p in (self.lmisfd, self.x1d)) else 0
            if time.monotonic() > end:
                sys.exit(f'{hit}: no answer any more: {told.codes}')
            if not answers:
                time.sleep(0.02)
        return ended

    def ask(self, messages, where):
        """What is answered, after how long, and whether a program ended: that is
        started again meanwhile, as a service manager does."""
        over, ended = threading.Event(), []

        def manage():
            while not over.wait(0.005):
                if self.mend(where):
                    ended.append(True)
        manager = threading.Thread(target=manage)
        manager.start()
        began = time.monotonic()
        try:
            told = Codes(lambda: self.client.ask_all(*messages),
                         len(messages))
            return told, time.monotonic() - began, ended
        finally:
            over.set()
            manager.join()

    def exchange(self, make, pid, *options):
        """One exchange with a fault; whether there was one."""
        self.client.close()
        Kept.create(self.client)
        e = make(self.client)
        before = state(self.client), audited()
        self.faults.clear()
        # Each fault comes on a connection of its own, and on one that is open.
        if self.faults.rng.randrange(2):
            self.client.close()
        tracer = strace(pid(), *options)
        told, took, ended = self.ask(e.messages, ' '.join(
            (make.__name__, *(o for o in options if 'inject' in o))))
        let_go(tracer)
        self.client.close()
        hit = self.faults.hit()
        ended = self.settle(hit) or ended
        after = state(self.client), audited()
        where = f'{make.__name__}: {hit}'
        if took > ANSWER_S:
            self.odd.append(f'{where}: answered after {took:.1f} s')
        try:
            # What one core left undone another does not make up for.
            done = check(e, before, after, told, bool(hit), True)
            # What a disk that failed had of it nobody knows.
            if not ended:
                judge(e, told, done)
        except AssertionError as a:
            self.odd.append(f'{where}: {a}')
        if self.odd and self.x1d.mutant:
            self.end()  # that will do
        return bool(hit)

    def end(self):
        for p in (self.x1d, self.lmisfd):
            if p.stop():
                self.odd.append(f'{p.name}: {last_line(p.log)}')
        sys.exit(len(self.odd) > 0)

    def launcher(self):
        """What starts the readers of XML is killed: nobody is left without an
        answer for good."""
        with open(f'/proc/{self.x1d.process.pid}/task/{self.x1d.process.pid}/'
                  'children', encoding='ascii') as f:
            os.kill(int(f.read().split()[0]), signal.SIGKILL)
        self.client.close()
        Told(lambda: self.client.ask_all(self.client.message('Ping')))
        Told(lambda: self.client.ask_all(self.client.message('Ping')))
        self.client.close()
        soon(self.x1d.over)
        self.mend('kill -9 of what starts readers')
        assert self.client.ask('Ping').ok

    def reports(self):
        """Totals that the ADMF was told of, in their order."""
        if not os.path.exists('told'):
            return []
        with open('told', encoding='utf-8') as f:
            texts = [json.loads(line).get('description') or '' for line in f]
        return [int(m.group(1)) for m in
                (re.match(r'Cx exchanges are lost in a tap: (\d+)', t)
                 for t in texts) if m]

    def report(self, pid, *options):
        """Something is lost: the ADMF is told of it, once or more."""
        self.faults.clear()
        self.lost += 1
        tracer = strace(pid(), *options)
        here = os.path.dirname(os.path.abspath(__file__))
        subprocess.run([sys.executable, '-B', f'{here}/x1_lose.py', 'cx.sock',
                        str(self.lost)], check=False, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        end = time.monotonic() + 1
        while time.monotonic() < end and self.lost not in self.reports():
            time.sleep(0.01)
        let_go(tracer)
        hit = self.faults.hit()
        if self.settle(hit) or self.lost not in self.reports():
            self.lost += 1  # a tap says it again, or says more
            subprocess.run([sys.executable, '-B', f'{here}/x1_lose.py',
                            'cx.sock', str(self.lost)], check=False,
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        end = time.monotonic() + REPORT_S
        while self.lost not in self.reports():
            if time.monotonic() > end:
                self.odd.append(f'{hit}: the ADMF is not told')
                break
            time.sleep(0.01)
        told = self.reports()
        if told != sorted(told):
            self.odd.append(f'{hit}: told in another order')
        return bool(hit)


def sweep(run, name, pid, exchanges, share):
    """Each of these exchanges with the faults of one program."""
    began, points = time.monotonic(), 0
    for make in exchanges:
        points += each_point(
            lambda *o, make=make: run.exchange(make, pid, *o),
            run.faults.rng, share, run.faults.at)[0]
        run.settle('between two exchanges')
        for clear in ('DeactivateAllTasks', 'RemoveAllDestinations',
                      'DeleteAllObjects'):
            answer = run.client.ask(clear)
            assert answer.ok, (clear, answer.code)
    print(f'{name}: {points} points of {len(exchanges)} exchanges, '
          f'{time.monotonic() - began:.0f} s', flush=True)


def main():
    port, certs, seed = sys.argv[1:4]
    share, mutant = int(sys.argv[4]), ''.join(sys.argv[5:])
    run = Run(int(port), certs, int(seed), mutant)
    run.lmisfd.start()
    run.x1d.start()
    programs = run.programs()
    if mutant:
        run.faults.only, programs = ('sendto',), programs[:1]
    for name, pid in programs:
        drawn = run.faults.rng.sample(EXCHANGES, FEW)
        sweep(run, name, pid, [e for e in EXCHANGES
                               if share == 1 or e in drawn], share)
    for name, pid in programs:
        points = each_point(lambda *o, pid=pid: run.report(pid, *o),
                            run.faults.rng, share, run.faults.at)[0]
        print(f'{name}, while something is told: {points} points', flush=True)
    if not mutant:
        run.launcher()
    print(f'{run.faults.hits} calls failed, programs ended {run.ends} times')
    run.end()


main()
