# SPDX-License-Identifier: EUPL-1.2
"""An admin's browser for tests: signs in, and uploads as the upload page does."""
import re

import fastcgi
import world
from browser import Browser, multipart

UPLOAD = "/admin/hochladen"
SAVE, PUBLISH = "Prüfen und als Entwurf speichern", "Entwurf veröffentlichen"


class Admin(Browser):
    def __init__(self, socket_path, login="admin"):
        super().__init__(socket_path)
        self.open("/admin/")
        self.press("Anmelden", login=login, password=world.PASSWORD)
        assert self.page.status == 200, self.page

    def _send(self, method, url, body, headers):
        extra = [("HTTP_" + k.upper().replace("-", "_"), v) for k, v in headers]
        kind = self.content_type
        self.content_type = None
        return fastcgi.request(self.socket_path, method, url, body, content_type=kind, extra=extra)

    content_type = None

    def upload(self, text="", owner="_", files=(), button=SAVE, leave_out=(), extra=()):
        """From the upload page, as a browser sends it; files are (name of the file, bytes)."""
        if not self.page.url.startswith(UPLOAD):
            self.open(UPLOAD)
        url, fields = self.filled(button)
        fields = [(n, v) for n, v in fields if n not in ("quelltext", "_fuer", "datei", "regeln", "codelisten") and n not in leave_out]
        if self.page.form(UPLOAD).names & {"_fuer"} and "_fuer" not in leave_out:
            fields.append(("_fuer", owner))
        files = ([("datei",) + f for f in files] or [("datei", "", b"")]) + list(extra)
        body, self.content_type = multipart(fields + [("quelltext", text)], files)
        return self.open(url, "POST", body)

    def findings(self):
        """(line, column) of each."""
        return [(int(a), int(b)) for a, b in re.findall(r"Zeile (\d+), Spalte (\d+)", self.page.words)]
