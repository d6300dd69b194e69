#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# An answer that a rule forbids after something else was changed is taken out, and the check page says so until it is
# allowed again. It is never sent. On the real program.
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import world
from browser import Browser

tap = server.Tap()
FORM = "/ochsenfurt/wohnorte/"
SOURCE = """<form xmlns="urn:ozg:form:1" id="wohnorte" service="99102013000000" flow="antrag" retention="P1Y">
	<title>Frühere Wohnorte</title>
	<page id="seite" title="Ihr Wohnort">
		<group id="ort" label="Wohnort">
			<boolean id="ausland" label="Haben Sie im Ausland gelebt?"/>
			<text id="staat" label="Staat" required="no"/>
			<rule forbid="staat" when="not($ausland)" message="Den Staat brauchen wir nur aus dem Ausland."/>
		</group>
	</page>
</form>
"""
HEADING = "Diese Angaben entfallen"


def change(b, **values):
    b.open(FORM + "seite?aendern=1")
    b.submit({"ort/" + k: v for k, v in values.items()})


def journey(path):
    b = Browser(path)
    b.open(FORM + "seite")
    b.submit({"ort/ausland": "true"})
    b.submit({"ort/staat": "Peru"})
    tap.ok("Peru" in b.page.words and HEADING not in b.page.words, "an allowed answer is shown as an answer", b.page)
    change(b, ausland="false", staat="Peru")
    tap.ok(HEADING in b.page.words and "Den Staat brauchen wir nur aus dem Ausland." in b.page.words and "„Staat“" in b.page.words,
           "what was taken out is named with its reason", b.page)
    tap.ok("Peru" not in b.page.words, "and its value is gone")
    b.open(FORM + "pruefen")
    tap.ok("Den Staat brauchen wir nur" in b.page.words, "it is still named when the page is opened again", b.page)
    change(b, ausland="true")
    b.submit({})
    tap.ok(b.page.url.startswith(FORM + "pruefen") and HEADING not in b.page.words, "allowed again, it is no longer named", b.page)
    change(b, staat="Chile")
    change(b, ausland="false")
    tap.ok(HEADING in b.page.words and "Chile" not in b.page.words, "and named when it is taken out once more", b.page)
    tap.ok("OCH-" in b.press("Antrag verbindlich absenden").words, "it can be sent", b.page)


with server.Folder() as folder:
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    subprocess.run([os.path.join(server.BUILD, "bin", "ozgctl"), "publish", folder.file("form.xml", SOURCE), "--config", conf],
                   check=True, stdout=subprocess.DEVNULL)
    journey(server.fcgi(folder, conf, "citizen")[1])
    log = folder.read("citizen.log")
    tap.ok("Peru" not in log and '"event":"failed"' not in log and '"status":5' not in log, "nothing failed, nothing told", log[-1500:])
sys.exit(tap.done())
