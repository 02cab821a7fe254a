# SPDX-License-Identifier: BSD-3-Clause
"""feed_lib.py - connections to lmisfd, as its peers make them: for tls FEED_CERT
names certificate and key (FEED_CERT.pem, FEED_CERT.key) and FEED_CA the CA.
"""
import os
import socket
import ssl


def connect(transport, address, port, timeout_s=None):
    s = socket.create_connection((address, port), timeout_s)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if transport == 'tcp':
        return s
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(os.environ['FEED_CA'])
    if 'FEED_CERT' in os.environ:
        name = os.environ['FEED_CERT']
        context.load_cert_chain(name + '.pem', name + '.key')
    return context.wrap_socket(s)
