#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""witness.py - write down every HEPv3 packet that a wire carried.

usage: witness.py OUT PORT

Reads the loopback device of this network namespace with a packet socket, so it
sees what was sent whether or not anybody received it. Each UDP payload to PORT
is written as a 32-bit length and its octets. Prints "listening" when ready and
ends on SIGTERM. It shares no code with the product.
"""
import signal
import socket
import struct
import sys

ETH_P_IP = 0x0800
SO_RCVBUFFORCE = 33


def payload(frame, port):
    """The UDP payload of an unfragmented IPv4 frame to this port, or None."""
    ip = frame[14:]
    if len(ip) < 28 or ip[0] >> 4 != 4 or ip[9] != 17:
        return None
    udp = ip[(ip[0] & 15) * 4:]
    _, dport, length, _ = struct.unpack('>HHHH', udp[:8])
    return udp[8:length] if dport == port else None


def main():
    out, port = open(sys.argv[1], 'wb'), int(sys.argv[2])
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_IP))
    for option in (SO_RCVBUFFORCE, socket.SO_RCVBUF):
        try:
            s.setsockopt(socket.SOL_SOCKET, option, 32 << 20)
            break
        except PermissionError:
            pass
    s.bind(('lo', ETH_P_IP))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print('listening', flush=True)
    while True:
        frame, where = s.recvfrom(1 << 17)
        if where[2] == socket.PACKET_OUTGOING:
            continue  # a loopback frame is seen leaving and arriving
        got = payload(frame, port)
        if got is not None:
            out.write(struct.pack('>I', len(got)) + got)
            out.flush()


main()
