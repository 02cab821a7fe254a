#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""hostile_peers.py CERTS X2-PORT HI2-PORT SEED - mediation functions that do all
that none should: each connection of lmisf-deliver gets another answer.

Prints "PROTOCOL N of M" as cases are done, and "done" when both have no more;
from then on nobody listens there.
"""
import os
import random
import select
import socket
import ssl
import struct
import sys
import threading
import time

STRAY = 0x40404040  # no keepalive has such a number: it proves nothing
DRAWN = 60      # cases of random octets, and of good answers with a flaw


def x2_ack(sequence, **odd):
    """A keepalive acknowledgement; any part of it may be another one."""
    f = {'version': 5, 'type': 4, 'header': 48, 'payload': 0, 'format': 0,
         'direction': 0, 'xid': bytes(16), 'correlation': bytes(8),
         'attribute': 8, 'size': 4}
    f.update(odd)
    return struct.pack('>HHIIHH', f['version'], f['type'], f['header'],
                       f['payload'], f['format'], f['direction']) + \
        f['xid'] + f['correlation'] + \
        struct.pack('>HHI', f['attribute'], f['size'], sequence)


def x2_cases(rng):
    yield b''
    for version in (0, 1, 4, 6, 0xffff):
        yield x2_ack(STRAY, version=version)
    for kind in (0, 1, 2, 3, 5, 0x8000, 0xffff):
        yield x2_ack(STRAY, type=kind)
    for n in (0, 1, 39, 40, 47, 49, 65536, 65537, 0x7fffffff, 0xffffffff):
        yield x2_ack(STRAY, header=n)
        yield x2_ack(STRAY, payload=n)
        yield x2_ack(STRAY, header=n, payload=n)
    for n in (0, 3, 5, 8, 0x7fff, 0xffff):
        yield x2_ack(STRAY, size=n)
        yield x2_ack(STRAY, attribute=n)
    for sequence in (0x7fffffff, 0x80000000, 0xffffffff):
        yield x2_ack(sequence)
    yield b''.join(x2_ack(STRAY + n) for n in range(10000))
    yield x2_ack(STRAY) * 10000
    yield x2_ack(STRAY)[:-1]
    yield b'\0' * 100000
    yield b'\xff' * 100000
    yield b'HTTP/1.1 400 Bad Request\r\n\r\n'
    for _ in range(DRAWN):
        yield rng.randbytes(rng.choice((1, 40, 48, 49, 1000, 70000)))
    for _ in range(DRAWN):
        flawed = bytearray(x2_ack(STRAY + rng.randrange(4)))
        for _ in range(rng.randrange(1, 4)):
            flawed[rng.randrange(len(flawed))] = rng.randrange(256)
        yield bytes(flawed)


def tlv(tag, body, size=None):
    n = len(body) if size is None else size
    if n < 128:
        return bytes([tag, n]) + body
    octets = n.to_bytes((n.bit_length() + 7) // 8, 'big')
    return bytes([tag, 0x80 | len(octets)]) + octets + body


def hi2_cases(rng):
    # TS 102 232-1: PS-PDU {header [1], payload [2] {tRIPayload [2] {...}}}
    header = tlv(0xa1, tlv(0x80, b'\x04\x00\x02\x02\x05\x1c') +
                 tlv(0x81, b'LIID-1') + tlv(0x82, b'NL'))
    answer = tlv(0x30, header + tlv(0xa2, tlv(0xa2, tlv(0xa1, tlv(
        0x30, tlv(0x80, b'\x01'))))))
    yield b''
    yield answer
    for size in (0, 1, len(answer), 127, 128, 65535, 1 << 24, 1 << 31,
                 (1 << 32) - 1, (1 << 63), (1 << 64) - 1):
        yield tlv(0x30, answer[2:], size)
        yield tlv(0x30, header, size)
    yield b'\x30\x80' + answer[2:] + b'\0\0'
    yield b'\x30\x80' * 20000
    yield b'\x30\xff'
    yield b'\x30\x84\x7f\xff\xff\xff'
    yield b'\x1f' + b'\xff' * 1000
    deep = b''
    for _ in range(500):
        deep = tlv(0xa2, deep)
    yield tlv(0x30, deep)
    yield tlv(0x30, tlv(0x30, b'') * 20000)
    yield answer * 10000
    yield b'\0' * 100000
    yield b'\xff' * 100000
    for _ in range(DRAWN):
        yield rng.randbytes(rng.choice((1, 2, 16, 1000, 70000)))
    for _ in range(2 * DRAWN):
        flawed = bytearray(answer)
        for _ in range(rng.randrange(1, 4)):
            flawed[rng.randrange(len(flawed))] = rng.randrange(256)
        yield bytes(flawed)


# How the octets come, and how it ends.
def at_once(s, octets):
    s.sendall(octets)


def after_reading(s, octets):
    s.recv(4096)
    s.sendall(octets)


def in_pieces(s, octets):
    for at in range(0, min(len(octets), 64)):
        s.sendall(octets[at:at + 1])
    s.sendall(octets[64:])


def and_reset(s, octets):
    s.sendall(octets)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))


def and_bye(s, octets):
    s.sendall(octets)
    try:
        s.unwrap()
    except (ssl.SSLError, OSError):
        pass


HOW = (at_once, after_reading, in_pieces, and_reset, and_bye)


def below_tls(raw, octets):
    """What is no TLS at all."""
    raw.settimeout(5)
    raw.sendall(octets or b'\x16\x03\x03\xff\xff')


def linger(s):
    """A little while for it to read and close."""
    select.select([s], [], [], 0.02)


def one(raw, context, how, octets):
    if how is below_tls:
        below_tls(raw, octets)
        return
    with context.wrap_socket(raw, server_side=True) as s:
        s.settimeout(5)
        how(s, octets)
        linger(s)


def serve(name, listener, context, cases):
    for n, (how, octets) in enumerate(cases):
        raw = listener.accept()[0]
        try:
            one(raw, context, how, octets)
        except (ssl.SSLError, OSError):
            pass  # it would have no more
        raw.close()
        if n % 50 == 0:
            print(f'{name} {n} of {len(cases)}', flush=True)
    listener.close()


def main():
    certs, x2, hi2, seed = sys.argv[1:5]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(certs, 'mdf.pem'),
                            os.path.join(certs, 'mdf.key'))
    context.load_verify_locations(os.path.join(certs, 'ca.pem'))
    context.verify_mode = ssl.CERT_REQUIRED
    threads = []
    for name, port, make in (('X2', x2, x2_cases), ('HI2', hi2, hi2_cases)):
        rng = random.Random(f'{seed} {name}')
        cases = [(HOW[n % len(HOW)], o) for n, o in enumerate(make(rng))]
        cases += [(below_tls, rng.randbytes(n)) for n in (0, 1, 5, 100, 20000)]
        s = socket.create_server(('127.0.0.1', int(port)))
        s.settimeout(60)
        threads.append(threading.Thread(target=serve, args=(
            name, s, context, cases)))
    began = time.monotonic()
    for t in threads:
        t.start()
    print('listening', flush=True)
    for t in threads:
        t.join()
    print(f'done in {time.monotonic() - began:.0f} s', flush=True)


main()
