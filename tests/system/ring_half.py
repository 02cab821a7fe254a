#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""ring_half.py PID HOW PORT FILE... - send the files over one connection, and
kill the core of lmisfd, whose holder is PID, in the middle of each.

HOW is FORMAT-TRANSPORT as of feed_in.py. Over tls the first half is sent and
nothing more: the connection must end. The exit status is 1 when a connection
ends that should not, or the other way round.
"""
import os
import signal
import socket
import ssl
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402
from ring_lib import core, served, wait_for  # noqa: E402


def kill(holder):
    time.sleep(0.1)  # it has read what was sent, or has not: both must do
    before = served('lmisfd.log')
    os.kill(core(holder), signal.SIGKILL)
    wait_for('lmisfd.log', before)


def over_tls(s, holder, message):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations('certs/ca.pem')
    context.load_cert_chain('certs/lmisf.pem', 'certs/lmisf.key')
    s = context.wrap_socket(s)
    s.sendall(message[:len(message) * 2 // 3])
    kill(holder)
    s.settimeout(10)
    try:
        return s.recv(1) == b''
    except ssl.SSLEOFError:
        return True


def over_tcp(s, holder, messages):
    for m in messages:
        s.sendall(m[:len(m) // 2])
        kill(holder)
        s.sendall(m[len(m) // 2:])
    s.shutdown(socket.SHUT_WR)
    return s.recv(1) == b''


def main():
    holder, how, port = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    messages = [open(name, 'rb').read() for name in sys.argv[4:]]
    if how.startswith('hep'):
        messages = [hep.packet(m) for m in messages]
    s = socket.create_connection(('127.0.0.1', port))
    if how.endswith('tls'):
        good = over_tls(s, holder, messages[0])
    else:
        good = over_tcp(s, holder, messages)
    sys.exit(0 if good else 1)


main()
