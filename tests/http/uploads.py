# SPDX-License-Identifier: EUPL-1.2
# Documents, through the web server and without script: uploaded, replaced, taken away, refused in words, sent, opened by
# those who may, encrypted until then, gone when nobody needs them. Hostile files of the corpus when it is there.
import base64
import hashlib
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import web
import world
from browser import Browser

tap = server.Tap()
FORM = "/ochsenfurt/unterlagen/"
SOURCE = """<?xml version="1.0" encoding="UTF-8"?>
<form xmlns="urn:ozg:form:1" id="unterlagen" flow="antrag">
  <title>Unterlagen einreichen</title>
  <page id="eins" title="Unterlagen">
    <text id="name" label="Ihr Name"/>
    <file id="ausweis" label="Ihr Ausweis" document="Ausweiskopie" max-size="3000000" types="application/pdf image/png image/jpeg"/>
    <file id="foto" label="Foto" required="no"/>
    <group id="weitere" label="Weitere Unterlage" min="0" max="3"><text id="was" label="Was ist es?"/><file id="datei" label="Datei"/></group>
  </page>
  <page id="zwei" title="Erklärung"><confirm id="richtig" label="Alles ist richtig."/></page>
</form>
"""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8qAAAAABJRU5ErkJggg==")
BIG = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>stream\n" + os.urandom(2500000).replace(b"endstream", b"") + b"\nendstream endobj\n%%EOF\n"
NEXT = ("_action", "next")


def rows():
    return [int(x) for x in world.psql("SELECT count(*) FROM attachment UNION ALL SELECT count(*) FROM attachment_chunk")]


def begin(port):
    b = Browser(None, web.sender(port))
    b.open(FORM + "eins")
    return b


def upload_and_change(port):
    b = begin(port)
    p = b.submit({"name": "Müller"}, button=("_action", "upload:ausweis"), files=[("ausweis", "../Ausweis Müller.PDF", PDF)])
    tap.eq((p.status, p.value("name")), (200, "Müller"), "uploaded without going on: the page again, with all that was typed")
    tap.ok("Ausweis Müller.pdf (69 Byte)" in p.words, "it stands there with a clean name and its size", p)
    tap.ok("Entfernen: Ausweis Müller.pdf" in p.words, "and can be taken away", p)
    p = b.submit(button=("_action", "upload:ausweis"), files=[("ausweis", "neu.png", PNG)])
    tap.ok("neu.png" in p.words and "Ausweis Müller" not in p.words, "replaced by another one", p)
    p = b.submit(button=("_action", "upload:ausweis"), files=[("ausweis", "kaputt.pdf", PDF[:30])])
    p = b.submit(button=NEXT)
    tap.ok(path(p) == "zwei", "what was refused in its place does not keep anybody from going on with the old one", p)
    b.open(FORM + "eins")
    p = b.submit(button=("_action", "drop:ausweis"))
    tap.ok("neu.png" not in p.words, "taken away", p)
    p = b.submit(button=NEXT)
    tap.ok(p.status == 422 and "Fügen Sie bei „Ihr Ausweis“ eine Datei hinzu." in p.words, "and demanded again", p)
    tap.ok("#f_ausweis" in p.errors and "f_ausweis" in p.ids, "the summary leads to its input", p.errors)


def path(p):
    return p.url.split("?")[0].split("#")[0].rsplit("/", 1)[1]


def refusals(port):
    b = begin(port)
    b.submit({"name": "x"}, button=("_action", "upload:ausweis"))
    for name, data, words in (
            ("leer.pdf", b"", "leer"), ("gross.pdf", BIG + b" " * 600000, "zu groß"), ("seite.pdf", b"<html><script>alert(1)</script></html>", "einer Art"),
            ("halb.pdf", PDF[:40], "beschädigt"), ("zu.pdf", PDF.replace(b"/Type", b"/Encrypt 2 0 R/Type"), "Passwort"),
            ("js.pdf", PDF.replace(b"/Type", b"/OpenAction<</S/JavaScript/JS(1)>>/Type"), "Programm")):
        p = b.submit(button=NEXT, files=[("ausweis", name, data)])
        tap.ok(p.status == 422 and words in p.words and "„%s“" % name in p.words, "refused in words: " + name, p)
    tap.ok("Möglich: PDF, PNG, JPEG, höchstens 3 MB" in p.words, "what is possible stands there before", p)
    p = b.submit(button=NEXT, files=[("ausweis", "a.pdf", PDF), ("name", "b.pdf", PDF)])
    tap.eq(p.status, 400, "a file where a text belongs")
    b.open(FORM + "eins")
    p = b.submit(button=NEXT, files=[("ausweis", "a.pdf", PDF), ("ausweis", "b.pdf", PDF)])
    tap.eq(p.status, 400, "two files for one input")
    b.open(FORM + "eins")
    tap.eq(b.submit(button=("_action", "drop:nirgends")).status, 400, "an action on a field that is not there")


