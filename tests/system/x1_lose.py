#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_lose.py SOCKET TOTAL - a Cx tap that has lost so many exchanges. Prints
when it said so."""
import socket
import struct
import sys
import time
import uuid


def message(kind, body):
    return struct.pack('>IBBH', len(body) + 4, 1, 0, kind) + body


s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
s.sendall(message(1, uuid.uuid4().bytes))
s.recv(64)
print(f'{time.time():.6f}', flush=True)
s.sendall(message(5, struct.pack('>Q', int(sys.argv[2]))))
time.sleep(0.1)
