#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Mail server for the demonstration and the tests: takes everything on 127.0.0.1:PORT, writes one .eml file per mail.

Usage: mailbox.py PORT FOLDER
"""
import asyncio
import os
import signal
import sys

from aiosmtpd.smtp import SMTP


class Folder:
    def __init__(self, path):
        self.path = path
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        name = f"{os.getpid()}-{self.count:06d}"
        part = os.path.join(self.path, "." + name)
        with open(part, "wb") as f:
            f.write(f"X-To: {', '.join(envelope.rcpt_tos)}\r\n".encode())
            f.write(envelope.content)
            f.flush()
            os.fsync(f.fileno())
        os.rename(part, os.path.join(self.path, name + ".eml"))
        return "250 OK"


async def main():
    port, path = int(sys.argv[1]), sys.argv[2]
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    for s in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(s, done.set)
    folder = Folder(path)  # one for all connections: it counts the mails
    server = await loop.create_server(lambda: SMTP(folder, enable_SMTPUTF8=True), "127.0.0.1", port)
    await done.wait()
    server.close()


asyncio.run(main())
