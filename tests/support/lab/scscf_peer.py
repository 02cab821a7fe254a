# SPDX-License-Identifier: BSD-3-Clause
"""An S-CSCF's Diameter side, to test with: scscf_peer.py IP FIFO

It listens on IP:3868 as scscf2.ims.test and takes one connection, that of a
relay. What it is told through FIFO, a line each, it does as an S-CSCF would:

  mar IMPI IMPU            ask for a vector
  sar IMPI IMPU TYPE       Server-Assignment-Type TYPE, a number
  answer CODE              result of the RTAs and PPAs from now on; 0: none

It answers RTR and PPR, which Kamailio 5.6 does not in every case, and prints a
line for whatever it has sent and got. TS 29.228 cl. 6.1.2, 6.1.3, 6.2.2, 6.3
"""
import os
import selectors
import socket
import struct
import sys

CX, GPP = 16777216, 10415
HOST, REALM, NAME = 'scscf2.ims.test', 'ims.test', 'sip:scscf2.ims.test:6060'
BASE = (257, 280, 282)  # capabilities, watchdog, disconnect
COMMANDS = {300: 'uar', 301: 'sar', 302: 'lir', 303: 'mar', 304: 'rtr',
            305: 'ppr'}


def avp(code, data, vendor=0):
    if isinstance(data, str):
        data = data.encode()
    elif isinstance(data, int):
        data = struct.pack('>I', data)
    n = 8 + (4 if vendor else 0) + len(data)
    flags = 0xc0 if vendor else 0x40
    head = struct.pack('>II', code, flags << 24 | n)
    if vendor:
        head += struct.pack('>I', vendor)
    return head + data + b'\0' * (-n % 4)


def avps(data):
    found = {}
    while len(data) >= 8:
        code, word = struct.unpack('>II', data[:8])
        head = 12 if word >> 31 else 8
        n = word & 0xffffff
        found.setdefault(code, data[head:n])
        data = data[n + -n % 4:]
    return found


def message(flags, command, application, ids, body):
    return struct.pack('>III', 1 << 24 | 20 + len(body),
                       flags << 24 | command, application) + ids + body


ORIGIN = avp(264, HOST) + avp(296, REALM)
APPLICATION = avp(260, avp(266, GPP) + avp(258, CX)) + avp(277, 1)


class Peer:
    def __init__(self, connection, ip):
        self.connection, self.ip = connection, ip
        self.data, self.number, self.result = b'', 0, 2001

    def capabilities(self):
        address = b'\0\1' + socket.inet_aton(self.ip)
        return (avp(268, 2001) + ORIGIN + avp(257, address) + avp(266, GPP)
                + avp(269, 'test') + avp(265, GPP)
                + avp(260, avp(266, GPP) + avp(258, CX)))

    def ask(self, command, impi, impu, more):
        self.number += 1
        end_to_end = (os.getpid() & 0xffff) << 16 | self.number
        ids = struct.pack('>II', self.number, end_to_end)
        body = (avp(263, f'{HOST};{os.getpid()};{self.number}') + APPLICATION
                + ORIGIN + avp(283, REALM) + avp(1, impi)
                + avp(601, impu, GPP) + avp(602, NAME, GPP) + more)
        self.connection.sendall(message(0xc0, command, CX, ids, body))

    def obey(self, line):
        verb, *rest = line.split()
        if verb == 'answer':
            self.result = int(rest[0])
        elif verb == 'mar':
            item = avp(612, avp(608, 'Digest-AKAv1-MD5', GPP), GPP)
            self.ask(303, rest[0], rest[1], avp(607, 1, GPP) + item)
        elif verb == 'sar':
            self.ask(301, rest[0], rest[1], avp(614, int(rest[2]), GPP)
                     + avp(624, 0, GPP))

    def take(self, data):
        """All whole messages; false when the other side says goodbye."""
        self.data += data
        while len(self.data) >= 4:
            n = struct.unpack('>I', self.data[:4])[0] & 0xffffff
            if len(self.data) < n:
                break
            one, self.data = self.data[:n], self.data[n:]
            self.take_one(one)

    def take_one(self, one):
        word, application = struct.unpack('>II', one[4:12])
        command, found = word & 0xffffff, avps(one[20:])
        if not word >> 31:
            nested = avps(found.get(297, b''))
            code = found.get(268) or nested.get(298, b'\0\0\0\0')
            print(f'got {COMMANDS.get(command, command)} '
                  f'{struct.unpack(">I", code)[0]}', flush=True)
            return
        if command in BASE:
            body = (self.capabilities() if command == 257
                    else avp(268, 2001) + ORIGIN)
        elif self.result:
            body = (avp(263, found.get(263, b'')) + APPLICATION
                    + avp(268, self.result) + ORIGIN)
        if command not in BASE:
            print(f'answered {COMMANDS.get(command, command)} {self.result}',
                  flush=True)
        if command in BASE or self.result:
            flags = 0x40 if word >> 24 & 0x40 else 0
            self.connection.sendall(message(flags, command, application,
                                            one[12:20], body))


def main():
    ip, path = sys.argv[1:]
    os.mkfifo(path, 0o600)
    fifo = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    listener = socket.create_server((ip, 3868))
    print('listening', flush=True)
    connection, _ = listener.accept()
    peer = Peer(connection, ip)
    ready = selectors.DefaultSelector()
    ready.register(connection, selectors.EVENT_READ)
    ready.register(fifo, selectors.EVENT_READ)
    commands = b''
    while True:
        for key, _ in ready.select():
            if key.fd == fifo:
                *lines, commands = (commands + os.read(fifo, 4096)).split(b'\n')
                for line in lines:
                    peer.obey(line.decode())
                continue
            data = connection.recv(65536)
            if not data:
                return
            peer.take(data)


main()
