#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""disk_full.py send HEP SIP-TCP SIP-TLS SIP-PASSING RATE - be taps of each kind,
that tell so many messages of a target a second: datagrams of HEP, SIP over TCP and
over TLS, SIP that passes by on an interface, and exchanges of Cx, sent again until
they are acknowledged. When there is a file `enough` what there was is printed.

disk_full.py tap RATE [forgets] - be the last of these alone, and print how many
exchanges there were. Who forgets tells nothing again.

disk_full.py judge SENT RECORDS - is each of them in what lmisf-sink printed, just
once? One that was said over TLS may be missing when its connection was cut off, in
the second before that was seen. Prints how many there are.
"""
import json
import os
import select
import socket
import ssl
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cx_feed  # noqa: E402
import hep  # noqa: E402

SEEN_S = 1       # within so long a tap sees that its connection was cut off
AGAIN_S = 0.05   # from one try to connect to the next
# A user who de-registers: each is a record. TS 33.107 cl. 7A.2.3.3
GONE = '301,host=scscf.ims.example,1=canary@ims.example,' \
    '601=sip:canary@ims.example,614=5'


def message(name):
    return ('MESSAGE sip:b@ims.example SIP/2.0\r\n'
            f'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-{name}\r\n'
            'From: <sip:canary@ims.example>;tag=1\r\nTo: <sip:b@ims.example>\r\n'
            f'Call-ID: {name}\r\nCSeq: 1 MESSAGE\r\n'
            'Content-Length: 0\r\n\r\n').encode()


class Tap(threading.Thread):
    def __init__(self, way, rate):
        super().__init__(daemon=True)
        self.way, self.rate, self.began = way, rate, time.monotonic()
        self.sent, self.cuts = [], []  # (name, when), when

    def go_on(self):
        """At its pace, until it is enough."""
        due = self.began + len(self.sent) / self.rate
        time.sleep(max(0, due - time.monotonic()))
        return not os.path.exists('enough')

    def tell(self, say):
        name = f'{self.way}-{len(self.sent)}'
        say(message(name))
        self.sent.append((name, time.time()))


class Datagrams(Tap):
    def __init__(self, way, rate, at, pack):
        super().__init__(way, rate)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(at)
        self.pack = pack

    def run(self):
        while self.go_on():
            self.tell(lambda m: self.socket.send(self.pack(m)))


class Stream(Tap):
    def __init__(self, way, rate, at):
        super().__init__(way, rate)
        self.at = at

    def connect(self):
        return socket.create_connection(self.at, timeout=60)

    def end(self, s):
        s.shutdown(socket.SHUT_WR)
        s.recv(1)

    def talk(self, s):
        """False when it was cut off."""
        try:
            while self.go_on():
                if select.select([s], [], [], 0)[0] and not s.recv(1):
                    return False
                self.tell(s.sendall)
            self.end(s)
        except OSError:  # an SSLError is one too
            return False
        return True

    def run(self):
        while True:
            try:
                s = self.connect()
            except OSError:
                time.sleep(AGAIN_S)
                continue
            with s:
                if self.talk(s):
                    return
            self.cuts.append(time.time())


class Sealed(Stream):
    def connect(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.load_verify_locations('certs/ca.pem')
        context.load_cert_chain('certs/lmisf.pem', 'certs/lmisf.key')
        return context.wrap_socket(super().connect())

    def end(self, s):
        s.unwrap()


class Exchanges(Tap):
    """As lmisf_cx.fdx: what is not acknowledged is sent again."""

    def __init__(self, way, rate, forgets=False):
        super().__init__(way, rate)
        self.instance, self.kept, self.acknowledged = os.urandom(16), [], 0
        self.forgets = forgets

    def more(self):
        self.kept.append(cx_feed.record(len(self.kept) + 1, GONE))
        self.sent.append((f'{self.way}-{len(self.sent)}', time.time()))

    def talk(self, s):
        s.sendall(cx_feed.frame(cx_feed.HELLO, self.instance))
        told = int.from_bytes(cx_feed.read(s)[1], 'big')
        if told:  # once more: it is there once
            s.sendall(self.kept[told - 1])
        # What is acknowledged is let go of.
        told = max(told, self.acknowledged)
        if self.forgets:
            told = self.acknowledged = len(self.kept)
        while True:
            if self.go_on():
                self.more()
            elif self.acknowledged == len(self.kept):
                return
            s.sendall(b''.join(self.kept[told:]))
            told = len(self.kept)
            while select.select([s], [], [], 0)[0]:
                kind, body = cx_feed.read(s)
                if kind == cx_feed.ACK:
                    self.acknowledged = int.from_bytes(body, 'big')

    def run(self):
        while self.acknowledged < len(self.kept) or not self.sent or \
                not os.path.exists('enough'):
            try:
                with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
                    s.settimeout(60)
                    s.connect('cx.sock')
                    self.talk(s)
            except (OSError, cx_feed.struct.error):  # it ended
                time.sleep(AGAIN_S)


def send():
    hep_port, tcp, tls, passing = (int(a) for a in sys.argv[2:6])
    rate = float(sys.argv[6])
    taps = [Datagrams('hep', rate, ('127.0.0.1', hep_port), hep.packet),
            Datagrams('passing', rate, ('192.0.2.2', passing), bytes),
            Stream('tcp', rate, ('127.0.0.1', tcp)),
            Sealed('tls', rate, ('127.0.0.1', tls)), Exchanges('cx', rate)]
    for t in taps:
        t.start()
    for t in taps:
        t.join()
    print(json.dumps({t.way: [t.sent, t.cuts] for t in taps}))


def tap():
    one = Exchanges('cx', float(sys.argv[2]), sys.argv[3:] == ['forgets'])
    one.run()
    print(len(one.sent))


def excused(when, cuts):
    return any(0 <= cut - when < SEEN_S for cut in cuts)


def judge():
    with open(sys.argv[2], encoding='utf-8') as f:
        sent = json.load(f)
    with open(sys.argv[3], encoding='utf-8') as f:
        records = {(r['xid'], r['correlation'], r['seq']): r.get('call_id')
                   for r in map(json.loads, f) if r.get('xid')}
    had = [name for name in records.values() if name]
    for way, (told, cuts) in sent.items():
        if way == 'cx':
            missing = len(told) - (len(records) - len(had))
        else:
            gone = {name for name, _ in told}.difference(had)
            missing = len(gone)
            if way == 'tls':
                missing -= sum(name in gone and excused(when, cuts)
                               for name, when in told)
            elif cuts:
                sys.exit(f'{way}: it was cut off')
        if missing:
            sys.exit(f'{way}: {missing} of {len(told)} are missing')
        print(f'{way}: {len(told)}' + (f', cut off {len(cuts)} times, '
              f'{len(gone)} lost' if way == 'tls' else ''), file=sys.stderr)
    if len(set(had)) != len(had):
        sys.exit('some are there twice')
    print(len(records), len(sent['tls'][1]))


if __name__ == '__main__':
    {'send': send, 'tap': tap, 'judge': judge}[sys.argv[1]]()
