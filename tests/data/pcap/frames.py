# SPDX-License-Identifier: BSD-3-Clause
"""Link, network and capture headers around a payload."""
import ipaddress
import struct

NULL, ETHERNET, RAW, WIFI, SLL, IPV4, IPV6, SLL2 = (0, 1, 101, 105, 113, 228,
                                                    229, 276)
T0 = 1767225600 * 1000000  # 2026-01-01T00:00:00Z


def checksum(octets):
    if len(octets) % 2:
        octets += b"\0"
    total = sum(struct.unpack("!%dH" % (len(octets) // 2), octets))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def ip(source, target, proto, payload, fragment=0, total=None):
    a, b = ipaddress.ip_address(source), ipaddress.ip_address(target)
    if a.version == 6:
        return struct.pack("!IHBB", 6 << 28, len(payload), proto,
                           64) + a.packed + b.packed + payload
    head = struct.pack("!BBHHHBBH", 0x45, 0, total or 20 + len(payload), 1,
                       fragment, 64, proto, 0) + a.packed + b.packed
    head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    return head + payload


def udp(source, target, payload, length=None):
    length = length or 8 + len(payload)
    head = struct.pack("!HHHH", source[1], target[1], length, 0)
    a, b = ipaddress.ip_address(source[0]), ipaddress.ip_address(target[0])
    pseudo = a.packed + b.packed + struct.pack("!IHBB", length, 0, 0, 17)
    check = checksum(pseudo + head + payload) or 0xffff
    return ip(source[0], target[0], 17, head[:6] + struct.pack("!H", check) +
              payload)


def ethertype(packet):
    return 0x0800 if packet[0] >> 4 == 4 else 0x86dd


def ethernet(packet, tags=()):
    head = bytes.fromhex("0200000000020200000000" "01")
    for tpid, vlan in tags:
        head += struct.pack("!HH", tpid, vlan)
    frame = head + struct.pack("!H", ethertype(packet)) + packet
    return frame + b"\0" * (60 - len(frame))


def sll(packet):
    return struct.pack("!HHH8sH", 0, 1, 6, bytes(8), ethertype(packet)) + packet


def sll2(packet):
    return struct.pack("!HHIHBB8s", ethertype(packet), 0, 2, 1, 0, 6,
                       bytes(8)) + packet


def hep(source, target, at_us, payload):
    a = ipaddress.ip_address(source[0])
    b = ipaddress.ip_address(target[0])
    v6 = a.version == 6
    chunks = [(1, bytes([10 if v6 else 2])), (2, b"\x11"),
              (5 if v6 else 3, a.packed), (6 if v6 else 4, b.packed),
              (7, struct.pack("!H", source[1])),
              (8, struct.pack("!H", target[1])),
              (9, struct.pack("!I", at_us // 1000000)),
              (10, struct.pack("!I", at_us % 1000000)), (11, b"\x01"),
              (12, struct.pack("!I", 7)), (15, payload)]
    body = b"".join(struct.pack("!HHH", 0, t, 6 + len(v)) + v
                    for t, v in chunks)
    return b"HEP3" + struct.pack("!H", 6 + len(body)) + body


def pcap(link, packets, nano=False, order="<", cut=None):
    out = struct.pack(order + "IHHiIII", 0xa1b23c4d if nano else 0xa1b2c3d4,
                      2, 4, 0, 0, cut or 262144, link)
    for at_us, frame in packets:
        part = at_us % 1000000 * (1000 if nano else 1)
        kept = frame[:cut] if cut else frame
        out += struct.pack(order + "IIII", at_us // 1000000, part,
                           len(kept), len(frame)) + kept
    return out


def kuznetzov(link, packets):
    """The variant that some Linux of long ago wrote: libpcap reads it."""
    out = struct.pack("<IHHiIII", 0xa1b2cd34, 2, 4, 0, 0, 262144, link)
    for at_us, frame in packets:
        out += struct.pack("<IIIIIHBB", at_us // 1000000, at_us % 1000000,
                           len(frame), len(frame), 1, 0, 0, 0) + frame
    return out


def block(kind, body, order="<"):
    body += b"\0" * (-len(body) % 4)
    n = 12 + len(body)
    return (struct.pack(order + "II", kind, n) + body +
            struct.pack(order + "I", n))


def section(order="<"):
    return block(0x0a0d0d0a, struct.pack(order + "IHHq", 0x1a2b3c4d, 1, 0, -1),
                 order)


def interface(link, order="<", options=b""):
    return block(1, struct.pack(order + "HHI", link, 0, 262144) + options,
                 order)


def packet(number, units, frame, order="<", cut=None):
    kept = frame[:cut] if cut else frame
    return block(6, struct.pack(order + "IIIII", number, units >> 32,
                                units & 0xffffffff, len(kept),
                                len(frame)) + kept, order)


def pcapng(link, packets, order="<", cut=None):
    return section(order) + interface(link, order) + b"".join(
        packet(0, at_us, frame, order, cut) for at_us, frame in packets)


def several(ips):
    """Interfaces of different links and clocks, two sections, a comment; a
    packet of the old kind and a simple one at the end."""
    nano = struct.pack("<HHB3xHHq", 9, 1, 9, 14, 8, T0 // 1000000)
    halves = struct.pack(">HHB3xI", 9, 1, 0x80 | 20, 0)
    old = struct.pack(">HHIIII", 0, 0, 0, 0, len(ips[0]), len(ips[0]))
    return (section() + interface(RAW) + block(5, bytes(12)) +
            interface(SLL, "<", nano) +
            packet(0, T0 + 7, ips[0]) +
            packet(1, 1007 * 1000, sll(ips[1])) +
            section(">") + interface(RAW, ">", halves) +
            block(2, old + ips[0], ">") +
            block(3, struct.pack(">I", len(ips[1])) + ips[1], ">"))


def sample(options):
    """Five IP packets: SIP over IPv4 and IPv6, TCP, a fragment, ICMP."""
    v4 = ("10.77.0.11", 4060), ("10.77.0.12", 6060)
    v6 = ("2001:db8:77::11", 4060), ("2001:db8:77::12", 6060)
    tcp = struct.pack("!HHIIBBHHH", 5060, 5060, 1, 1, 0x50, 0x18, 512, 0, 0)
    return [udp(*v4, options(4)), udp(*v6, options(6)),
            ip("10.77.0.11", "10.77.0.12", 6, tcp + options(4)),
            ip("10.77.0.11", "10.77.0.12", 17, options(4)[:64], 0x2000),
            ip("10.77.0.11", "10.77.0.12", 1, bytes(16))]


def at(frames_):
    return [(T0 + i * 1000 + 7, f) for i, f in enumerate(frames_)]


def extended(options):
    """The IPv6 datagram behind hop-by-hop, routing and destination headers,
    then one that is a fragment."""
    plain = udp(("2001:db8:77::11", 4060), ("2001:db8:77::12", 6060),
                options(6))
    a, b, inner = "2001:db8:77::11", "2001:db8:77::12", plain[40:]
    chain = (bytes([43, 0]) + bytes([1, 4]) + bytes(4) +
             bytes([60, 2]) + bytes([0, 0]) + bytes(20) +
             bytes([17, 0]) + bytes([1, 4]) + bytes(4))
    part = bytes([17, 0]) + struct.pack("!HI", 1, 9)
    return [ip(a, b, 0, chain + inner), ip(a, b, 44, part + inner[:64])]


def bad_lengths(options):
    v4 = ("10.77.0.11", 4060), ("10.77.0.12", 6060)
    good = udp(*v4, options(4))
    return [ip("10.77.0.11", "10.77.0.12", 17, good[20:], total=2000),
            udp(*v4, options(4), length=2000), udp(*v4, options(4), length=4),
            good[:28], bytes([0x42]) + good[1:], good]


def link_files(options):
    ips = sample(options)
    eth = [ethernet(p) for p in ips]
    arp = bytes.fromhex("ffffffffffff020000000001" "0806") + bytes(46)
    vlan = ((0x8100, 77),)
    qinq = ((0x88a8, 7), (0x8100, 77))
    whole = pcap(ETHERNET, at(eth + [arp]))
    yield "link_ethernet.pcap", whole
    yield "link_ethernet_big_endian.pcap", pcap(ETHERNET, at(eth), order=">")
    yield "link_ethernet_nano.pcap", pcap(ETHERNET, at(eth), nano=True)
    yield "link_ethernet.pcapng", pcapng(ETHERNET, at(eth + [arp]))
    yield "link_vlan.pcap", pcap(ETHERNET,
                                 at([ethernet(p, vlan) for p in ips]))
    yield "link_qinq.pcap", pcap(ETHERNET,
                                 at([ethernet(p, qinq) for p in ips]))
    yield "link_raw.pcap", pcap(RAW, at(ips))
    yield "link_ipv4.pcap", pcap(IPV4, at(ips[:1] + ips[2:]))
    yield "link_ipv6.pcap", pcap(IPV6, at(ips[1:2]))
    yield "link_sll.pcap", pcap(SLL, at([sll(p) for p in ips]))
    yield "link_sll2.pcap", pcap(SLL2, at([sll2(p) for p in ips]))
    yield "link_null.pcap", pcap(NULL, at([struct.pack(
        "<I", 2 if p[0] >> 4 == 4 else 30) + p for p in ips]))
    yield "link_ethernet_big_endian.pcapng", pcapng(ETHERNET, at(eth + [arp]),
                                                    ">")
    yield "link_ethernet_kuznetzov.pcap", kuznetzov(ETHERNET, at(eth))
    yield "link_several.pcapng", several(ips)
    yield "link_wifi.pcap", pcap(WIFI, at(eth))
    yield "link_wifi.pcapng", pcapng(WIFI, at(eth))
    yield "ipv6_extensions.pcap", pcap(RAW, at(extended(options)))
    yield "bad_lengths.pcap", pcap(RAW, at(bad_lengths(options)))
    yield "empty.pcap", pcap(ETHERNET, [])
    yield "truncated_packet.pcap", whole[:24 + 2 * 16 + len(eth[0]) + 100]
    yield "truncated_record.pcap", whole[:24 + 16 + len(eth[0]) + 7]
    yield "truncated_header.pcap", whole[:10]
    yield "snaplen.pcap", pcap(ETHERNET, at(eth), cut=96)
    yield "snaplen.pcapng", pcapng(ETHERNET, at(eth), cut=96)
    yield "truncated.pcapng", pcapng(ETHERNET, at(eth + [arp]))[:-5]
    yield "no_capture.pcap", b"This is not a capture file, but text.\n"
