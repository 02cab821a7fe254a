# SPDX-License-Identifier: BSD-3-Clause
"""What systemd does for a program, for tests: hands over sockets
(sd_listen_fds(3)), hears READY=1 and WATCHDOG=1 (sd_notify(3)), starts again.

usage: manager.py LMISFD CONFIG HEP_PORT CONTROL [DELIVER]
"""
import atexit
import os
import select
import signal
import socket
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402

WATCHDOG_S = 1.2


def fail(text):
    print('NOT SO: ' + text)
    sys.exit(1)


class Manager:
    def __init__(self, who, sockets):
        self.sockets = sockets
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.name = '@lmisf-manager-%s-%d' % (who, os.getpid())
        self.notify.bind('\0' + self.name[1:])
        self.pid = 0
        atexit.register(self.give_up)

    def give_up(self):
        if self.pid:
            self.end(signal.SIGKILL)

    def start(self, argv, log):
        self.pid = os.fork()
        if self.pid:
            return
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(out, 1)
        os.dup2(out, 2)
        # Out of the way first: one may stand where another goes.
        high = [os.dup2(s.fileno(), 100 + i)
                for i, s in enumerate(self.sockets)]
        for i, fd in enumerate(high):
            os.dup2(fd, 3 + i)
        os.closerange(3 + len(high), 200)
        env = dict(os.environ, NOTIFY_SOCKET=self.name,
                   LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(high)),
                   WATCHDOG_PID=str(os.getpid()),
                   WATCHDOG_USEC=str(int(WATCHDOG_S * 1e6)))
        os.execve(argv[0], argv, env)

    def heard(self, seconds):
        """All that comes within so many seconds."""
        end = time.monotonic() + seconds
        words = []
        while (left := end - time.monotonic()) > 0:
            if select.select([self.notify], [], [], left)[0]:
                words.append(self.notify.recv(4096).decode())
        return words

    def wait(self, word, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if word in self.heard(0.05):
                return
        fail('no ' + word)

    def end(self, signo):
        pid, self.pid = self.pid, 0
        os.kill(pid, signo)
        return os.waitpid(pid, 0)[1]

    def worker(self):
        """The core of lmisfd, whose holder is what was started."""
        path = '/proc/%d/task/%d/children' % (self.pid, self.pid)
        with open(path, encoding='ascii') as f:
            return int(f.read().split()[-1])

    def watched(self, who):
        """It is fed often enough, and while it stands still it is not."""
        beats = self.heard(5 * WATCHDOG_S).count('WATCHDOG=1')
        if not 5 <= beats <= 25:
            fail('%s: %d beats' % (who, beats))
        worker = self.worker() if who == 'lmisfd' else self.pid
        os.kill(worker, signal.SIGSTOP)
        self.heard(0.05)
        if self.heard(2 * WATCHDOG_S):
            fail(who + ': it says that it is well and stands still')
        os.kill(worker, signal.SIGCONT)
        self.wait('WATCHDOG=1')


def bound(kind, at):
    family = socket.AF_UNIX if isinstance(at, str) else socket.AF_INET
    s = socket.socket(family, kind)
    s.bind(at)
    if kind == socket.SOCK_STREAM:
        s.listen(16)
    return s


def message(n):
    return hep.packet(b'MESSAGE sip:b@ims.example SIP/2.0\r\n'
                      b'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%d\r\n'
                      b'From: <sip:alice@ims.example>;tag=1\r\n'
                      b'To: <sip:b@ims.example>\r\nCall-ID: m%d\r\n'
                      b'CSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n'
                      % (n, n))


def main():
    program, config, port, control = sys.argv[1:5]
    given = [bound(socket.SOCK_DGRAM, ('127.0.0.1', int(port))),
             bound(socket.SOCK_STREAM, control),
             bound(socket.SOCK_DGRAM, ('127.0.0.1', 0))]
    m = Manager('lmisfd', given)
    argv = [program, '--config', config]
    m.start(argv, 'lmisfd.log')
    m.wait('READY=1')
    m.watched('lmisfd')
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    out.connect(('127.0.0.1', int(port)))
    out.send(message(1))
    m.heard(0.5)
    if not os.WIFSIGNALED(m.end(signal.SIGKILL)):
        fail('it was not killed')
    # Nobody is there: the sockets are.
    for n in range(2, 12):
        out.send(message(n))
    m.start(argv, 'lmisfd.log')
    m.wait('READY=1')
    if len(sys.argv) > 5:
        d = Manager('deliver', [])
        d.start([sys.argv[5], '--config', config, '--follow'], 'deliver.log')
        d.wait('READY=1')
        d.watched('lmisf-deliver')
        if d.end(signal.SIGTERM) != 0:
            fail('lmisf-deliver does not end well')
        if 'STOPPING=1' not in d.heard(0.2):
            fail('lmisf-deliver does not say that it stops')
    m.heard(0.5)
    if m.end(signal.SIGTERM) != 0:
        fail('lmisfd does not end well')
    if 'STOPPING=1' not in m.heard(0.2):
        fail('lmisfd does not say that it stops')


if __name__ == '__main__':
    main()
