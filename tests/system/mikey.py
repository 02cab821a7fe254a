#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""mikey.py - the messages with which a ticket is handed on, put together and
taken apart by RFC 3830 and RFC 6043, not by the product.

usage: mikey.py init|resp INITIATOR RESPONDER KMS CSB [SESSIONS]
       mikey.py read BASE64

CSB is 8 hexadecimal digits; KMS may be empty, and so may be INITIATOR. Prints
base64; or type, CSB ID and identities.

TRANSFER_INIT = HDR, T, RANDRi, [IDRi], [IDRr], [IDRkms], TICKET, V
TRANSFER_RESP = HDR, T, RANDRr, [IDRr], V                 RFC 6043 cl. 4.2.2

What only a KMS could tell from anything else is random: the ticket, and MACs.
"""
import base64
import os
import struct
import sys
import time

INIT, RESP = 14, 15                         # data types: RFC 6043 cl. 6.1
T, V, IDR, RANDR, TICKET = 5, 9, 14, 15, 17  # payloads
PRF_HMAC_SHA_256, HMAC_SHA_256 = 1, 2
GENERIC_ID = 2                              # RFC 6043 cl. 6.1.1
INITIATOR, RESPONDER, KMS = 1, 2, 3         # roles: RFC 6043 cl. 6.6
URI, NTP_UTC, BASE_TICKET = 1, 0, 1
NTP_EPOCH = 2208988800                      # seconds from 1900 to 1970


def stamp():
    now = time.time() + NTP_EPOCH
    return T, struct.pack('>BII', NTP_UTC, int(now), int(now % 1 * 2**32))


def rand(role):
    return RANDR, struct.pack('>BB', role, 16) + os.urandom(16)


def identities(*named):
    return [(IDR, struct.pack('>BBH', role, URI, len(who)) + who.encode())
            for role, who in named if who]


def ticket(octets=96):
    return TICKET, struct.pack('>HBBH', BASE_TICKET, 1, 1,
                               octets) + os.urandom(octets)


def mac():
    return V, bytes([HMAC_SHA_256]) + os.urandom(32)


def message(kind, csb, sessions, payloads):
    """Each payload with the number of its next one in front."""
    kinds = [number for number, _ in payloads]
    asks = 0x80 if kind == INIT else 0
    text = struct.pack('>BBBBIBB', 1, kind, kinds[0], asks | PRF_HMAC_SHA_256,
                       csb, sessions, GENERIC_ID)
    for cs in range(1, sessions + 1):       # SRTP, no policy, its SSRC, no SPI
        text += struct.pack('>BBBHIB', cs, 0, 0, 4, csb ^ cs, 0)
    for following, (_, octets) in zip(kinds[1:] + [0], payloads):
        text += bytes([following]) + octets
    return base64.b64encode(text).decode()


def transfer_init(initiator, responder, kms, csb, sessions=1):
    return message(INIT, csb, sessions, [
        stamp(), rand(INITIATOR),
        *identities((INITIATOR, initiator), (RESPONDER, responder), (KMS, kms)),
        ticket(), mac()])


def transfer_resp(responder, csb, sessions=1):
    return message(RESP, csb, sessions, [
        stamp(), rand(RESPONDER), *identities((RESPONDER, responder)), mac()])


def read(text):
    """Type, CSB ID and {role: identity} of what is made here; ValueError."""
    octets = base64.b64decode(text, validate=True)
    try:
        version, kind, following, _, csb, sessions, names = struct.unpack_from(
            '>BBBBIBB', octets)
        if version != 1 or names != GENERIC_ID:
            raise ValueError('of another kind')
        at, who = 10 + 10 * sessions, {}
        while following in (T, RANDR, IDR):
            number, following = following, octets[at]
            if number == T:
                at += 10
            elif number == RANDR:
                at += 3 + octets[at + 2]
            else:
                role, _, n = struct.unpack_from('>BBH', octets, at + 1)
                who.setdefault(role, octets[at + 5:at + 5 + n].decode())
                at += 5 + n
    except (struct.error, IndexError) as e:
        raise ValueError('cut short') from e
    return kind, csb, who


def main():
    what, *given = sys.argv[1:]
    if what == 'read':
        kind, csb, who = read(given[0])
        print(kind, f'{csb:08x}', *(f'{r}={who[r]}' for r in sorted(who)))
        return
    initiator, responder, kms, csb, *sessions = given
    csb, sessions = int(csb, 16), int(sessions[0]) if sessions else 1
    print(transfer_init(initiator, responder, kms, csb, sessions)
          if what == 'init' else transfer_resp(responder, csb, sessions))


if __name__ == '__main__':
    main()
