# SPDX-License-Identifier: BSD-3-Clause
"""lmisfd_fail_lib.py - an lmisfd whose calls fail, and a tap of Cx that tells it what
is due.
"""
import contextlib
import os
import select
import signal
import subprocess
import sys

import cx_feed
from disk_full import Exchanges
from each_lib import soon
from ring_lib import children

LOG = 'lmisfd.log'
PATIENCE_S = 60  # until it has done what it is to do: the machine may be busy


class Tap(Exchanges):
    """Of Cx: tells when it is told to, again until it is acknowledged."""

    def __init__(self):
        super().__init__('cx', 0)
        self.due = 0

    def talk(self, s):
        s.sendall(cx_feed.frame(cx_feed.HELLO, self.instance))
        told = int.from_bytes(cx_feed.read(s)[1], 'big')
        self.acknowledged = told  # it may have been on its way
        while not os.path.exists('enough'):
            while len(self.kept) < self.due:
                self.more()
            s.sendall(b''.join(self.kept[told:]))
            told = len(self.kept)
            if select.select([s], [], [], 0.005)[0]:
                kind, body = cx_feed.read(s)
                if kind == cx_feed.ACK:
                    self.acknowledged = int.from_bytes(body, 'big')


class Daemon:
    def __init__(self, mutant):
        self.command = [f'{os.environ["STORY_BIN"]}/lmisfd', '--config',
                        'lmisf.yaml']
        self.env = dict(os.environ)
        if mutant:
            self.env['LD_PRELOAD'] = mutant
        self.process, self.traced = None, False

    def start(self, *tracer):
        """Until it is ready, or has ended. A tracer ends with it."""
        before, self.traced = self.ready(), bool(tracer)
        with open(LOG, 'ab') as log:
            self.process = subprocess.Popen([*tracer, *self.command],
                                            stdout=log, stderr=log,
                                            env=self.env)

        def is_up():
            """lmisfd is ready or has ended"""
            return self.ready() > before or self.process.poll() is not None
        soon(is_up, PATIENCE_S)

    @staticmethod
    def ready():
        try:
            with open(LOG, encoding='utf-8') as f:
                return f.read().count('lmisfd: ready')
        except FileNotFoundError:
            return 0

    def pid(self):
        """The holder's, or that of the tracer whose child it is."""
        return self.process.pid

    def tell(self, signo):
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):
            for pid in children(self.pid()) if self.traced else [self.pid()]:
                os.kill(pid, signo)

    def stop(self):
        """Its status. It is a fault not to end when it is told to."""
        if self.process.poll() is None:
            self.tell(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.tell(signal.SIGKILL)
            sys.exit(f'lmisfd does not end in {PATIENCE_S} s')
