# SPDX-License-Identifier: BSD-3-Clause
"""each_lib.py - kill a process at the n-th of its system calls of one name, or have
that call fail, for every name and n, by strace(1).

Only system calls change what is outside of a process, so between two of them it
may die anywhere.
"""
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter

# Nothing comes of these before the end; a process has ended at the others.
NONE = {'exit_group', 'restart_syscall', 'rt_sigreturn'}
# What those that write, read or allocate fail with; brk(2) never returns one.
ERRORS = {
    'EIO': ('fdatasync fsync ftruncate getrandom newfstatat openat pread64 '
            'pwrite64 read readv recvfrom recvmsg sendmsg sendto write writev'),
    'ENOMEM': 'epoll_ctl mmap mprotect mremap',
    'EMFILE': 'epoll_create1 eventfd2 pipe2 signalfd4 socket timerfd_create',
    'ENETUNREACH': 'connect',
}
ERROR_OF = {name: error for error, names in ERRORS.items()
            for name in names.split()}


def soon(what, seconds=10):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            sys.exit(f'{os.path.basename(sys.argv[0])}: not in {seconds} s: '
                     f'{what.__doc__}')
        time.sleep(0.001)


def traced(pid):
    try:
        with open(f'/proc/{pid}/status', encoding='ascii') as f:
            return 'TracerPid:\t0\n' not in f.read()
    except FileNotFoundError:
        return True


def strace(pid, *options):
    tracer = subprocess.Popen(
        ['strace', '-qq', '-p', str(pid), *options],
        stderr=subprocess.DEVNULL)

    def attached():
        """strace is attached"""
        return traced(pid) or tracer.poll() is not None
    soon(attached)
    return tracer


def let_go(tracer):
    """True when what it traced has died of it."""
    died = tracer.poll() is not None
    if not died:
        tracer.send_signal(signal.SIGINT)
    tracer.wait()
    return died


def made(path):
    """How many system calls of each name."""
    with open(path, encoding='utf-8', errors='replace') as f:
        got = Counter(re.findall(r'^(?:\d+ +)?(\w+)\(', f.read(),
                                 re.MULTILINE))
    return {name: n for name, n in got.items() if name not in NONE}


def kill_at(name, k):
    """What strace is told to kill at the k-th call of that name."""
    return ('-o', '/dev/null', '-e', f'trace={name}',
            '-e', f'inject={name}:signal=KILL:when={k}')


def fail_at(name, k):
    """The same, to fail; nothing when that is no call that does."""
    return name in ERROR_OF and (
        '-o', '/dev/null', '-e', f'trace={name}',
        '-e', f'inject={name}:error={ERROR_OF[name]}:when={k}')


def each_point(way, rng, share, at=kill_at):
    """Take way(*strace options), which is true when the process died, through
    its points, one of `share` by the generator: how many, and how many deaths.
    """
    points = died = 0
    most = Counter()
    for _ in range(2):
        way('-o', 'trace')
        for name, n in made('trace').items():
            most[name] = max(most[name], n)
    for name, n in sorted(most.items()):
        for k in range(1, n + 1):
            options = at(name, k)
            if not options or rng.randrange(share):
                continue
            points += 1
            died += way(*options)
    return points, died
