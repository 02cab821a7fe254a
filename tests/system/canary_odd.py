#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""canary_odd.py WORDS HOW ARGS - what strangers and peers may say with a canary
in it.

  sip HEP-ADDRESS HEP-PORT SIP-PORT   messages of the target, and of a bystander,
                                      good and odd, over HEP, UDP and TCP
  say SIP-PORT                        a message of each of them, over TCP
  tls SIP-PORT CERTS                  taps that are none of ours
  sockets FOLDER                      octets, to each of our Unix sockets
  http PORT...                        requests to lmisf-metrics
  peer PORT CERTS NAME                a mediation function that answers with it,
                                      until it is ended
  diameter ADDRESS GO                 an S-CSCF that has the relay's connection;
                                      once the file GO is there, odd messages
  feed SOCKET                         a Cx tap: odd records
"""
import os
import random
import socket
import ssl
import struct
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cx_feed  # noqa: E402
import hep  # noqa: E402
import hostile  # noqa: E402

with open(sys.argv[1], encoding='ascii') as words:
    W = dict(line.split() for line in words)
USER = f'sip:{W["full"]}@ims.test'
CRY = ' '.join(W[name] for name in (
    'full', 'full.number', 'full.imsi', 'full.imei', 'liid')).encode()


def named(octets, user):
    """A message of hostile.py, as one of ours: each is as long as before."""
    imei = W[user + '.imei']
    for before, after in (
            (hostile.TARGET, W[user]), (b'ims.example', 'ims.test\0\0\0'),
            (b'15551230001', W[user + '.number']),
            (b'35123400-123456', f'{imei[:8]}-{imei[8:]}')):
        octets = octets.replace(before, after.encode())
    return octets.replace(b'\0\0\0', b'')


def message(user, number):
    body = f'{W["text"]} number {number}'.encode()
    tel = W[user + '.number']
    return (f'MESSAGE tel:+{tel} SIP/2.0\r\n'
            f'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-{number}\r\n'
            f'From: <sip:{W[user]}@ims.test>;tag=1\r\n'
            f'To: <tel:+{tel}>\r\nCall-ID: {W[user]}-{number}\r\n'
            f'CSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\n'
            f'Content-Length: {len(body)}\r\n\r\n').encode() + body


def stream(port, octets):
    try:
        with socket.create_connection(('127.0.0.1', port)) as s:
            s.sendall(octets)
            s.shutdown(socket.SHUT_WR)
            s.settimeout(5)
            s.recv(1)
    except OSError:
        pass  # it hangs up on what is no SIP, or is not there any more


def flawed(octets, rng):
    for _ in range(3):
        octets[rng.randrange(len(octets))] = rng.randrange(256)
    return bytes(octets)


class Datagrams:
    """To somebody who may have ended."""

    def __init__(self, *where):
        self.s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.s.connect(where)

    def send(self, octets):
        try:
            self.s.send(octets)
        except ConnectionRefusedError:
            pass


def sip(address, hep_port, sip_port):
    sip_port = int(sip_port)
    taps = Datagrams(address, int(hep_port))
    udp = Datagrams('127.0.0.1', sip_port)
    rng = random.Random(1)
    whole = b''
    for n, user in enumerate(('full', 'iri', 'court', 'nobody') * 3):
        octets = message(user, f'{os.getpid()}-{n}')
        (taps.send(hep.packet(octets)) if n % 2 else udp.send(octets))
        whole += octets
    stream(sip_port, whole.replace(b'Call-ID: ', b'Call-ID: s'))
    for n, _, octets in hostile.cases():
        octets = named(octets, 'full')
        if n % 61 or len(octets) > 9000:
            continue
        how = n // 61 % 3
        if how == 0:
            taps.send(hep.packet(octets))
        elif how == 1:
            udp.send(octets)
        else:
            stream(sip_port, octets)
        time.sleep(0.001)
    good = hep.packet(message('full', 'hep'))
    for octets in (CRY, b'HEP3' + CRY, b'HEP3\xff\xff' + CRY, good[:40],
                   good[:-9], good + CRY, b'\0' + CRY, CRY * 200,
                   *(flawed(bytearray(good), rng) for _ in range(40))):
        taps.send(octets)
        udp.send(octets)
        stream(sip_port, octets)
    stream(sip_port, b'MESSAGE %s SIP/2.0\r\nContent-Length: 99999999\r\n\r\n'
           % USER.encode() + CRY)
    stream(sip_port, b'X-%s: ' % CRY * 20000)


def say(port):
    stream(int(port), b''.join(message(user, f'{os.getpid()}')
                               for user in ('full', 'iri', 'court')))


def tls(port, certs):
    for name in (None, 'stranger', 'expired', W['full']):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.load_verify_locations(os.path.join(certs, 'ca.pem'))
        if name:
            path = os.path.join(certs, name)
            context.load_cert_chain(path + '.pem', path + '.key')
        try:
            with socket.create_connection(('127.0.0.1', int(port))) as s, \
                    context.wrap_socket(s, server_hostname=W['full']) as t:
                t.sendall(message('full', 'tls') + CRY)
                t.settimeout(0.5)
                t.recv(1)
        except OSError:
            pass
    stream(int(port), CRY)


def sockets(folder):
    frame = struct.pack('>IBBH', 4 + len(CRY), 1, 0, 1) + CRY
    for name in sorted(os.listdir(folder)):
        if not name.endswith('.sock'):
            continue
        for octets in (CRY, frame, frame[:-3], b'\xff' * 8 + CRY,
                       struct.pack('>IBBH', 4 + len(CRY), 1, 0, 99) + CRY):
            with socket.socket(socket.AF_UNIX) as s:
                s.settimeout(2)
                try:
                    s.connect(os.path.join(folder, name))
                    s.sendall(octets)
                    s.shutdown(socket.SHUT_WR)
                    s.recv(65536)
                except OSError:
                    pass


def http(*ports):
    for port in ports:
        for said in (f'GET /{USER} HTTP/1.1\r\nHost: {USER}\r\n\r\n',
                     f'{W["full"].upper()} /metrics HTTP/1.1\r\n\r\n', USER,
                     f'GET /metrics HTTP/1.1\r\nHost: a\r\n{USER}: {USER}\r\n'
                     f'Content-Length: {USER}\r\n\r\n'):
            stream(int(port), said.encode())


def peer(port, certs, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    path = os.path.join(certs, name)
    context.load_cert_chain(path + '.pem', path + '.key')
    context.load_verify_locations(os.path.join(certs, 'ca.pem'))
    context.verify_mode = ssl.CERT_REQUIRED
    with socket.create_server(('127.0.0.1', int(port))) as listener:
        while True:
            s, _ = listener.accept()
            try:
                t = context.wrap_socket(s, server_side=True)
                t.sendall(CRY * 20)
                while t.recv(65536):
                    pass
            except OSError:
                pass


# ---- Diameter ----

def avp(code, data, vendor=0, flags=None, size=None):
    head = struct.pack('>I', vendor) if vendor else b''
    flags = flags if flags is not None else 0xc0 if vendor else 0x40
    n = 8 + len(head) + len(data) if size is None else size
    return struct.pack('>II', code, flags << 24 | n) + head + data + \
        bytes(-len(data) % 4)


def diameter_message(command, body, flags=0xc0, application=cx_feed.CX,
                     version=1):
    return struct.pack('>IIIII', version << 24 | 20 + len(body),
                       flags << 24 | command, application, 77, 77) + body


def odd_diameter():
    us = avp(264, b'scscf2.ims.test') + avp(296, b'ims.test')
    to = avp(283, b'ims.test')
    session = avp(263, b'scscf2.ims.test;' + W['full'].encode())
    who = avp(1, W['full.imsi'].encode() + b'@ims.test') + \
        avp(601, USER.encode(), cx_feed.GPP)
    cx = avp(260, avp(266, struct.pack('>I', cx_feed.GPP)) +
             avp(258, struct.pack('>I', cx_feed.CX))) + \
        avp(277, struct.pack('>I', 1))
    name = avp(602, b'sip:scscf2.ims.test', cx_feed.GPP)
    good = session + cx + us + to + who + name
    for body in (
            good, session + cx + us + avp(283, W['full'].encode()) + who,
            cx + us + to + who, session + who, session + session + good,
            good + avp(99999, CRY), good + avp(99999, CRY, 4711),
            good + avp(614, CRY, cx_feed.GPP),
            good + avp(612, CRY, cx_feed.GPP), good + avp(601, b''),
            good.replace(b'scscf2.ims.test;', b'scscf2\0ims.test;'),
            good + us * 64, good + avp(282, CRY),
            us + to + session + cx + who):
        for command in (300, 301, 302, 303):
            yield diameter_message(command, body)
    yield diameter_message(999, good)
    yield diameter_message(301, good, application=4711)
    yield diameter_message(301, good, flags=0xef)
    yield diameter_message(301, good, flags=0)
    yield diameter_message(301, good + avp(1, CRY, size=9))
    yield diameter_message(301, good + avp(1, CRY, size=4000))
    yield diameter_message(301, good + avp(1, CRY, size=3))
    yield diameter_message(301, good, version=2)


def capabilities(address):
    return diameter_message(257, avp(268, struct.pack('>I', 2001)) + avp(
        264, b'scscf2.ims.test') + avp(296, b'ims.test') + avp(
            257, b'\0\1' + socket.inet_aton(address)) + avp(
                266, struct.pack('>I', cx_feed.GPP)) + avp(
                    269, b'test', flags=0) + avp(
                        265, struct.pack('>I', cx_feed.GPP)) + avp(
                            260, avp(266, struct.pack('>I', cx_feed.GPP)) +
                            avp(258, struct.pack('>I', cx_feed.CX))),
                            flags=0, application=0)


def diameter(address, go):
    with socket.create_server((address, 3868)) as listener:
        print('listening', flush=True)
        s, _ = listener.accept()
    asked = s.recv(65536)
    s.sendall(capabilities(address)[:12] + asked[12:20] +
              capabilities(address)[20:])
    while not os.path.exists(go):
        time.sleep(0.05)
    sent = 0
    s.settimeout(0.02)
    for octets in odd_diameter():
        try:
            s.sendall(octets)
            sent += 1
            s.recv(65536)
        except socket.timeout:
            pass
        except OSError:
            break  # it has parted with us
    print('sent', sent, flush=True)
    time.sleep(60)


def feed(path):
    for n, octets in enumerate(odd_diameter()):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(2)
        s.connect(path)
        try:
            s.sendall(cx_feed.frame(cx_feed.HELLO, os.urandom(16)))
            s.recv(100)
            some = cx_feed.some
            body = struct.pack('>QQQB', 1, 1, 2, 0) + some(CRY) + some(b'') \
                + some(octets) + some(octets if n % 2 else CRY)
            s.sendall(cx_feed.frame(cx_feed.RECORD, body[:-n % 5 or None]))
            s.recv(100)
        except OSError:
            pass
        s.close()


{'sip': sip, 'say': say, 'tls': tls, 'sockets': sockets, 'http': http, 'peer': peer,
 'diameter': diameter, 'feed': feed}[sys.argv[2]](*sys.argv[3:])
