#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""ocsp.py DIR NAME STATUS SIGNER FILE - what a responder says of a certificate.

DIR/NAME.pem is of the CA DIR/ca.pem. STATUS is good, revoked or unknown, or
stale (good, until an hour ago), early (good, from an hour on) or endless (good,
and no end of it is said). SIGNER is "ca", or a certificate in DIR that signs in
its place. The response is DIR/FILE, DER.
"""
import datetime
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

FOLDER, NAME, STATUS, SIGNER, FILE = sys.argv[1:]
HOUR = datetime.timedelta(hours=1)
# From and to, in hours from now.
TIMES = {'stale': (-2, -1), 'early': (1, 2), 'endless': (-1, None)}
SAID = {'revoked': ocsp.OCSPCertStatus.REVOKED,
        'unknown': ocsp.OCSPCertStatus.UNKNOWN}


def certificate(name):
    with open(f'{FOLDER}/{name}.pem', 'rb') as f:
        return x509.load_pem_x509_certificate(f.read())


def key(name):
    with open(f'{FOLDER}/{name}.key', 'rb') as f:
        return serialization.load_pem_private_key(f.read(), None)


def main():
    now = datetime.datetime.utcnow()
    start, end = TIMES.get(STATUS, (-1, 24))
    status = SAID.get(STATUS, ocsp.OCSPCertStatus.GOOD)
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=certificate(NAME), issuer=certificate('ca'),
        algorithm=hashes.SHA1(), cert_status=status,
        this_update=now + start * HOUR,
        next_update=now + end * HOUR if end is not None else None,
        revocation_time=now - HOUR if STATUS == 'revoked' else None,
        revocation_reason=None)
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME,
                                   certificate(SIGNER))
    if SIGNER != 'ca':
        builder = builder.certificates([certificate(SIGNER)])
    response = builder.sign(key(SIGNER), hashes.SHA256())
    with open(f'{FOLDER}/{FILE}', 'wb') as f:
        f.write(response.public_bytes(serialization.Encoding.DER))


main()
