#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# Somebody else agrees to an application before it is sent: asking, the mail, the code, reading and answering, changed
# answers, refusal, sending, what the office sees and what nobody sees. Without script, on the real programs.
import email
import email.policy
import glob
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import world
from browser import Browser

tap = server.Tap()
FORM = "/ochsenfurt/schulanmeldung/"
ASK = "Um Zustimmung bitten"
AGAIN = "Noch einmal um Zustimmung bitten"
SOURCE = """<form xmlns="urn:ozg:form:1" id="schulanmeldung" service="99102013000000" flow="antrag">
	<title>Anmeldung in der Grundschule</title>
	<page id="kind" title="Ihr Kind"><text id="name" label="Name des Kindes"/></page>
	<page id="wir" title="Sie">
		<text id="ich" label="Ihr Name"/>
		<postcode id="plz" label="Postleitzahl"/>
		<place id="ort" label="Ort" postcode="plz"/>
		<boolean id="gemeinsam" label="Haben Sie das Sorgerecht gemeinsam?"/>
		<email id="mail" label="E-Mail-Adresse des anderen Elternteils" relevant="$gemeinsam"/>
	</page>
	<fee label="Schulmilch" amount="12.5" legal="§ 1 der Satzung"/>
	<consent id="elternteil" label="Der andere Elternteil" mail="mail" pages="kind" relevant="$gemeinsam">
		Ich bin damit einverstanden, dass unser Kind in dieser Schule angemeldet wird.
	</consent>
	<scenarios>
{ "today": "2026-03-01", "scenarios": [
  { "name": "Gemeinsam", "answers": { "name": "Ada", "ich": "Eva", "plz": "97199", "ort": "096790170170", "gemeinsam": true,
    "mail": "a@example.org" }, "expect": { "consents": ["elternteil"], "fee": "12.50" } },
  { "name": "Allein", "like": "Gemeinsam", "change": { "gemeinsam": false }, "expect": { "consents": [], "hidden": ["mail"] } } ] }
	</scenarios>
</form>
"""


def fill(path, together="true"):
    b = Browser(path)
    b.open(FORM + "kind")
    b.submit({"name": "Änne Müller-Ö"})
    b.submit({"ich": "Geheimer Name", "plz": "97199", "gemeinsam": together})
    if together == "true":
        b.submit({"mail": "other@example.org"})
    assert b.page.url.startswith(FORM + "pruefen"), b.page.url
    return b


def keys(page):
    """Number and code as the applicant's page shows them."""
    return re.search(r"Nummer\s*(OCH-Z-\w+)", page.words).group(1), re.search(r"Code\s*((?:\w{4}-){3}\w{4})", page.words).group(1)


def other(path, number, code):
    b = Browser(path)
    b.open("/zustimmung/")
    b.submit({"number": number, "secret": code})
    return b


def deliver(conf, box):
    subprocess.run([os.path.join(server.BUILD, "bin", "ozg-worker"), "--config", conf, "--once"], check=True,
                   stderr=subprocess.DEVNULL)
    mails = []
    for name in sorted(glob.glob(os.path.join(box, "*.eml"))):
        with open(name, "rb") as f:
            mails.append(email.message_from_binary_file(f, policy=email.policy.default))
    return mails


