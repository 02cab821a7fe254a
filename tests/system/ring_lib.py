# SPDX-License-Identifier: BSD-3-Clause
"""ring_lib.py - the processes of an lmisfd whose core is killed."""
import time


def name(pid):
    try:
        with open(f'/proc/{pid}/comm', encoding='ascii') as f:
            return f.read().strip()
    except FileNotFoundError:
        return ''


def all_children(pid):
    with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as f:
        return [int(p) for p in f.read().split()]


def children(pid):
    """All but the cradle, which cores are forked from."""
    return [p for p in all_children(pid) if name(p) != 'lmisfd-cradle']


def cradle(holder):
    """None when it is gone."""
    return next((p for p in all_children(holder)
                 if name(p) == 'lmisfd-cradle'), None)


def core(holder):
    """The one that serves: snapshots are its children, or have just lost their
    place."""
    while not children(holder):
        time.sleep(0.0005)
    return children(holder)[-1]


def served(log):
    """How many cores have come to serve."""
    with open(log, encoding='utf-8') as f:
        text = f.read()
    return text.count(' goes on as the core, ') + text.count('lmisfd: ready')


def wait_for(log, count):
    """Until another one does; one in ten may be killed before."""
    for _ in range(2000):
        if served(log) > count:
            return
        time.sleep(0.001)
