# SPDX-License-Identifier: BSD-3-Clause
"""fail_lib.py - have a system call of one of the programs fail: what strace is told,
and what came of it.
"""
import os
import re
import sys
import threading
import time

from each_lib import let_go

# What calls fail with; where there are two one is drawn. On a socket the kernel has
# no other error that is not the peer's. Calls that fail for one thing that is asked
# of them and never for another, as fcntl(2), epoll_ctl(2) and prctl(2), are not
# tried: strace counts by names.
ERRORS = {
    'EIO': ('fdatasync fsync ftruncate getrandom lseek newfstatat openat '
            'pread64 pwrite64 read unlink write'),
    'ENOSPC': 'fallocate ftruncate pwrite64 write',
    'ENOMEM': ('accept4 clone landlock_add_rule landlock_create_ruleset '
               'landlock_restrict_self madvise mmap mprotect mremap openat '
               'poll recvfrom recvmmsg recvmsg seccomp socket'),
    'EMFILE': 'accept4 epoll_create1 openat signalfd4 socket socketpair',
    'ENOBUFS': 'getsockopt sendmsg sendto setsockopt',
    'ECONNRESET': 'recvfrom',
    'EADDRINUSE': 'bind',
    'EPERM': 'setpgid',
}
ERRORS_OF = {}
for _error, _names in ERRORS.items():
    for _name in _names.split():
        ERRORS_OF.setdefault(_name, []).append(_error)
# What a program says at its end, or whoever loads it.
WHY = re.compile('lmisf[-a-z0-9]*: |error |ld.so|out of memory|cannot allocate|'
                 '.*error while')


def last_line(path, but=None):
    """But for lines like these."""
    with open(path, encoding='utf-8') as f:
        lines = f.read().splitlines()
    return next((line for line in reversed(lines)
                 if not but or not but.match(line)), '')


def injected():
    """The lines of `hit`, and the number of the one that says it failed."""
    try:
        with open('hit', encoding='utf-8', errors='replace') as f:
            lines = f.read().splitlines()
    except FileNotFoundError:
        lines = []
    return lines, next((i for i, line in enumerate(lines)
                        if 'INJECTED' in line), None)


class Odd(list):
    """What is not as it must be, said at once."""

    def append(self, text):
        print(text, file=sys.stderr, flush=True)
        super().append(text)


class Once(threading.Thread):
    """Lets go of all that is traced as soon as a call failed: strace counts the
    calls of each process apart, and of those that follow none is to fail."""

    def __init__(self, tracer):
        super().__init__(daemon=True)
        self.tracer, self.over = tracer, False
        self.start()

    def run(self):
        while not self.over and injected()[1] is None:
            time.sleep(0.001)
        let_go(self.tracer)

    def let_go(self):
        self.over = True
        self.join()


class Faults:
    def __init__(self, rng):
        self.rng, self.hits, self.only = rng, 0, ERRORS_OF

    def clear(self):
        if os.path.exists('hit'):
            os.unlink('hit')

    def at(self, call, k):
        """What strace is told for the k-th of these calls; nothing when that does
        not fail."""
        errors = call in self.only and ERRORS_OF.get(call)
        if not errors:
            return None
        return ('-y', '-s', '0', '-o', 'hit', '-e', f'trace={call}', '-e',
                f'inject={call}:error={self.rng.choice(errors)}:when={k}')

    def hit(self):
        """The call that failed, or nothing."""
        lines, n = injected()
        self.hits += n is not None
        return '' if n is None else lines[n].strip()

    @staticmethod
    def synced_again():
        """Was a sync that failed tried again by who traced it? What the kernel
        has of such a file nobody knows."""
        lines, n = injected()
        call = n is not None and re.match(
            r'(?:\d+ +)?f(?:data)?sync\(\d+<[^>]*>', lines[n])
        return bool(call) and any(line.startswith(call.group())
                                  for line in lines[n + 1:])
