# SPDX-License-Identifier: EUPL-1.2
# Three languages: what the browser would rather have, what people choose, and that nothing typed gets lost over it.
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import world
from browser import Browser

tap = server.Tap()
FORM = "/ochsenfurt/hundesteuer-anmeldung/"


def lang(p):
    return re.search(r'<html lang="([^"]*)">', p.response.text).group(1)


def first_time(path):
    for accept, want in (("en-GB,en;q=0.9", "en"), ("tr,de;q=0.3", "de"), ("de-x-leicht", "de-x-leicht"), ("xx", "de"),
                         ("en;q=0", "de"), ("a" * 3000, "de"), ("\u00ff;;q=,", "de")):
        p = Browser(path).open("/", headers=[("Accept-Language", accept)])
        tap.eq(lang(p), want, "a browser that says " + accept[:20])
    tap.eq(lang(Browser(path).open("/")), "de", "German when nothing is said")


def every_page(path):
    for tag, word in (("de", "Sprache"), ("en", "Language"), ("de-x-leicht", "Sprache")):
        b = Browser(path)
        b.open("/?sprache=" + tag)
        tap.ok("?" not in b.page.url, "the choice leaves the address")
        p = b.open("/ochsenfurt/?feld=a%26b&secret=x")
        tap.ok(any(h and h.startswith("/ochsenfurt/?feld=a%26b&sprache=") for h, t in p.links) and "secret" not in p.response.text,
               "what the page is about goes along with the links to the others, and nothing else", p)
        for url in ("/", "/ochsenfurt/", FORM, "/status/", "/ochsenfurt/datenschutz", "/gibt-es-nicht", FORM + "hunde"):
            p = b.open(url)
            tap.eq(lang(p), tag, "%s speaks %s" % (url, tag))
            names = [n for n in ("Deutsch", "English", "Leichte Sprache") if n in p.words]
            tap.ok(len(names) == 3 and 'aria-label="%s"' % word in p.response.text, "and offers the others", p)
            hrefs = [h for h, t in p.links if h and "sprache=" in h]
            tap.ok(len(hrefs) == 2 and not any(h.startswith("//") for h in hrefs), "by links within the site", hrefs)
    p = Browser(path).open("//evil.example/?sprache=en", follow=False)
    tap.ok(p.status in (400, 404) and not p.response.header("location"), "an address that nobody has leads nowhere", p)
    p = Browser(path).open("/?sprache=fr")
    tap.eq((p.status, lang(p)), (200, "de"), "a language that we do not speak")


def answers_stay(path):
    b = Browser(path)
    b.open(FORM + "?sprache=en")
    tap.eq(b.page.heading, "Register a dog for the dog tax", "the form speaks it too")
    b.follow("Begin the application")
    tap.ok("Street and house number" in b.page.words and "Why do we ask this?" in b.page.words, "and its questions", b.page)
    typed = {"vornamen": "Änne", "plz": "123", "geburtsdatum.tag": "31", "geburtsdatum.monat": "2",
             "geburtsdatum.jahr": "1987"}
    p = b.submit(typed, button=("_action", "lang:de-x-leicht"))
    tap.eq((p.status, lang(p), p.url), (200, "de-x-leicht", FORM + "halter"), "the other language, the same page")
    tap.eq([p.value(k) for k in typed], list(typed.values()), "with what was typed, right or wrong")
    tap.ok(not p.errors, "and without reproach")
    p = b.submit({}, button=("_action", "next"))
    tap.eq((p.status, p.heading != ""), (422, True), "mistakes are told")
    tap.ok("Bitte schreiben Sie bei „" in p.text and p.title.startswith("Fehler:"), "in that language", p.errors)
    p = b.submit({}, button=("_action", "lang:de"))
    p = b.submit({}, button=("_action", "next"))
    tap.ok("Den Tag bei „Geburtsdatum“ gibt es nicht." in p.words, "and in German again", p)
    p = b.submit({}, button=("_action", "lang:en"))
    p = b.submit({"geburtsdatum.monat": "3"}, button=("_action", "next"))
    tap.ok("five digits" in p.text and p.title.startswith("Error:"), "and in English", p)
    two = Browser(path)
    two.cookies = dict(b.cookies)
    two.open("/?sprache=de")
    b.cookies.update(two.cookies)
    p = b.submit({"plz": "97199"}, button=("_action", "next"))
    tap.eq(p.status, 422, "another language in another window is no other answer")


with server.Folder() as folder:
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    parent, path = server.fcgi(folder, conf)
    first_time(path)
    every_page(path)
    answers_stay(path)
sys.exit(tap.done())
