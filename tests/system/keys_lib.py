# SPDX-License-Identifier: BSD-3-Clause
"""keys_lib.py - what tests of keys share: a kms.py with a few sessions, and the
tickets of these."""
import json
import os
import subprocess
import sys

import keys_calls
import mikey

HERE = os.path.dirname(os.path.abspath(__file__))
CSB = keys_calls.csb_of('alice', 0, False, 0)
CALLER, ALICE = keys_calls.users('alice', 0)


def check(what, got, wanted):
    if got != wanted:
        sys.exit(f'{os.path.basename(sys.argv[0])}: {what}: {got}, not {wanted}')


def tickets(csb=CSB, other=None, kms=''):
    """Both halves of one, or of two."""
    return (mikey.transfer_init(CALLER, ALICE, kms, csb),
            mikey.transfer_resp(ALICE, other or csb))


def table(folder):
    """The path of one, and the keys of its first session."""
    def known(csb, who, n, state):
        return {**keys_calls.session(who, n, False, 0), 'csb': f'{csb:08x}',
                'state': state}
    sessions = [known(CSB, 'alice', 0, 'live'),
                known(2, 'alice', 0, 'mode-3'), known(3, 'alice', 0, 'purged'),
                known(4, 'canary', 0, 'live'), known(5, 'canary', 0, 'live')]
    path = f'{folder}/kms.json'
    with open(path, 'w', encoding='ascii') as f:
        json.dump({'sessions': sessions}, f)
    return path, sessions[0]['keys']


class Kms:
    def __init__(self, certs, path, *options):
        self.of = subprocess.Popen(
            [f'{HERE}/kms.py', '0', certs, 'mdf', path, '--seconds', '30',
             *options], stdout=subprocess.PIPE, text=True)
        self.port = int(self.of.stdout.readline().split()[1])

    def __enter__(self):
        return self.port

    def __exit__(self, *_):
        self.of.terminate()
        self.of.wait(10)
