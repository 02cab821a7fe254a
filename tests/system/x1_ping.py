#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_ping.py PORT CERTS SECONDS [NAME] - a Keepalive or Ping a second, by the
ADMF or by another of this name."""
import sys
import time

from x1_client import Client

name = sys.argv[4] if len(sys.argv) > 4 else 'admf'
c = Client(int(sys.argv[1]), sys.argv[2], name)
for i in range(int(sys.argv[3])):
    answer = c.ask(('Keepalive', 'Ping')[i % 2])
    assert answer.ok == (name == 'admf'), answer.code
    time.sleep(1 if i + 1 < int(sys.argv[3]) else 0)
