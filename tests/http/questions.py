# SPDX-License-Identifier: EUPL-1.2
# What people do with single questions: pick several of a list of hundreds, find again what they typed when the page could
# not be saved, follow a link that knows an answer.
import os
import subprocess
import sys
from urllib.parse import urlencode

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import world
from browser import Browser

tap = server.Tap()
FORM = "/ochsenfurt/fragen/"
CODES = "".join('<code value="%03d">Beruf Nummer %d</code>' % (i, i) for i in range(300))
SOURCE = """<form xmlns="urn:ozg:form:1" id="fragen" flow="antrag" retention="P1Y">
	<title>Fragen</title>
	<codelist id="berufe">%s<code value="T1">Tischlerin</code><code value="T2">Tischler</code></codelist>
	<page id="eins" title="Berufe">
		<choices id="berufe" label="Erlernte Berufe" codes="berufe"/>
		<choice id="jetzt" label="Jetziger Beruf" codes="berufe" required="no"/>
	</page>
	<page id="zwei" title="Kinder">
		<text id="ort" label="Wo ist der Schaden?" prefill="query:ort" required="no"/>
		<boolean id="kinder" label="Haben Sie Kinder?"/>
		<group id="kind" label="Kind" min="0" max="3" relevant="$kinder">
			<text id="name" label="Vorname"/>
			<date id="geburt" label="Geburtsdatum"/>
			<choices id="schule" label="Schulart"><code value="g">Grundschule</code><code value="m">Mittelschule</code></choices>
		</group>
	</page>
	<texts lang="en"><t de="Geburtsdatum">Date of birth</t><t de="Kind">Child</t><t de="Grundschule">Primary school</t></texts>
</form>
""" % CODES
NEXT = ("_action", "next")


def picking(path):
    b = Browser(path)
    p = b.open(FORM + "eins")
    tap.ok("Beruf Nummer 7" not in p.words and "berufe.suche" in p.forms[0].names, "of hundreds none is shown, but a search field", p)
    p = b.submit({"berufe.suche": "tischler"}, button=("_action", "search:berufe"))
    tap.ok(p.status == 200 and "Entfernen: Tischler" in p.words, "a word that means one is that one", p)
    p = b.submit({"berufe.suche": "nummer 29"}, button=("_action", "search:berufe"))
    tap.ok("Treffer: 13." in p.words and p.value("berufe.suche") == "nummer 29", "several that fit are offered", p)
    p = b.submit({"berufe.treffer": ["029", "291"]}, button=("_action", "add:berufe"))
    tap.ok(p.status == 200 and "Entfernen: Beruf Nummer 29 " in p.words + " " and "Entfernen: Beruf Nummer 291" in p.words,
           "what is ticked is added", p)
    tap.ok("Treffer:" not in p.words and p.value("berufe.suche") == "", "and the search is over")
    p = b.submit(button=("_action", "remove:berufe[2]"))
    tap.ok("Entfernen: Beruf Nummer 291" in p.words and "Nummer 29 " not in p.words, "one is taken away again", p)
    p = b.submit({"berufe.suche": "nummer"}, button=NEXT)
    tap.ok(p.status == 422 and "#f_berufe" in p.errors and "f_berufe" in p.ids, "who searches and picks nothing is told so", p)
    tap.ok("Entfernen: Tischler" in p.words, "and loses nothing")
    p = b.submit({"berufe.suche": ""}, button=NEXT)
    tap.eq((p.status, p.url), (200, FORM + "zwei"), "on to the next page")
    b.submit({"kinder": "false"}, button=NEXT)
    tap.ok("Tischler, Beruf Nummer 291" in b.page.words or "Beruf Nummer 291, Tischler" in b.page.words, "the check page names them", b.page)
    b.open(FORM + "eins")
    tap.eq(b.submit({}, button=("_action", "remove:berufe[7]")).status, 400, "what is not there cannot be taken away")


