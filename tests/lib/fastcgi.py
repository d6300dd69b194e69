# SPDX-License-Identifier: EUPL-1.2
"""A FastCGI client for tests (FastCGI specification 1.0, roles responder): one request per connection, and a way to send
records that no web server would."""
import re
import socket
import struct

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR, GET_VALUES = 1, 2, 3, 4, 5, 6, 7, 9


def record(kind, content=b"", request_id=1, padding=0, version=1, length=None):
    """One record; version and length may lie."""
    n = len(content) if length is None else length
    return struct.pack(">BBHHBB", version, kind, request_id, n, padding, 0) + content + b"\0" * padding


def begin(role=1, request_id=1):
    return record(BEGIN, struct.pack(">HB5x", role, 0), request_id)


def pairs(items):
    """Name-value pairs in the encoding of section 3.4; items is a list, so that a name may come twice."""
    out = b""
    for name, value in items:
        for part in (name, value):
            out += struct.pack(">I", len(part) | 0x80000000) if len(part) > 127 else bytes([len(part)])
        out += name + value
    return out


def stream(kind, data):
    """data cut into records, with the empty record that ends a stream."""
    cut = [data[i : i + 65535] for i in range(0, len(data), 65535)]
    return b"".join(record(kind, c) for c in cut) + record(kind)


class Response:
    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        self.headers = []
        self.status = None
        for line in head.decode("utf-8").split("\r\n"):
            name, _, value = line.partition(": ")
            if name.lower() == "status":
                self.status = int(value.split()[0])
            else:
                self.headers.append((name.lower(), value))

    def header(self, name):
        found = [v for n, v in self.headers if n == name.lower()]
        return found[0] if found else None

    def all(self, name):
        return [v for n, v in self.headers if n == name.lower()]

    @property
    def text(self):
        return self.body.decode("utf-8")

    def __repr__(self):
        return "%s %s" % (self.status, re.sub(r"\s+", " ", self.text[:300]))


def raw(path, data, timeout=10, half_close=True):
    """Sends bytes and returns all that came back."""
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(timeout)
        s.connect(path)
        try:
            s.sendall(data)
            if half_close:
                s.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass
        out = b""
        while True:
            try:
                more = s.recv(65536)
            except ConnectionResetError:
                return out
            if not more:
                return out
            out += more


def stdout_of(answer):
    """The content of the STDOUT records in an answer."""
    out, at = b"", 0
    while at + 8 <= len(answer):
        _, kind, _, n, padding, _ = struct.unpack(">BBHHBB", answer[at : at + 8])
        if kind == STDOUT:
            out += answer[at + 8 : at + 8 + n]
        at += 8 + n + padding
    return out


def request(path, method="GET", uri="/", body=b"", content_type=None, extra=(), remote="127.0.0.1", length=None):
    """One well-formed request; extra is a list of further (name, value) parameters as bytes or text."""
    items = [("REQUEST_METHOD", method), ("REQUEST_URI", uri), ("REMOTE_ADDR", remote), ("HTTP_HOST", "localhost")]
    if method == "POST":
        items.append(("CONTENT_TYPE", content_type or "application/x-www-form-urlencoded"))
        items.append(("CONTENT_LENGTH", str(len(body) if length is None else length)))
    items += extra
    enc = [tuple(x if isinstance(x, bytes) else x.encode("utf-8", "surrogateescape") for x in i) for i in items]
    return Response(stdout_of(raw(path, begin() + stream(PARAMS, pairs(enc)) + stream(STDIN, body), half_close=False)))
