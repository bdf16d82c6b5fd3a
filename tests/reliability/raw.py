# SPDX-License-Identifier: LGPL-2.1-or-later
"""A client of the bus that writes and never reads: no library does that on purpose."""

import collections
import os
import socket
import struct
import threading

# What Debian's bus grants is far less: of more than 128 unanswered calls and 512 match rules of one client it refuses the
# rest by itself. Then nothing is shown of who is behind it.
GENEROUS = {"max_replies_per_connection": 1_000_000, "max_match_rules_per_connection": 100_000, "max_incoming_bytes": 1 << 30,
            "max_outgoing_bytes": 1 << 30}
PIECE = 1 << 16
RESULT, ERROR, ERROR_NAME = 2, 3, b"\4\1s\0"  # D-Bus specification, "Message Format"


def text(code, value):
    """A string (s, o) or signature (g) as the D-Bus specification lays it out, without the padding before it."""
    data = value.encode()
    length = bytes([len(data)]) if code == b"g" else len(data).to_bytes(4, "little")
    return length + data + b"\0"


def padded(data, to=8):
    return data + b"\0" * (-len(data) % to)


def call(serial, path, interface, member, *strings, destination):
    """The bytes of a method call whose arguments are strings, little-endian."""
    body = b""
    for value in strings:
        body = padded(body, 4) + text(b"s", value)
    fields = [(1, b"o", path), (2, b"s", interface), (3, b"s", member), (6, b"s", destination)]
    if strings:
        fields.append((8, b"g", "s" * len(strings)))
    head = b""
    for number, code, value in fields:
        head = padded(head) + bytes([number, 1]) + code + b"\0" + text(code, value)
    return padded(b"l\1\0\1" + len(body).to_bytes(4, "little") + serial.to_bytes(4, "little")
                  + len(head).to_bytes(4, "little") + head) + body


class DeafClient:
    def __init__(self, bus, timeout=60):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self.socket.connect(bus.address.split("=", 1)[1].split(",")[0])
        self.serial = 1
        uid = str(os.getuid()).encode().hex().encode()
        self.socket.sendall(b"\0AUTH EXTERNAL " + uid + b"\r\nBEGIN\r\n")
        self.socket.recv(200)
        driver = "org.freedesktop.DBus"
        self.socket.sendall(call(1, "/org/freedesktop/DBus", driver, "Hello", destination=driver))

    def flood(self, count, *what, destination):
        """Sends the call `count` times, from a thread; False from done() while it has not been taken by the bus."""
        template = call(0, *what, destination=destination)
        first = self.serial + 1
        self.serial += count
        data = b"".join(template[:8] + serial.to_bytes(4, "little") + template[12:]
                        for serial in range(first, self.serial + 1))
        self.thread = threading.Thread(target=self.send, args=(data,), daemon=True)
        self.thread.start()

    def send(self, data):
        """In pieces: the timeout is that of a bus that takes nothing any more."""
        try:
            for at in range(0, len(data), PIECE):
                self.socket.sendall(data[at:at + PIECE])
        except OSError:
            pass  # the bus throws it out, or stops reading it: both are its right

    def done(self):
        return not self.thread.is_alive()

    def answers(self):
        """Reads them, at last, until each call has its own: how many there are of each error, and of results. Which call is
        answered by the bus in place of the one it is for tells the name."""
        counts, data = collections.Counter(), bytearray()
        while counts.total() < self.serial and (more := self.socket.recv(1 << 20)):
            data += more
            counts += self.take(data)
        counts["result"] -= 1  # that of Hello
        return counts

    @staticmethod
    def take(data):
        """The whole messages in there, which are taken out."""
        counts, at = collections.Counter(), 0
        while at + 16 <= len(data):
            body, _, fields = struct.unpack("<III" if data[at:at + 1] == b"l" else ">III", data[at + 4:at + 16])
            end = at + 16 + (fields + 7) // 8 * 8 + body
            if end > len(data):
                break
            if data[at + 1] == RESULT:
                counts["result"] += 1
            elif data[at + 1] == ERROR:
                name = data.index(ERROR_NAME, at) + len(ERROR_NAME) + 4
                counts[data[name:data.index(b"\0", name)].decode()] += 1
            at = end
        del data[:at]
        return counts

    def close(self):
        self.socket.close()
