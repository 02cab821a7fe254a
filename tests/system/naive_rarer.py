# SPDX-License-Identifier: BSD-3-Clause
"""naive_rarer.py - what users and networks do less often, and all of it at once."""
from naive_net import AS, GROUP, NOBODY, P, S, S1, S2
from naive_scenes import SCENES, Talk, register, sdp


def long_call(net):
    """Hours, and nobody refreshes it. RFC 4028 cl. 5"""
    t = Talk(net, 'INVITE')
    yield from t.invite(ring=net.rng.choice([1, 200, 900]))
    yield net.rng.choice([30, 3000, 20000, 80000]) * S
    yield from t.they('INFO')
    yield from t.we(200, 'INFO')
    yield from t.over()


def tried_again(net):
    """Under the same Call-ID. RFC 3261 cl. 8.1.3.4, 8.1.3.5"""
    t = Talk(net, 'INVITE')
    status = net.rng.choice([401, 407, 422, 302, 503])
    t.body = sdp('audio')
    yield from t.begin()
    yield from t.say(status, 'INVITE', fresh=True)
    yield from t.ask('ACK', cseq=t.d.cseq)
    t.d.cseq += 1
    if status == 302:
        t.d.routed = net.rng.choice(net.rng.choice(net.users).impus)
    yield from t.invite()
    yield from t.over()


def hunted(net):
    """One after the other rings. RFC 3261 cl. 16.7"""
    t = Talk(net, 'INVITE')
    t.seen, t.b, t.body = [(S1, S2)], None, sdp('audio')
    users = net.rng.sample(net.users, 3)
    for n, u in enumerate(users[1:]):
        yield from t.begin()
        yield from t.say(180, 'INVITE', fresh=True)
        yield from t.say(net.rng.choice([486, 480, 408]), 'INVITE', fresh=True)
        yield from t.ask('ACK', cseq=t.d.cseq)
        t.d.routed, t.d.ttag = net.rng.choice(u.impus), f'hunt{n}'
    yield from t.invite()
    yield from t.over()


def handed_on(net):
    """REFER, BYE, and what comes of it. RFC 3515 cl. 2.4.4; RFC 5057 cl. 4.2"""
    t = Talk(net, 'INVITE')
    about = ('Event', 'refer')
    yield from t.invite()
    yield from t.ask('REFER', extra=[('Refer-To', '<sip:grace@ims.example>')])
    yield from t.say(202, 'REFER')
    for state in 'active;expires=180', 'terminated;reason=noresource':
        yield from t.they('NOTIFY', extra=[about,
                                           ('Subscription-State', state)])
        yield from t.we(200, 'NOTIFY')
        if state[0] == 'a':
            yield from t.over()
            yield net.rng.choice([0, 2, 40, 150]) * S


def subscribed(net):
    """Now and then the first NOTIFY overtakes the 200. RFC 6665 cl. 4.1.2"""
    rng = net.rng
    t = Talk(net, 'SUBSCRIBE')
    about = [('Event', rng.choice(['presence', 'dialog', 'conference']))]
    lives = [('Expires', '3600')]
    note = about + [('Subscription-State', 'active;expires=3600')]
    t.extra = about + lives
    yield from t.begin()
    if rng.random() < .3:
        yield from t.they('NOTIFY', extra=note)
    yield from t.say(200, 'SUBSCRIBE', fresh=True, extra=lives)
    for _ in range(rng.randrange(3)):
        yield rng.choice([1, 1800, 3300]) * S
        yield from t.ask('SUBSCRIBE', extra=about + lives)
        yield from t.say(200, 'SUBSCRIBE', extra=lives)
        yield from t.they('NOTIFY', extra=note)
        yield from t.we(200, 'NOTIFY')
    yield rng.choice([1, 1800, 3500]) * S
    yield from t.ask('SUBSCRIBE', extra=about + [('Expires', '0')])
    yield from t.say(200, 'SUBSCRIBE', extra=[('Expires', '0')])
    yield from t.they('NOTIFY', extra=about + [
        ('Subscription-State', 'terminated;reason=timeout')])
    yield from t.we(200, 'NOTIFY')


def same_call_id(net):
    """One Call-ID for all that a stack sends outside dialogs."""
    rng = net.rng
    t = Talk(net, rng.choice(['MESSAGE', 'OPTIONS', 'PUBLISH']))
    for _ in range(3):
        yield from t.begin()
        yield from t.say(200, t.d.method, fresh=True)
        yield rng.choice([0, 5, 40, 4000]) * S
        t.d.cseq += 1
        t.d.ftag = net.token()


def crowd(net, n):
    """Names that are nobody's, and one that is a user's among them."""
    out = [f'tel:+3312345{i:04d}' if n % 2 else f'sip:past{i}@ims.example'
           for i in range(n)]
    user = net.rng.choice(net.users)
    out.insert(net.rng.randrange(n + 1), net.rng.choice(user.impus))
    return out


