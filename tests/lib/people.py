# SPDX-License-Identifier: EUPL-1.2
"""People of the demonstration: a citizen who registers a dog in Ochsenfurt, staff who sign in."""
import re

import world
from browser import Browser

FORM = "/ochsenfurt/hundesteuer-anmeldung/"


class Person(Browser):
    """A browser whose steps can be written one behind the other."""

    def get(self, url):
        self.open(url)
        return self

    def press(self, label, **values):
        super().press(label, **values)
        return self

    def sign_in(self, login, url="/office/"):
        return self.get(url).press("Anmelden", login=login, password=world.PASSWORD)

    def links(self):
        return {" ".join(text.split()): href for href, text in self.page.links}

    @property
    def status(self):
        return self.page.status


def apply(citizen, breed="DACKEL"):
    """A citizen registers a dog; returns number and secret."""
    b = Person(citizen).get(FORM + "halter")
    b.press("Weiter", vornamen="Erika", familienname="Müstermañn-Çelik", strasse="Hauptstraße 12", plz="97199",
            **{"geburtsdatum.tag": "23", "geburtsdatum.monat": "6", "geburtsdatum.jahr": "1987"})
    dog = {"name": "Rex", "geschlecht": "M", "rasse": breed, "geboren.tag": "1", "geboren.monat": "4", "geboren.jahr": "2024",
           "seit.tag": "1", "seit.monat": "9", "seit.jahr": "2025", "vorher": "false"}
    b.press("Weiter", **{"hund[1]/" + k: v for k, v in dog.items()})
    if breed.startswith("K2"):  # the page asks for more
        b.press("Weiter", **{"hund[1]/negativzeugnis": "false"})
    b.press("Weiter", befreit="false")
    b.press("Weiter", lastschrift="false")
    b.press("Weiter", richtig="true")
    b.press("Antrag verbindlich absenden")
    number = re.search(r"OCH-\d{4}-\d{6}", b.page.words)
    assert number, b.page.words
    secret = re.search(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3,}", b.page.words)
    return number.group(), secret.group()


def case(number, tenant="ochsenfurt"):
    return "/office/vorgang/%s/%s" % (tenant, number)
