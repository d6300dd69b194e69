#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Mail server for tests: writes one .eml file per message, then answers as FOLDER/mode says.

Usage: smtpd.py FOLDER     prints its port, ends with standard input

mode: accept (default); stall: keeps the message but never answers; later: 451; never: 554; nobody:
550 to the receiver; closed: 530 to the sender.
"""
import asyncio
import os
import sys

from aiosmtpd.smtp import SMTP

ANSWERS = {"accept": "250 OK", "later": "451 try again later", "never": "554 no such person here"}


class Folder:
    def __init__(self, path):
        self.path = path
        self.count = 0

    def mode(self):
        try:
            with open(os.path.join(self.path, "mode")) as f:
                return f.read().strip()
        except FileNotFoundError:
            return "accept"

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mode() == "closed":
            return "530 sign in first"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mode() == "nobody":
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mode = self.mode()
        if mode in ("accept", "stall"):
            self.count += 1
            path = os.path.join(self.path, f"{self.count:04d}.eml")
            with open(path + ".part", "wb") as f:
                f.write(f"X-From: {envelope.mail_from}\r\nX-To: {', '.join(envelope.rcpt_tos)}\r\n".encode())
                f.write(envelope.content)
            os.rename(path + ".part", path)
        if mode == "stall":
            await asyncio.sleep(3600)
        return ANSWERS[mode]


async def main():
    loop = asyncio.get_running_loop()
    folder = Folder(sys.argv[1])
    server = await loop.create_server(lambda: SMTP(folder), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
