#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""cx_again.py - be a Cx tap that sends what it has sent before.

usage: cx_again.py SOCKET
"""
import os
import socket
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cx_feed  # noqa: E402

GONE = '302,host=icscf.ims.example,601=sip:canary@ims.example'
QUIET_S = 0.5


class Tap:
    def __init__(self, path, instance):
        self.s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.s.connect(path)
        self.s.settimeout(20)
        self.s.sendall(cx_feed.frame(cx_feed.HELLO, instance))
        self.last = self.told(cx_feed.WELCOME)

    def told(self, want):
        kind, body = cx_feed.read(self.s)
        assert kind == want, kind
        return int.from_bytes(body, 'big')

    def send(self, *numbers):
        for number in numbers:
            self.s.sendall(cx_feed.record(number, GONE))

    def new(self, *numbers):
        """They are acknowledged, one by one or together, and never less."""
        self.send(*numbers)
        while self.last < numbers[-1]:
            now = self.told(cx_feed.ACK)
            assert now > self.last, f'{now} behind {self.last}'
            self.last = now

    def again(self, *numbers):
        """Nothing is said of them."""
        self.send(*numbers)
        self.s.settimeout(QUIET_S)
        try:
            said = self.told(cx_feed.ACK)
        except socket.timeout:
            said = None
        assert said is None, f'{said} behind {self.last}'
        self.s.settimeout(20)


def main():
    instance = os.urandom(16)
    tap = Tap(sys.argv[1], instance)
    assert tap.last == 0
    tap.new(1, 2)
    tap.again(1)
    tap.again(2)
    tap.new(3)
    tap.s.close()
    tap = Tap(sys.argv[1], instance)
    assert tap.last == 3, tap.last
    tap.again(2, 3)
    tap.new(4)


main()