def corpus(port):
    folder = os.path.join(server.CORPORA, "security", "upload")
    if not os.path.isdir(folder):
        print("# no corpus at " + folder)
        return
    taken = []
    for name in sorted(os.listdir(folder)):
        b = begin(port)
        with open(os.path.join(folder, name), "rb") as f:
            p = b.submit({"name": "x"}, button=NEXT, files=[("ausweis", name, f.read())])
        tap.ok(p.status == 422 or path(p) == "zwei", "answered: " + name, p)
        if path(p) == "zwei":
            taken.append(name)
    tap.eq(taken, ["ok.png"], "only the good one of the hostile files is taken")


def limits(port):
    b = begin(port)
    for size, status, words in ((2 << 20, 400, "viel zu lang"), (5 << 20, 413, "zu groß")):
        p = b.submit({"name": "x" * size}, button=NEXT, page=b.page, files=[("ausweis", "a.pdf", PDF)])
        tap.ok(p.status == status and words in p.words, "a text of %d MiB among files" % (size >> 20), p)
        b.open(FORM + "eins")
    status, out = web.http(port, "POST", FORM + "eins", b"x" * (44 << 20), [("Content-Type", "multipart/form-data; boundary=x")])
    tap.eq(status, 413, "44 MiB at once")
    status, out = web.http(port, "POST", "/ochsenfurt/unterlagen/", b"x" * (3 << 20), [("Content-Type", "multipart/form-data; boundary=x")])
    tap.eq(status, 413, "3 MiB where nobody asks for documents")


def apply(port, form=FORM):
    b = Browser(None, web.sender(port))
    b.open(form + "eins")
    b.submit({"name": "Erika"}, button=("_action", "add:weitere"), files=[("ausweis", "Ausweis.pdf", BIG)])
    p = b.submit({"weitere[1]/was": "Plan"}, button=NEXT, files=[("weitere[1]/datei", "Lageplan <b>.png", PNG)])
    assert path(p) == "zwei", p
    return b


def hidden_until_sent(port):
    b = apply(port)
    text = "\n".join(world.psql("SELECT * FROM draft") + world.psql("SELECT * FROM attachment"))
    tap.ok("Ausweis" not in text and hashlib.sha256(BIG).hexdigest() not in text, "of a draft no name and no hash is in the database")
    found = world.psql("SELECT count(*) FROM attachment_chunk WHERE position('\\x%s'::bytea IN data) > 0" % BIG[1000:1040].hex())
    tap.eq(found, ["0"], "and no byte of a document")
    p = b.submit({"richtig": "true"}, button=NEXT)
    tap.ok("Ausweis.pdf (2,5 MB)" in p.words and "Lageplan b.png" in p.words, "the check page names the documents", p)
    tap.ok("<b>" not in p.response.text, "and escapes them")
    b.press("Antrag verbindlich absenden")
    return re.search(r"OCH-\d{4}-\d{6}", b.page.words)[0]


def staff(port, login):
    b = Browser(None, web.sender(port))
    b.open("/office/")
    b.press("Anmelden", login=login, password=world.PASSWORD)
    return b


