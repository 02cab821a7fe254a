#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""disk_full.py PORT RATE - send as many messages of a target a second over HEP
as RATE says, until there is a file `enough`; print how many there were."""
import os
import socket
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402


def message(n):
    return ('MESSAGE sip:b@ims.example SIP/2.0\r\n'
            f'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-{n}\r\n'
            'From: <sip:canary@ims.example>;tag=1\r\nTo: <sip:b@ims.example>\r\n'
            f'Call-ID: full-{n}\r\nCSeq: 1 MESSAGE\r\n'
            'Content-Length: 0\r\n\r\n').encode()


def main():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.connect(('127.0.0.1', int(sys.argv[1])))
    pause, sent, began = 1 / float(sys.argv[2]), 0, time.monotonic()
    while not os.path.exists('enough'):
        s.send(hep.packet(message(sent)))
        sent += 1
        time.sleep(max(0, began + sent * pause - time.monotonic()))
    print(sent)


main()
