#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""force_end.py PORT hep NAME US... | sip NAME COUNT - messages of the target: as
HEP with these times of UTC, or bare over TCP, so that lmisfd's own time counts
(of a datagram the kernel has one)."""
import os
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402


def message(name, number):
    return (f'MESSAGE sip:somebody@ims.example SIP/2.0\r\n'
            f'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-{name}-{number}\r\n'
            f'From: <sip:canary@ims.example>;tag=1\r\n'
            f'To: <sip:somebody@ims.example>\r\n'
            f'Call-ID: {name}\r\nCSeq: {number + 1} MESSAGE\r\n'
            f'Content-Length: 0\r\n\r\n').encode()


def main():
    bare = sys.argv[2] == 'sip'
    s = socket.socket(socket.AF_INET,
                      socket.SOCK_STREAM if bare else socket.SOCK_DGRAM)
    s.connect(('127.0.0.1', int(sys.argv[1])))
    name = sys.argv[3]
    if bare:
        for n in range(int(sys.argv[4])):
            s.sendall(message(f'{name}-{n}', n))
    else:
        for n, at_us in enumerate(sys.argv[4:]):
            hep.time.time = lambda us=int(at_us): us / 1e6
            packet = hep.packet(message(name if 'call' in name else f'{name}-{n}',
                                        n))
            # Its microseconds to the last digit, which a float may lose.
            s.send(packet.replace(
                hep.chunk(10, int(int(at_us) / 1e6 % 1 * 1e6).to_bytes(4, 'big')),
                hep.chunk(10, (int(at_us) % 1000000).to_bytes(4, 'big'))))


if __name__ == '__main__':
    main()
