# SPDX-License-Identifier: EUPL-1.2
"""Plain HTTP for tests, without a library that would mend what is sent."""
import re
import socket

import fastcgi


def exchange(port, data):
    """Sends bytes, returns (status or None, everything that came back)."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as s:
        try:
            s.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        out = b""
        while True:
            try:
                more = s.recv(65536)
            except ConnectionResetError:
                break
            if not more:
                break
            out += more
    m = re.match(rb"HTTP/1\.[01] (\d+)", out)
    return int(m[1]) if m else None, out


def http(port, method, url, body=b"", headers=(), host="localhost"):
    """One request; host None: the headers have their own."""
    lines = ["%s %s HTTP/1.1" % (method, url), "Connection: close"] + (["Host: " + host] if host else [])
    lines += ["%s: %s" % h for h in headers]
    if method == "POST":
        lines.append("Content-Length: %d" % len(body))
    return exchange(port, "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body)


def sender(port):
    """What a Browser sends with, when it goes through the web server."""
    def send(method, url, body, headers):
        headers = list(headers)
        if method == "POST" and "Content-Type" not in dict(headers):
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        status, out = http(port, method, url, body, headers)
        r = fastcgi.Response(out)
        r.status = status
        return r
    return send


def answers(port):
    """Does anybody listen?"""
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0
