#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_told.py FILE SKIP SECONDS [KEY=TEXT...] - wait until a report behind the
first SKIP of FILE has these texts in these fields (KEY^=TEXT begins with,
KEY~=TEXT has in it), and print its number, its time and the report. Status 1
when none came in so many seconds."""
import json
import sys
import time


def fits(line, claims):
    for claim in claims:
        key, _, want = claim.partition('=')
        got = line.get(key.rstrip('^~')) or ''
        if key.endswith('~'):
            good = want in got
        elif key.endswith('^'):
            good = got.startswith(want)
        else:
            good = got == want
        if not good:
            return False
    return True


def main():
    name, skip, claims = sys.argv[1], int(sys.argv[2]), sys.argv[4:]
    until = time.monotonic() + float(sys.argv[3])
    while True:
        try:
            with open(name, encoding='utf-8') as f:
                lines = [json.loads(x) for x in f if x.endswith('\n')]
        except FileNotFoundError:
            lines = []
        for n, line in enumerate(lines[skip:], skip + 1):
            if fits(line, claims):
                print(n, f'{line["at"]:.6f}', json.dumps(line))
                return
        if time.monotonic() > until:
            print(*claims, 'was not told;', *lines[skip:], sep='\n')
            sys.exit(1)
        time.sleep(0.02)


main()
