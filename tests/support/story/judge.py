#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""judge.py - was exactly what concerns a target delivered, octet for octet?

usage: judge.py WITNESS X2 TASK...
       TASK is XID=CONTENT=IDENTITY[,IDENTITY...], CONTENT is yes or no

WITNESS is what witness.py wrote down, X2 the octets that a peer received. The
judge has its own idea, of few lines, of which messages concern a task: those
of every Call-ID in which an identity of the task stands in a header. It
compares as multisets: each mirrored message once, nothing foreign, nothing
twice. A task without content may differ in a body, a Subject and ck/ik values,
never in length; of no task may the other party's cell be seen (TS 33.128
cl. 7.12.9), and its own stays. Prints a line a task; exits 1 when one is not right. It shares
no code with the product.
"""
import collections
import re
import struct
import sys

Pdu = collections.namedtuple('Pdu', 'kind format xid correlation seq payload')


def hep_payloads(path):
    data = open(path, 'rb').read()
    at = 0
    while at + 4 <= len(data):
        size = struct.unpack_from('>I', data, at)[0]
        packet = data[at + 4:at + 4 + size]
        at += 4 + size
        if packet[:4] != b'HEP3':
            continue
        pos = 6
        while pos + 6 <= len(packet):
            vendor, kind, length = struct.unpack_from('>HHH', packet, pos)
            if vendor == 0 and kind == 15:
                yield packet[pos + 6:pos + length]
            pos += max(length, 6)


def x2_pdus(path):
    data = open(path, 'rb').read()
    at = 0
    while at < len(data):
        version, kind, head, size, form, _ = struct.unpack_from(
            '>HHIIHH', data, at)
        if version != 5 or head < 40 or at + head + size > len(data):
            sys.exit('judge: broken X2 stream at octet %d' % at)
        xid = data[at + 16:at + 32].hex()
        correlation = data[at + 32:at + 40].hex()
        seq, pos = None, at + 40
        while pos < at + head:
            tag, length = struct.unpack_from('>HH', data, pos)
            if tag == 8:
                seq = struct.unpack_from('>I', data, pos + 4)[0]
            pos += 4 + length
        payload = data[at + head:at + head + size]
        yield Pdu(kind, form, xid, correlation, seq, payload)
        at += head + size


def ber(data):
    """(first tag octet, number, content) of each element of a BER run."""
    at = 0
    while at < len(data):
        first, number = data[at], data[at] & 31
        at += 1
        if number == 31:
            number = 0
            while True:
                number = number << 7 | data[at] & 127
                at += 1
                if not data[at - 1] & 128:
                    break
        length = data[at]
        at += 1
        if length & 128:
            n = length & 127
            length = int.from_bytes(data[at:at + n], 'big')
            at += n
        yield first, number, data[at:at + length]
        at += length


def inside(data, number):
    for _, n, content in ber(data):
        if n == number:
            return content
    return None


def sip_of(payload):
    """The SIP octets of an XIRIPayload with an iMSMessage, and if modified."""
    ims = inside(inside(next(ber(payload))[2], 2), 105)
    choice = inside(ims, 1)
    _, number, content = next(ber(choice))
    if number == 2:  # modifiedSIPMessage holds the message at [1]
        return inside(inside(content, 1), 3), True
    return inside(content, 3), False


def header_end(sip):
    at = sip.find(b'\r\n\r\n')
    return len(sip) if at < 0 else at + 4


def call_id(sip):
    found = re.search(rb'^(?:call-id|i)[ \t]*:[ \t]*(\S+)', sip, re.I | re.M)
    return found.group(1) if found else b''


def blanked(sip, content):
    """The message with what a rule may cut replaced by one mark an octet."""
    head, body = sip[:header_end(sip)], sip[header_end(sip):]
    head = re.sub(rb'\b([ci]k=)("?)([^",;\s]*)',
                  lambda m: m[1] + m[2] + b'.' * len(m[3]), head)
    if not content:
        head = re.sub(rb'(?im)^((?:subject|s)[ \t]*:)([^\r\n]*)',
                      lambda m: m[1] + b'.' * len(m[2]), head)
        if not re.search(rb'(?im)^(?:content-type|c)[ \t]*:[ \t]*application/sdp\b',
                         head):
            body = b'.' * len(body)
    return head + body


def opened_by(wanted, messages):
    """Did one of these open the call whose messages these are?"""
    sender = re.search(rb'(?im)^(?:from|f)[ \t]*:([^\r\n]*)', messages[0])
    return any(w in sender.group(1) for w in wanted)


def placed(sip, opened):
    """The message without the cell of the other party: in the lab's scripts the
    cell of who opens ends in 1, that of who answers in 2."""
    other = b'2' if opened else b'1'
    return re.sub(rb'(utran-cell-id-3gpp=)(\d+)',
                  lambda m: m[1] + (b'0' * len(m[2]) if m[2].endswith(other)
                                    else m[2]), sip)


def judge(messages, pdus, task):
    xid, content, identities = task.split('=', 2)
    content = content == 'yes'
    xid = xid.replace('-', '').lower()
    wanted = [i.encode() for i in identities.split(',')]
    calls = {call_id(m) for m in messages
             if any(w in m[:header_end(m)] for w in wanted)}
    opened = {c: opened_by(wanted, [m for m in messages if call_id(m) == c])
              for c in calls}
    expect = collections.Counter(
        blanked(placed(m, opened[call_id(m)]), content) for m in messages
        if call_id(m) in calls)
    got, seen, cx, wrong = collections.Counter(), {}, 0, 0
    for pdu in pdus:
        if pdu.kind != 1 or pdu.xid != xid:
            continue
        place = (pdu.correlation, pdu.seq)
        if place in seen:
            wrong += seen[place] != pdu.payload
            continue
        seen[place] = pdu.payload
        if pdu.format == 14:
            cx += 1
            continue
        sip, modified = sip_of(pdu.payload)
        clear = blanked(sip, content)
        got[clear] += 1
        if not content and clear != sip and not modified:
            wrong += 1
    for correlation in {c for c, _ in seen}:
        numbers = sorted(s for c, s in seen if c == correlation)
        wrong += numbers != list(range(len(numbers)))
    missing, foreign = sum((expect - got).values()), sum((got - expect).values())
    print('task %s: %d sip mirrored, %d delivered, %d missing, %d foreign, '
          '%d wrong, %d cx' % (xid[:8], sum(expect.values()),
                               sum(got.values()), missing, foreign, wrong, cx))
    for m in list((expect - got))[:3]:
        print('  missing: %s' % m.split(b'\r\n')[0].decode('ascii', 'replace'))
    return missing == foreign == wrong == 0 and sum(got.values()) > 0


def main():
    messages = [m for m in hep_payloads(sys.argv[1]) if m.strip()]
    pdus = list(x2_pdus(sys.argv[2]))
    right = [judge(messages, pdus, task) for task in sys.argv[3:]]
    xids = {task.split('=')[0].replace('-', '').lower() for task in sys.argv[3:]}
    strangers = sum(p.kind == 1 and p.xid not in xids for p in pdus)
    if strangers:
        print('%d records of no task' % strangers)
    sys.exit(0 if all(right) and not strangers else 1)


main()