def asking(path, conf, box):
    b = fill(path)
    tap.ok("Wer noch zustimmen muss" in b.page.words and "Noch nicht angefragt" in b.page.words, "the check page says who has to agree", b.page)
    tap.ok(not b.page.form_with("Antrag verbindlich absenden"), "and cannot be sent")
    check = b.page
    token = check.value("_token")
    p = b.open(FORM + "pruefen", "POST", ("_csrf=%s&_token=%s" % (check.value("_csrf"), token)).encode())
    tap.eq((p.status, world.psql("SELECT count(*) FROM submission")[0]), (409, "0"), "not by force either")
    b.open(FORM + "pruefen")
    b.press(ASK)
    tap.ok("Wartet auf Antwort" in b.page.words and "other@example.org" in b.page.words, "asked", b.page)
    number, code = keys(b.page)
    mails = deliver(conf, box)
    tap.eq([m["to"] for m in mails], ["other@example.org"], "one mail")
    body = mails[0].get_content()
    tap.ok(number in body and "/zustimmung/" in body and "Anmeldung in der Grundschule" in body, "it says where to go", body)
    tap.ok(not [w for w in (code, code.replace("-", ""), "Änne", "Geheimer") if w in body], "and no secret", body)
    stored = "\n".join(world.psql("SELECT row_to_json(c)::text FROM consent c") + world.psql("SELECT payload::text FROM outbox"))
    tap.ok(not [w for w in (code, code.replace("-", ""), "nne M", "Geheimer", "einverstanden") if w in stored], "nor does the database", stored)
    return b, number, code


def reading(path, number, code):
    b = other(path, number, "0000-0000-0000-0000")
    tap.eq(b.page.status, 422, "a wrong code opens nothing")
    tap.eq(other(path, "OCH-Z-00000000", code).page.status, 422, "nor does a wrong number")
    tap.eq(other(path, "", "").page.status, 422, "empty fields are named")
    b = other(path, number.lower(), code.lower().replace("-", " "))
    tap.ok(b.page.status == 200 and "Änne Müller-Ö" in b.page.words and "einverstanden" in b.page.words, "number and code show what it is about", b.page)
    tap.ok("Geheimer Name" not in b.page.words, "only what the form lets them read")
    tap.ok(code not in "".join(b.urls), "the code stands in no address")
    p = b.press("Ich stimme zu")
    tap.ok(p.status == 422 and p.errors == ["#name"], "without a name no answer", p)
    tap.eq(b.press("Ich stimme zu", name="x" * 300).status, 422, "nor with one that is far too long")
    return b


def agreeing(path, b, number, code):
    them = reading(path, number, code)
    p = them.press("Ich stimme zu", name="Kim Çelik")
    tap.ok("Sie haben zugestimmt" in p.heading, "agreed", p)
    p = other(path, number, code).page
    tap.ok("Sie haben zugestimmt" in p.heading and not [f for f in p.forms if f.buttons and f.buttons[0][0] == "_action"], "once and for all", p)
    b.open(FORM + "pruefen")
    tap.ok("Zugestimmt" in b.page.words and "Kim Çelik am" in b.page.words, "the applicant sees it", b.page)
    tap.ok(b.page.form_with("Antrag verbindlich absenden"), "and can send")


def changing(b):
    """An answer changed after the consent voids it; changed back it holds again."""
    before = b.page
    b.open(FORM + "kind?aendern=1")
    b.submit({"name": "Jemand anderes"})
    tap.ok("Gilt nicht mehr" in b.page.words and not b.page.form_with("Antrag verbindlich absenden"), "changed answers void the consent", b.page)
    tap.eq(b.submit(page=before, action="pruefen").status, 409, "also for a page that was open")
    tap.eq(world.psql("SELECT count(*) FROM submission")[0], "0", "nothing was sent")
    b.open(FORM + "kind?aendern=1")
    b.submit({"name": "Änne Müller-Ö"})
    tap.ok("Kim Çelik am" in b.page.words, "changed back: it is a consent to these answers", b.page)


def sending(b, office, conf):
    p = b.press("Antrag verbindlich absenden")
    number = re.search(r"OCH-\d{4}-\d{6}", p.words)
    tap.ok(number, "sent", p)
    tap.eq(world.psql("SELECT consents->0->>'name', consents->0->>'id', fee->>'total' FROM submission"), ["Kim Çelik|elternteil|12.50"],
           "the consent is part of what was declared")
    tap.eq(world.psql("SELECT count(*) FROM consent")[0], "0", "and what was sealed is gone with the draft")
    rows = world.psql("SELECT action FROM ledger WHERE object = 'case/%s' AND length(commitment) = 32" % number.group())
    tap.eq(rows, ["submission.send"], "the ledger commits to it")
    staff = Browser(office)
    staff.open("/office/vorgang/ochsenfurt/" + number.group())
    staff.open("/office/anmelden")
    staff.press("Anmelden", login="anna.ochsenfurt", password=world.PASSWORD)
    staff.open("/office/vorgang/ochsenfurt/" + number.group())
    tap.ok("Zugestimmt haben" in staff.page.words and "Kim Çelik am" in staff.page.words, "the office sees who agreed", staff.page)


