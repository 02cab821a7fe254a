#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""hostile_sip.py JUDGE SIP-PORT HEP-PORT SEED [all] - send each case of
hostile.py to a running lmisfd over UDP, TCP or HEP, a probe behind each, and
see what came of it in lmisf.db, in the present folder.

Case N goes by the way N modulo 3; with "all", by every way. Behind it a message
of another target goes the same way, whose record must be there: between it and
the probe before stand the records of the case. Where libosip2 reads a message
that a proxy may route and that names the target, there must be one.

A case and probe that keep lmisfd for more than 100 ms are tried again: a hang
is what takes so long each time. Prints what was found; 1 when anything is
wrong.
"""
import os
import re
import socket
import sqlite3
import struct
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402
import hostile  # noqa: E402

WAYS = ('udp', 'tcp', 'hep')
PACE = 1000     # cases a second over UDP
HANG_S = 0.1
TRIES = 5
PROBE_TASK = 2


def probe(name):
    return (b'MESSAGE sip:bob@ims.example SIP/2.0\r\n'
            b'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%s\r\n'
            b'From: <sip:probe@ims.example>;tag=%s\r\n'
            b'To: <sip:bob@ims.example>\r\nCall-ID: probe-%s@ue\r\n'
            b'CSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n'
            % (name, name, name))


def hep_cases():
    """HEPv3 packets that are odd themselves: chunk lengths, kinds, ends."""
    good = hep.packet(hostile.write(hostile.ANSWER, dict(
        hostile.FIELDS, call=b'case-hep')))
    starts, at = [], 6
    while at < len(good):
        starts.append(at)
        at += struct.unpack('>H', good[at + 4:at + 6])[0]
    for at in starts:
        size = struct.unpack('>H', good[at + 4:at + 6])[0]
        for n in (0, 1, 5, 6, 7, size - 1, size + 1, 0x7fff, 0xffff):
            yield good[:at + 4] + struct.pack('>H', n) + good[at + 6:]
        for kind in (0, 1, 2, 3, 5, 11, 14, 15, 16, 0xffff):
            yield good[:at + 2] + struct.pack('>H', kind) + good[at + 4:]
        yield good[:at] + b'\xff\xff' + good[at + 2:]
        yield good[:at]                                  # cut
        yield good[:at] + good[at + size:]               # missing
        yield good[:at + size] + good[at:]               # twice
        yield good[:6] + good[at:at + size] * 50 + good[6:]
    for n in (0, 5, 6, 7, 100, 0x7fff, 0xffff):
        yield good[:4] + struct.pack('>H', n) + good[6:]
    for n in range(0, 64):
        yield good[:n]


class Sender:
    def __init__(self, sip, hep_port):
        self.sip, self.hep = sip, hep_port
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.probes = 0
        self.db = sqlite3.connect('file:lmisf.db?mode=ro', uri=True)

    def stream(self, octets):
        """One connection; back when lmisfd has ended it too."""
        with socket.create_connection(('127.0.0.1', self.sip)) as s:
            s.settimeout(10)
            try:
                s.sendall(octets)
                s.shutdown(socket.SHUT_WR)
                while s.recv(4096):
                    pass
            except (ConnectionResetError, BrokenPipeError):
                pass  # lmisfd would have no more of it
            except OSError as e:
                if e.errno != 107:  # not connected: the same
                    raise

    def send(self, way, octets):
        if way == 'tcp':
            self.stream(octets)
        elif way == 'udp':
            self.udp.sendto(octets, ('127.0.0.1', self.sip))
        else:
            self.udp.sendto(octets, ('127.0.0.1', self.hep))

    def case(self, way, octets):
        """A case and its probe."""
        message = probe(b'%d' % self.probes)
        if way == 'hep':
            message = hep.packet(message)
        self.send(way, octets)
        self.send(way, message)
        self.probes += 1

    def drain(self):
        """Until each probe has its record; the records by task, in order."""
        for _ in range(600):
            n = self.db.execute(
                'SELECT count(*) FROM iri JOIN stream s ON s.id = stream'
                ' WHERE task = ?', (PROBE_TASK,)).fetchone()[0]
            if n >= self.probes:
                break
            time.sleep(0.05)
        if n != self.probes:
            sys.exit(f'NOT SO: {self.probes} probes, {n} records of them')
        return self.db.execute(
            'SELECT task, at_us / 1e6, committed_us / 1e6 FROM iri'
            ' JOIN stream s ON s.id = stream ORDER BY iri.id').fetchall()


def judged(judge, octets):
    feed = b''.join(struct.pack('=I', len(o)) + o for o in octets)
    out = subprocess.run([judge, hostile.TARGET, hostile.HOST], input=feed,
                         stdout=subprocess.PIPE, check=True).stdout.decode()
    assert len(out) == len(octets)
    return out


def framed(name, octets):
    """Over TCP nobody routes what does not end, nor finds a message that does
    not begin with a start line in one piece."""
    return (b'\r\n\r\n' in octets and
            name.split()[0] not in ('eol', 'end', 'length') and
            re.match(rb'[^\r\n]* SIP/2.0\r\n|SIP/2.0 ', octets))


def run(sender, jobs):
    """Send (way, octets) each; how many records each has, and how long it and
    its probe took."""
    began, start = time.monotonic(), sender.probes
    for i, (way, octets) in enumerate(jobs):
        if way != 'tcp':
            time.sleep(max(0, began + i / PACE - time.monotonic()))
        sender.case(way, octets)
    counts, late, own, before = [], [], 0, 0
    for task, came, done in sender.drain():
        if task != PROBE_TASK:
            own += 1
            continue
        counts.append(own)
        # What waits behind others is not what takes long.
        late.append(done - max(came, before))
        own, before = 0, done
    return counts[start:], late[start:]


def hangs(sender, jobs, late):
    """Those of jobs that take long each time."""
    slow = [i for i, lag in enumerate(late) if lag > HANG_S]
    for _ in range(TRIES):
        if not slow:
            return slow
        time.sleep(0.2)
        again = run(sender, [jobs[i] for i in slow])[1]
        slow = [i for i, lag in zip(slow, again) if lag > HANG_S]
    return slow


def main():
    judge, sip, hep_port, seed = sys.argv[1:5]
    every = sys.argv[5:] == ['all']
    sender = Sender(int(sip), int(hep_port))
    cases = list(hostile.cases(seed))
    verdicts = judged(judge, [octets for _, _, octets in cases])
    missed, slow, took = [], [], {w: 0 for w in WAYS}
    sent = recorded = more = 0
    for turn, way in enumerate(WAYS):
        mine = [(n, name, o, v) for (n, name, o), v in zip(cases, verdicts)
                if every or n % len(WAYS) == turn]
        if way != 'tcp':
            mine = [m for m in mine if len(m[2]) < 65000]
        jobs = [(way, hep.packet(o) if way == 'hep' else o)
                for _, _, o, _ in mine]
        counts, late = run(sender, jobs)
        slow += [f'{mine[i][0]} {mine[i][1]} by {way}'
                 for i in hangs(sender, jobs, late)]
        for (n, name, octets, verdict), count in zip(mine, counts):
            recorded += count > 0
            more += count > 0 and verdict != 'T'
            if verdict == 'T' and not count and (
                    way != 'tcp' or framed(name, octets)):
                missed.append(f'{n} {name} by {way}')
        sent += len(jobs)
        took[way] = len(jobs)
    jobs = [('hep', o) for o in hep_cases()]
    slow += [f'packet {i}' for i in hangs(sender, jobs, run(sender, jobs)[1])]
    print(f'{sent} cases ({took["udp"]} by UDP, {took["tcp"]} by TCP, '
          f'{took["hep"]} by HEP), {len(jobs)} odd HEP packets, seed {seed}: '
          f'{sender.probes} probes answered; {recorded} cases recorded, {more} '
          'of them though libosip2 refuses them or finds nobody')
    for what, found in (('silently missed', missed), ('hangs', slow)):
        for line in found[:20]:
            print(f'{what}: case {line}')
    return 1 if missed or slow else 0


if __name__ == '__main__':
    sys.exit(main())
