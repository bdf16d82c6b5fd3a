# SPDX-License-Identifier: LGPL-2.1-or-later
"""A client of the bus that writes and never reads: no library does that on purpose."""

import os
import socket
import threading


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
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # the bus throws it out, or stops reading it: both are its right

    def done(self):
        return not self.thread.is_alive()

    def close(self):
        self.socket.close()