def rescued(path):
    b = Browser(path)
    b.open(FORM + "eins")
    b.submit({"berufe.suche": "Tischlerin"}, button=NEXT)
    b.submit({"kinder": "true"}, button=("_action", "add:kind"))
    b.submit(button=("_action", "add:kind"))
    typed = {"kind[2]/name": "Änne", "kind[2]/geburt.tag": "31", "kind[2]/geburt.monat": "2", "kind[2]/geburt.jahr": "2019",
             "kind[2]/schule": ["g", "m"]}
    for lang, wants in (("de", ("Haben Sie Kinder? Ja", "Kind 2: Vorname Änne", "Kind 2: Geburtsdatum 31.2.2019",
                                "Kind 2: Schulart Grundschule, Mittelschule")),
                        ("en", ("Haben Sie Kinder? Yes", "Child 2: Vorname Änne", "Child 2: Date of birth 31.2.2019",
                                "Child 2: Schulart Primary school, Mittelschule"))):
        b.submit(button=("_action", "lang:" + lang))
        page = b.page
        form = page.form()
        lost = Browser(path)
        lost.cookies = {k: v for k, v in b.cookies.items() if k[0] == "ozg_sprache"}
        fields = [f for f in form.fields if f[0] not in typed] + [
            [n, x] for n, v in typed.items() for x in (v if isinstance(v, list) else [v])]
        p = lost.open(FORM + "zwei", "POST", urlencode([tuple(f) for f in fields]).encode())
        tap.eq(p.status, 403, "a page whose cookie is gone")
        for want in wants:
            tap.ok(want in p.words, "%s: shows %r" % (lang, want), p)
        tap.ok("kind[" not in p.text and "geburt." not in p.text and "_version" not in p.text, "and no names of ours", p)


def linked(path):
    secret = "Am Bäckerplatz 7 & 9"
    link = FORM + "?" + urlencode({"ort": secret, "unbekannt": "x", "sprache": "en"})
    b = Browser(path)
    p = b.open(link)
    tap.eq((p.status, p.url), (200, FORM + "?unbekannt=x"), "a link with an answer: it leaves the address, in another language too")
    tap.ok('lang="en"' in p.response.text, "which is spoken")
    b.follow("Begin the application")
    b.submit(button=("_action", "lang:de"))
    tap.eq((b.page.url, lang_of(b.page)), (FORM + "eins", "de"), "then German again")
    b.submit({"berufe.suche": "Tischler"}, button=NEXT)
    tap.eq((b.page.url, b.page.value("ort")), (FORM + "zwei", secret), "it stands in its field, on whatever page that is")
    other = Browser(path)
    other.cookies = {k: v for k, v in b.cookies.items() if k[1] == "/"}
    other.open(FORM + "eins")
    tap.ok("ozg_vorgabe" not in str(other.cookies), "and nowhere else")
    b.submit({"ort": "Woanders", "kinder": "false"}, button=NEXT)
    tap.ok("Woanders" in b.page.words and "Bäckerplatz" not in b.page.words, "what is typed counts", b.page)
    b.press("Antrag verbindlich absenden")
    tap.ok("OCH-" in b.page.words and "ozg_vorgabe" not in str(b.cookies), "sent: it is forgotten", b.page)
    b = Browser(path)
    p = b.open(FORM + "eins?aendern=1&ort=B")
    tap.eq(p.url, FORM + "eins?aendern=1", "a link to the page itself")
    b.open(FORM)
    b.cookies = {k: "x" if k[0] == "ozg_vorgabe" else v for k, v in b.cookies.items()}
    tap.eq(b.open(FORM + "eins").status, 200, "a cookie that is none of ours is nothing")
    p = b.open(FORM + "?" + urlencode({"ort": "x" * 1990}))
    tap.ok(p.status == 200 and p.url == FORM, "and what is too long to keep is left out", p)
    return secret


def lang_of(p):
    return p.response.text.split('<html lang="')[1].split('"')[0]


with server.Folder() as folder:
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    subprocess.run([os.path.join(server.BUILD, "bin", "ozgctl"), "publish", folder.file("form.xml", SOURCE), "--config", conf],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    path = server.fcgi(folder, conf, "citizen")[1]
    picking(path)
    rescued(path)
    secret = linked(path)
    log = folder.read("citizen.log")
    tap.ok("Bäckerplatz" not in log and secret not in log and "B%C3%A4cker" not in log, "nothing of it is in the log", log[-1500:])
    tap.ok('"event":"failed"' not in log and '"status":5' not in log, "nothing failed", log[-1500:])
sys.exit(tap.done())
