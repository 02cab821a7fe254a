#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""kms.py - a KMS that gives keys over Xk: "xk/1", TS 33.107 cl. 7A.7.

usage: kms.py PORT CERTS NAME TABLE [OPTION...]

It is CERTS/NAME.pem, at 127.0.0.1, and talks with who has a certificate of
CERTS/ca.pem. PORT 0 is any; prints `port NUMBER` when it can be asked. TABLE is
JSON:

  {"sessions": [{"csb": "12345678", "users": ["sip:alice@..", ..],
                 "state": "live", "call_ref": "..", "started_at": "..",
                 "keys": [{"cs_id": BASE64, "key": BASE64, "salt": BASE64}]}]}

state is live, mode-3 (409) or purged (410). Nothing of it is ours: Python's
http.server, ssl and json.

  --fault WHAT     hang, close, garbage, huge, partial (a key is not there),
                   wrong-cs (one crypto session twice), once-503, or a status:
                   403, 404, 409, 410, 503; @FILE: read from FILE for each
  --count FILE     a line for each get_keys: its mode, and its status or WHAT
  --seconds S      how long it is there at most; 120
"""
import argparse
import http.server
import json
import os
import ssl
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import mikey  # noqa: E402

REQUEST_MAX, HUGE = 1 << 18, 4 << 20
FAULTS = ('hang', 'close', 'garbage', 'huge', 'partial', 'wrong-cs', 'once-503',
          '403', '404', '409', '410', '503')
STATES = {'mode-3': 409, 'purged': 410}


class Refused(Exception):
    def __init__(self, status, **why):
        super().__init__(status)
        self.status, self.why = status, why


def state_of(session):
    return session.get('state', 'live')


def by_ticket(sessions, asked):
    """The session of both messages, if its ticket concerns the user, which the
    KMS checks: TS 33.107 cl. 7A.7.2"""
    try:
        init, resp = (mikey.read(asked['transfer_' + half])
                      for half in ('init', 'resp'))
    except ValueError as e:
        raise Refused(404) from e
    if (init[0], resp[0]) != (mikey.INIT, mikey.RESP) or init[1] != resp[1]:
        raise Refused(404)
    session = sessions.get(init[1])
    if not session:
        raise Refused(404)
    named = {init[2].get(mikey.INITIATOR), init[2].get(mikey.RESPONDER),
             resp[2].get(mikey.RESPONDER)}
    if asked['kms_user_id'] not in named & set(session['users']):
        raise Refused(403)
    return session


def by_identities(sessions, asked):
    found = [s for s in sessions.values()
             if set(asked['parties']) <= set(s['users'])]
    live = [s for s in found if state_of(s) == 'live'] or found
    live = [s for s in live
            if s.get('call_ref', asked['call_ref']) == asked['call_ref']]
    if not live:
        raise Refused(404)
    if len(live) > 1:
        raise Refused(422, error='ambiguous',
                      started_at=[s.get('started_at') for s in live])
    return live[0]


def get_keys(sessions, asked):
    try:
        session = {'ticket': by_ticket, 'identities': by_identities}[
            asked['mode']](sessions, asked)
    except (KeyError, TypeError) as e:
        raise Refused(400) from e
    if state_of(session) in STATES:
        raise Refused(STATES[state_of(session)])
    return [{'profile': 'AES_CM_128_HMAC_SHA1_80', **key}
            for key in session['keys']]


def spoilt(keys, fault):
    """The body of an answer, as the fault has it."""
    if fault == 'partial':
        keys = keys[:-1] + [{'cs_id': keys[-1]['cs_id']}]
    if fault == 'wrong-cs':
        keys = keys + [{**keys[0], 'key': keys[-1]['key']}]
    body = {'crypto_sessions': keys, 'expires_at': '2099-01-01T00:00:00Z'}
    if fault == 'huge':
        body['more'] = 'x' * HUGE
    text = json.dumps(body)
    return text[:len(text) // 2] if fault == 'garbage' else text


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    timeout = 30

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        known = self.path == '/xk/1/health'
        self.answer(200 if known else 404, '{}')

    def do_POST(self):
        length = int(self.headers.get('Content-Length', 0))
        if not 0 < length <= REQUEST_MAX:
            self.close_connection = True
            self.answer(413, '{}')
            return
        text = self.rfile.read(length)
        if self.path != '/xk/1/get_keys':
            self.answer(404, '{}')
            return
        try:
            asked = json.loads(text)
            mode = str(asked['mode'])
        except (ValueError, KeyError, TypeError):
            asked, mode = None, 'none'
        fault = self.server.fault()
        if fault in ('hang', 'close'):
            self.server.counted(mode, fault)
            if fault == 'hang':
                self.server.over.wait()
            self.close_connection = True
            return
        try:
            if fault.isdigit():
                raise Refused(int(fault))
            keys = get_keys(self.server.sessions, asked)
        except Refused as e:
            self.server.counted(mode, e.status)
            self.answer(e.status, json.dumps(e.why))
            return
        self.server.counted(mode, 200)
        self.answer(200, spoilt(keys, fault))

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, options):
        super().__init__(('127.0.0.1', options.port), Handler)
        self.options, self.over = options, threading.Event()
        self.lock, self.once = threading.Lock(), True
        path = os.path.join(options.certs, options.name)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.minimum_version = ssl.TLSVersion.TLSv1_2
        self.tls.load_cert_chain(path + '.pem', path + '.key')
        self.tls.load_verify_locations(os.path.join(options.certs, 'ca.pem'))
        self.tls.verify_mode = ssl.CERT_REQUIRED
        with open(options.table, encoding='utf-8') as f:
            self.sessions = {int(s['csb'], 16): s
                             for s in json.load(f)['sessions']}

    def get_request(self):
        s, where = super().get_request()
        s.settimeout(30)
        return self.tls.wrap_socket(s, server_side=True,
                                    do_handshake_on_connect=False), where

    def handle_error(self, request, client_address):
        pass  # who has no certificate, or went away

    def fault(self):
        what = self.options.fault or ''
        if what.startswith('@'):
            try:
                with open(what[1:], encoding='ascii') as f:
                    what = f.read().strip()
            except FileNotFoundError:
                what = ''
        with self.lock:
            if what == 'once-503':
                what = '503' if self.once else ''
                self.once = False
        return what

    def counted(self, mode, status):
        if self.options.count:
            with self.lock, open(self.options.count, 'a', encoding='ascii') as f:
                f.write(f'{mode} {status}\n')


def fault_of(text):
    if text in FAULTS or text.startswith('@'):
        return text
    raise argparse.ArgumentTypeError(text)


def main():
    given = argparse.ArgumentParser(usage=__doc__)
    given.add_argument('port', type=int)
    for name in ('certs', 'name', 'table'):
        given.add_argument(name)
    given.add_argument('--fault', type=fault_of)
    given.add_argument('--count')
    given.add_argument('--seconds', type=float, default=120)
    options = given.parse_args()
    server = Server(options)
    end = threading.Timer(options.seconds, server.shutdown)
    end.daemon = True
    end.start()
    print('port', server.server_address[1], flush=True)
    server.serve_forever()
    server.over.set()


if __name__ == '__main__':
    main()
