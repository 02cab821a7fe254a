#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""feed_in.py - send SIP files to a listener in the ways that taps do.

usage: feed_in.py HOW ADDRESS PORT FILE...
       HOW is FORMAT-TRANSPORT or FORMAT-TRANSPORT-dribble
       FORMAT is sip, hep, or raw: the files as they are, not a message each
       TRANSPORT is udp, tcp or tls, with a certificate as feed_lib.py has it

HEPv3 has IPv4 or IPv6 addresses as ADDRESS is. "dribble" writes an octet at a
time. FEED_OPEN=SECONDS keeps a connection open so long before it is ended.
The exit status is 3 when the other side would not have us.
"""
import os
import socket
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402
from feed_lib import connect  # noqa: E402


def send_stream(transport, address, port, octets, step):
    s = connect(transport, address, port)
    for at in range(0, len(octets), step):
        s.sendall(octets[at:at + step])
    time.sleep(float(os.environ.get('FEED_OPEN', '0')))
    if transport == 'tls':
        s.unwrap()
    else:
        s.shutdown(socket.SHUT_WR)
        s.recv(1)  # until the other side is done with it


def main():
    how, address, port = sys.argv[1].split('-'), sys.argv[2], int(sys.argv[3])
    v6 = ':' in address
    messages = [open(name, 'rb').read() for name in sys.argv[4:]]
    if how[0] == 'hep':
        messages = [hep.packet(m, v6) for m in messages]
    if how[1] == 'udp':
        s = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET,
                          socket.SOCK_DGRAM)
        s.connect((address, port))
        for m in messages:
            s.send(m)
        return
    octets = b''.join(messages)
    step = 1 if how[-1] == 'dribble' else len(octets)
    try:
        send_stream(how[1], address, port, octets, step)
    except OSError:  # an SSLError is one too
        sys.exit(3)


main()