def many_names(net):
    t = Talk(net, 'INVITE')
    t.redirecting = crowd(net, net.rng.choice([5, 12, 21, 30, 41, 105]))
    yield from t.invite()
    yield 100 * S
    yield from t.over()


def crowded(net):
    """The caller fills the first hop; the next one asserts who it is."""
    t = Talk(net, 'INVITE')
    t.d.frm, t.a, t.hops[0] = NOBODY, None, (t.hops[0][0], P)
    t.hops, t.seen = [t.hops[0], (P, S1), (S1, S2), t.hops[3]], [(P, S1)]
    net.request(t.d, 'INVITE', (t.hops[0][0], P), uri=t.d.to, opens=True,
                cseq=t.d.cseq, **sdp('audio'), names={net.rng.choice(
                    ['History-Info', 'Diversion', 'P-Preferred-Identity']):
                    [f'tel:+3312345{i:04d}' for i in range(25)]})
    yield 0
    yield from t.invite()
    yield from t.over()


def answered_by(net):
    """Who answers for a group is named in the answer. TS 24.229 cl. 5.4.3.3"""
    t = Talk(net, 'INVITE')
    t.d.to = t.d.routed = GROUP
    t.b, t.seen = None, [(S1, S2)]
    user = net.rng.choice(net.users)
    yield from t.invite(named={'P-Asserted-Identity': [
        net.rng.choice(user.impus)]})
    yield from t.over()


def for_another(net):
    """Between an S-CSCF and an application server: who is served is named in
    P-Served-User alone. RFC 5502; RFC 8498; TS 24.229 cl. 5.4.3.2"""
    t = Talk(net, net.rng.choice(['INVITE', 'MESSAGE']))
    t.d.frm, t.d.to, t.d.routed = NOBODY, GROUP, GROUP
    t.a, t.b, t.asserted = None, None, []
    t.hops = [(AS, S1), (S1, AS)]
    t.seen = t.hops[1:]
    t.served = ('P-Served-User' + net.rng.choice(
        ['', ';sescase=orig', ';sescase=term', ';orig-cdiv']),
        net.rng.choice(net.rng.choice(net.users).impus))
    if t.d.method == 'INVITE':
        yield from t.invite()
        yield from t.over()
    else:
        yield from t.begin()
        yield from t.say(200, t.d.method, fresh=True)


def replaced(net):
    """Another call takes the place of one, or joins it. RFC 3891, RFC 3911"""
    t, u = Talk(net, 'INVITE'), Talk(net, 'INVITE')
    yield from t.invite()
    u.extra = [(net.rng.choice(['Replaces', 'Join']), f'{t.d.cid};to-tag='
                f'{t.d.ttag};from-tag={t.d.ftag}')]
    yield from u.invite()
    yield from t.over()
    yield net.rng.choice([1, 5000]) * S
    yield from u.over()


def legs(net):
    """A B2BUA between: two Call-IDs, one icid-value. TS 33.108 cl. 7.1.3"""
    t = Talk(net, 'INVITE')
    u = Talk(net, 'INVITE', t.d.icid)
    for leg in t, u:
        leg.extra = [('P-Charging-Vector', f'icid-value={t.d.icid}')]
    second = u.invite()
    for pause in t.invite():
        yield pause
        if net.rng.random() < .7:
            yield next(second, 0)
    yield from second
    yield from u.over()
    yield from t.over()


def moves(net):
    """A device leaves and comes back, perhaps begun anew."""
    rng = net.rng
    user = rng.choice(net.users[:-1])
    device = rng.choice(user.devices)
    if device.busy:
        return
    device.busy = True
    yield from register(net, user, device, life=rng.choice([0, 0, 600]))
    yield rng.choice([1, 100, 700]) * S
    if rng.random() < .5:
        device.dialog, device.known = None, False
    yield from register(net, user, device)
    device.busy = False


def day(net, steps):
    """All at once, after all but the last user are registered."""
    kinds = SCENES * 2 + [long_call, tried_again, hunted, handed_on, subscribed,
                          same_call_id, many_names, crowded, answered_by,
                          for_another, replaced, legs, moves]
    live = [[net.now, register(net, u, device)] for u in net.users[:-1]
            for device in u.devices]
    first = list(live)
    while steps or live:
        ready = [x for x in live if x[0] <= net.now]
        if steps and len(ready) < 5 and not any(x in live for x in first):
            steps -= 1
            live.append([net.now, net.rng.choice(kinds)(net)])
        elif not ready:
            net.now = min(x[0] for x in live)
        else:
            x = net.rng.choice(ready)
            pause = next(x[1], None)
            if pause is None:
                live.remove(x)
            else:
                x[0] = net.now + pause
    return net.tapped()