def for_the_office(port, number, folder):
    answers = json.loads(world.psql("SELECT answers FROM submission JOIN cases USING (tenant, token) WHERE number = '%s'" % number)[0])
    tap.ok("key" not in answers["ausweis"] and answers["ausweis"]["sha256"] == hashlib.sha256(BIG).hexdigest(),
           "the answers have the hash and not the key", answers)
    b = staff(port, "anna.ochsenfurt")
    p = b.open("/office/vorgang/ochsenfurt/" + number)
    tap.ok("Ausweiskopie" in p.words and "PDF, 2,5 MB" in p.words, "the case names kind and size", p)
    links = {t: h for h, t in p.links if "/anlage/" in (h or "")}
    tap.eq(sorted(links), ["Ausweis.pdf", "Lageplan b.png"], "a link to each document")
    got = b.open(links["Ausweis.pdf"])
    raw = got.response
    tap.eq(hashlib.sha256(raw.body).hexdigest(), hashlib.sha256(BIG).hexdigest(), "opened: byte for byte what was sent")
    head = {h: raw.header(h) for h in ("content-type", "content-disposition", "content-security-policy", "x-content-type-options", "cache-control")}
    tap.eq(head, {"content-type": "application/pdf", "content-disposition": "attachment; filename*=UTF-8''Ausweis.pdf",
                  "content-security-policy": "sandbox; default-src 'none'", "x-content-type-options": "nosniff", "cache-control": "no-store"},
           "as a download, in a sandbox")
    tap.eq(world.psql("SELECT actor, action FROM ledger WHERE action = 'attachment.open'"), ["anna.ochsenfurt|attachment.open"],
           "the ledger says who opened it")
    for who in ("anna.marktbreit", "bernd.eibelstadt"):
        tap.eq(staff(port, who).open(links["Ausweis.pdf"]).status, 404, "for %s there is no such thing" % who)
    tap.ok("Anmelden" in Browser(None, web.sender(port)).open(links["Ausweis.pdf"]).words, "nobody opens it without signing in")
    for url in (links["Ausweis.pdf"][:-1], links["Ausweis.pdf"][:-1] + "x", links["Ausweis.pdf"].replace(number, "OCH-2020-000001"),
                links["Ausweis.pdf"].rsplit("/", 1)[0] + "/" + "0" * 32):
        tap.eq(b.open(url).status, 404, "no such document: " + url[-12:])
    world.psql("UPDATE attachment_chunk SET data = set_byte(data, 100, get_byte(data, 100) # 1) WHERE seq = 3")
    tap.eq(b.open(links["Ausweis.pdf"]).status, 503, "a document that was changed in the database is not given out")
    out = subprocess.run([os.path.join(server.BUILD, "bin", "ozgctl"), "ledger", "export", "--tenant", "ochsenfurt", "--config",
                          os.path.join(folder.path, "ozg.conf")], stdout=subprocess.PIPE)
    tap.eq(subprocess.run([os.path.join(server.BUILD, "bin", "ozgctl"), "ledger", "verify", folder.file("ledger.txt", out.stdout.decode())],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode, 0, "the ledger is whole")


def tidied_up(port, conf):
    world.psql("DELETE FROM attachment WHERE draft IS NOT NULL")
    sent = rows()
    b = apply(port)
    tap.eq(rows()[0], sent[0] + 2, "a draft with two documents")
    b.open(FORM)
    b.press("Angaben löschen und neu beginnen")
    tap.eq(rows(), sent, "discarded with the draft")
    b = apply(port)
    world.psql("UPDATE attachment SET expires_at = now() - interval '1 second' WHERE draft IS NOT NULL")
    subprocess.run([os.path.join(server.BUILD, "bin", "ozg-worker"), "--config", conf, "--once"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    tap.eq(rows(), sent, "the worker removes what nobody needs")
    b.open(FORM + "zwei")
    b.submit({"richtig": "true"}, button=NEXT)
    b.press("Antrag verbindlich absenden")
    tap.ok("OCH-" not in b.page.words and b.page.status == 409, "nothing is sent whose documents are gone", b.page)


def main():
    with server.Folder() as folder:
        conf = server.config(folder, smtp_url="smtp://127.0.0.1:9", mail_from="antrag@ozg.example", **world.conninfos())
        world.create(conf)
        done = subprocess.run([os.path.join(server.BUILD, "bin", "ozgctl"), "publish", folder.file("unterlagen.xml", SOURCE), "--config", conf],
                              stdout=subprocess.DEVNULL)
        assert done.returncode == 0
        server.fcgi(folder, conf)
        server.fcgi(folder, conf, "office")
        port = server.free_port()
        server.nginx(folder, port)
        server.wait_for(lambda: web.answers(port))
        upload_and_change(port)
        refusals(port)
        corpus(port)
        limits(port)
        for_the_office(port, hidden_until_sent(port), folder)
        tidied_up(port, conf)
        for log in ("citizen.log", "office.log"):
            tap.ok("Ausweis" not in folder.read(log) and "Lageplan" not in folder.read(log), "no name of a document in " + log)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
