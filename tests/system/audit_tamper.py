# SPDX-License-Identifier: BSD-3-Clause
"""Write one file for each way to change an export of the audit.

usage: audit_tamper.py EXPORT FOLDER
"""
import copy
import json
import os
import sys


def places(value, at=()):
    """Every leaf, and every list and object, by its way there."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, at + (name,))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from places(inner, at + (i,))
    yield at, value


def changes(value):
    """Other values that could stand there."""
    if isinstance(value, bool) or value is None:
        yield ''
    elif isinstance(value, int):
        yield value + 1
        yield -value - 1
    elif isinstance(value, str):
        yield None
        yield value + '0'
        if value:
            last = value[-1]
            yield value[:-1] + ('0' if last != '0' else '1')
            yield value[:-1]
        if value.upper() != value:
            yield value.upper()
    elif isinstance(value, list):
        yield value + value[-1:] if value else [0]
        yield value[:-1] if value else None
        if len(value) > 1 and value != value[::-1]:
            yield value[::-1]
    elif isinstance(value, dict):
        yield {**value, 'note': 'x'}
        for name in value:
            yield {n: v for n, v in value.items() if n != name}


def put(whole, at, value):
    if not at:
        return value
    changed = copy.deepcopy(whole)
    inner = changed
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = value
    return changed


def main():
    with open(sys.argv[1]) as f:
        text = f.read()
    whole = json.loads(text)
    os.mkdir(sys.argv[2])
    n = 0
    for at, value in list(places(whole)):
        # One row's path stands for the others'.
        if len(at) > 3 and at[0] == 'rows' and at[1] > 0:
            continue
        for other in changes(value):
            n += 1
            name = '-'.join(str(step) for step in at) or 'whole'
            with open(f'{sys.argv[2]}/{n}-{name}', 'w') as f:
                json.dump(put(whole, at, other), f)
    for cut in (0, 1, len(text) // 2, len(text) - 3):
        n += 1
        with open(f'{sys.argv[2]}/{n}-cut', 'w') as f:
            f.write(text[:cut])
    with open(f'{sys.argv[2]}/{n + 1}-twice', 'w') as f:
        f.write(text + text)
    with open(f'{sys.argv[2]}/{n + 2}-double', 'w') as f:
        f.write(text.replace('"format"', '"format": "", "format"', 1))


main()
