#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Make the capture files of this folder and the SIP messages of ../sip.

usage: make.py [FOLDER]     writes FOLDER/pcap and FOLDER/sip (default: ..)

What it makes is committed beside it; run it again after a change, and commit
both. The same input gives the same octets.
"""
import os
import sys

import frames
import story
import wires

SNAPLEN = 600  # headers of some, all of others
HERE = os.path.dirname(os.path.abspath(__file__))


def save(path, octets):
    with open(path, "wb") as f:
        f.write(octets)


def describe(messages):
    """A table of a story: what a test may expect of its replay."""
    lines = [
        "# No  seconds  from -> to    message                       concerns",
    ]
    for i, m in enumerate(messages, 1):
        lines.append("%4d %8.3f  %-6s-> %-6s  %-29s %s" % (
            i, m.at, m.source, m.target, m.name, " ".join(m.concerns)))
    for who in story.USERS:
        n = sum(1 for m in messages if who in m.concerns)
        lines.append("# %s: %d of %d" % (who, n, len(messages)))
    return "\n".join(lines) + "\n"


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(HERE)
    pcap, sip = os.path.join(root, "pcap"), os.path.join(root, "sip")
    os.makedirs(pcap, exist_ok=True)
    os.makedirs(sip, exist_ok=True)
    for family, name in ((4, "ims_call"), (6, "ims_call_v6")):
        messages = story.tell(family)
        save(os.path.join(pcap, name + ".pcap"), frames.pcap(
            frames.ETHERNET, [(m.at_us, frames.ethernet(frames.udp(
                m.wire_from, m.wire_to, m.octets))) for m in messages]))
        if family == 4:
            save(os.path.join(pcap, "ims_call_hep.pcap"), frames.pcap(
                frames.ETHERNET, [(m.at_us + 150, frames.ethernet(frames.udp(
                    ("10.77.0.12", 40000), ("10.77.0.99", 9060),
                    frames.hep(m.wire_from, m.wire_to, m.at_us, m.octets))))
                    for m in messages]))
            save(os.path.join(pcap, "ims_call_snaplen.pcap"), frames.pcap(
                frames.ETHERNET, [(m.at_us, frames.ethernet(frames.udp(
                    m.wire_from, m.wire_to, m.octets))) for m in messages],
                cut=SNAPLEN))
            table = describe(messages)
        else:
            for wire, packets in wires.files(messages):
                save(os.path.join(pcap, wire),
                     frames.pcap(frames.ETHERNET, packets))
        for m in messages:
            if m.file:
                save(os.path.join(sip, "%s%s.sip" % (
                    m.file, "" if family == 4 else "_v6")), m.octets)
    for name, octets in story.singles():
        save(os.path.join(sip, name + ".sip"), octets)
    head = open(os.path.join(HERE, "ims_call.head"), encoding="ascii").read()
    save(os.path.join(pcap, "ims_call.txt"), (head + table).encode())
    for name, octets in frames.link_files(story.options):
        save(os.path.join(pcap, name), octets)


if __name__ == "__main__":
    main()
