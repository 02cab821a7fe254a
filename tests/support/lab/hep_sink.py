#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""A collector for the lab's self-test: counts HEPv3 packets, prints each SIP
start line.

usage: hep_sink.py ADDRESS PORT [udp|tcp]

One line a packet: capture id, source, destination, start line. On SIGTERM, last
a line "N packets, N bad"."""

import signal
import socket
import struct
import sys


def chunks(packet):
    """The chunks of one HEPv3 packet as {type: octets}, or None."""
    if len(packet) < 6 or packet[:4] != b"HEP3":
        return None
    total = struct.unpack(">H", packet[4:6])[0]
    if total != len(packet):
        return None
    found, at = {}, 6
    while at + 6 <= total:
        vendor, kind, size = struct.unpack(">HHH", packet[at:at + 6])
        if size < 6 or at + size > total:
            return None
        if vendor == 0:
            found[kind] = packet[at + 6:at + size]
        at += size
    return found if at == total else None


class Sink:
    """Counts and prints packets."""

    def __init__(self):
        self.good = self.bad = 0

    def take(self, packet):
        """Print one packet."""
        found = chunks(packet)
        if found is None or 15 not in found:
            self.bad += 1
            return
        self.good += 1
        line = found[15].split(b"\r\n", 1)[0].decode("ascii", "replace")
        ends = [f"{socket.inet_ntoa(found[ip])}:"
                f"{struct.unpack('>H', found[port])[0]}"
                for ip, port in ((3, 7), (4, 8))]
        node = struct.unpack(">I", found.get(12, b"\0\0\0\0"))[0]
        print(node, *ends, line, flush=True)


def serve_udp(sink, sock):
    """Take datagrams for ever."""
    while True:
        sink.take(sock.recv(65535))


def serve_tcp(sink, sock):
    """Take streams, several at once, for ever."""
    import selectors
    poll = selectors.DefaultSelector()
    poll.register(sock, selectors.EVENT_READ, None)
    while True:
        for key, _ in poll.select():
            if key.data is None:
                poll.register(sock.accept()[0], selectors.EVENT_READ,
                              bytearray())
                continue
            data, buf = key.fileobj.recv(65536), key.data
            buf += data
            if not data:
                poll.unregister(key.fileobj)
                continue
            while len(buf) >= 6:
                size = struct.unpack(">H", buf[4:6])[0]
                if size < 6 or len(buf) < size:
                    break
                sink.take(bytes(buf[:size]))
                del buf[:size]


def main():
    """Bind, then serve until told to stop."""
    address, port = sys.argv[1], int(sys.argv[2])
    tcp = sys.argv[3:] == ["tcp"]
    sink = Sink()

    def stop(*_):
        print(f"{sink.good} packets, {sink.bad} bad", flush=True)
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    kind = socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((address, port))
        if tcp:
            sock.listen()
        (serve_tcp if tcp else serve_udp)(sink, sock)


main()