def refusing(path):
    b = fill(path)
    b.press(ASK)
    first = keys(b.page)
    b.press(AGAIN)
    second = keys(b.page)
    tap.ok(first != second and other(path, *first).page.status == 422, "asked anew: the number before is void")
    p = other(path, *second).press("Ich stimme nicht zu", name="Kim Çelik")
    tap.ok("nicht zugestimmt" in p.heading, "refused", p)
    b.open(FORM + "pruefen")
    tap.ok("Abgelehnt" in b.page.words and not b.page.form_with("Antrag verbindlich absenden"), "the applicant sees it and cannot send", b.page)
    for _ in range(3):
        b.press(AGAIN)
    tap.eq(b.press(AGAIN).status, 409, "nobody's mailbox is filled")
    tap.ok("schon fünfmal" in b.page.words and "gelten weiter" in b.page.words and "Inzwischen" not in b.page.words,
           "which is said, and what to do", b.page)
    tap.ok(b.follow("Zurück zu den Zustimmungen").url.endswith("/pruefen#zustimmungen"), "and where to go on", b.page)
    b.open(FORM + "pruefen")
    number, code = keys(b.page)
    world.psql("UPDATE consent SET expires_at = now() - interval '1 minute'")
    p = other(path, number, code).page
    tap.ok("abgelaufen" in p.heading and not [x for f in p.forms for x in f.buttons if x[1] == "agree"], "too late", p)
    tap.ok("Abgelaufen" in b.open(FORM + "pruefen").words, "the applicant sees that too", b.page)


def not_needed(path):
    b = fill(path, "false")
    tap.ok("Wer noch zustimmen muss" not in b.page.words, "where nobody has to agree nobody is asked", b.page)
    token = "_csrf=%s&_token=%s&consent=elternteil" % (b.page.value("_csrf"), b.page.value("_token"))
    tap.eq(b.open(FORM + "zustimmung", "POST", token.encode()).status, 400, "not even on request")
    tap.ok("OCH-" in fill(path, "false").press("Antrag verbindlich absenden").words, "and it is sent")


if subprocess.run(["/usr/bin/python3", "-c", "import aiosmtpd"], stderr=subprocess.DEVNULL).returncode != 0:
    server.skip("python3-aiosmtpd is not installed")
with server.Folder() as folder:
    box = os.path.join(folder.path, "box")
    os.mkdir(box)
    smtpd = subprocess.Popen(["/usr/bin/python3", os.path.join(server.SRC, "tests", "lib", "smtpd.py"), box], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE)
    folder.running.append(smtpd)
    conf = server.config(folder, smtp_url="smtp://127.0.0.1:%d" % int(smtpd.stdout.readline()), mail_from="post@ozg.example",
                         **world.conninfos())
    world.create(conf)
    subprocess.run([os.path.join(server.BUILD, "bin", "ozgctl"), "publish", folder.file("form.xml", SOURCE), "--config", conf],
                   check=True, stdout=subprocess.DEVNULL)
    citizen, office = [server.fcgi(folder, conf, pool)[1] for pool in ("citizen", "office")]
    b, number, code = asking(citizen, conf, box)
    agreeing(citizen, b, number, code)
    changing(b)
    sending(b, office, conf)
    refusing(citizen)
    not_needed(citizen)
    log = folder.read("citizen.log")
    tap.ok(not [w for w in (code, "elik", "Geheimer", "other@") if w in log], "nothing of it in the log")
    tap.ok('"event":"failed"' not in log and '"status":5' not in log, "nothing failed on our side", log[-1500:])
sys.exit(tap.done())
