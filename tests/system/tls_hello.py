#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""tls_hello.py PORT KIND - say a ClientHello that openssl cannot, and print what
is said to it: "hello VERSION COMPRESSION", "alert NUMBER" or "end".

KIND is good, or what is odd about it: ssl3 (as its only version), compression
(with none else), offered (compression, and none), insecure (no
renegotiation_info). RFC 5246 cl. 7.4.1.2; RFC 5746 cl. 3.4; RFC 7627 cl. 5.1
"""
import os
import socket
import struct
import sys

PORT, KIND = int(sys.argv[1]), sys.argv[2]


def extension(kind, octets):
    return struct.pack('>HH', kind, len(octets)) + octets


def listed(octets):
    return struct.pack('>H', len(octets)) + octets


def hello():
    version = b'\x03\x00' if KIND == 'ssl3' else b'\x03\x03'
    methods = {'compression': b'\x01', 'offered': b'\x01\x00'}.get(KIND, b'\0')
    extensions = [
        extension(10, listed(b'\x00\x17\x00\x18')),   # P-256, P-384
        extension(11, b'\x01\x00'),
        extension(13, listed(b'\x04\x03\x05\x03\x08\x04\x04\x01')),
        extension(23, b''),                           # extended master secret
    ]
    if KIND != 'insecure':
        extensions.append(extension(0xff01, b'\0'))
    body = (version + os.urandom(32) + b'\0' +
            listed(b'\xc0\x2b\xc0\x2f') +             # ECDHE, AES-128-GCM
            bytes([len(methods)]) + methods + listed(b''.join(extensions)))
    message = b'\x01' + struct.pack('>I', len(body))[1:] + body
    return b'\x16' + version + listed(message)


def take(stream, size):
    octets = b''
    while len(octets) < size:
        more = stream.recv(size - len(octets))
        if not more:
            sys.exit(print('end'))
        octets += more
    return octets


def main():
    with socket.create_connection(('127.0.0.1', PORT), 5) as stream:
        stream.settimeout(5)
        stream.sendall(hello())
        head = take(stream, 5)
        body = take(stream, struct.unpack('>H', head[3:])[0])
    if head[0] == 21:
        print('alert', body[1])
    else:
        # a ServerHello: version, random, session, cipher suite, compression
        print('hello', f'{body[4]}.{body[5]}', body[38 + 1 + body[38] + 2])


try:
    main()
except ConnectionError:
    print('end')
