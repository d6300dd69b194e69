# SPDX-License-Identifier: EUPL-1.2
# Forms of the FIM catalogue that nobody has seen: made at random, the same from the same seed, of everything that
# XDatenfelder 3.0.0 and 2.0 allow. What they mean is judged in xdf_judge.py.
import random

NS = {2: "urn:xoev-de:fim:standard:xdatenfelder_2", 3: "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"}

# Patterns as in XML Schema and as people write them: some that match, some that do not.
PATTERNS = [
    (r"([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}", ["01234", "97340"], ["00123", "1234", "123456"]),
    (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{1,63}$", ["a.b@c.de"], ["a.b@c", "@c.de"]),
    (r"^\d{5}$", ["12345"], ["1234", "a1234"]),
    (r"^\d{5}$|^\d{3}$", ["12345", "123"], ["1234", "12"]),
    (r"(^[A-Z]{2}$)", ["AB"], ["ab", "A"]),
    (r"\i\c*", ["a1-b", "_x", "Äb.c"], ["1a", "-"]),
    (r"\p{Lu}\p{Ll}+([ \-]\p{Lu}\p{Ll}+)*", ["Anna", "Änne-Öhr", "Anna Bo Ca"], ["anna", "Anna  Bo", "A1"]),
    (r"[a-z-[aeiou]]{2,3}", ["bcd", "xy"], ["ab", "bcdf"]),
    (r"[\p{L}\d\s\-/\(\)]+", ["Am Weg 3/a (alt)", "Ä"], ["a_b", "a;b"]),
    (r"\p{IsBasicLatin}+", ["abc ~"], ["ä"]),
    (r"[\p{IsBasicLatin}\p{IsLatin-1Supplement}]{1,9}", ["Größe"], ["Ł"]),
    (r"[^\d\W]+", ["abc"], ["a1", "a-b"]),
    (r"[\S]{3}", ["a-1"], ["a 1"]),
    (r"DE[0-9]{2}([ ]?[0-9]{4}){4}([ ]?[0-9]{2})", ["DE12500105170648489890", "DE12 5001 0517 0648 4898 90"], ["DE1250", "AT12500105170648489890"]),
    (r"(([01][0-9])|(2[0-3])):[0-5][0-9]", ["23:59"], ["24:00"]),
    (r"[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?[1-9][0-9]{0,3}[EH]?", ["WÜ-AB 123", "OCH-A1E"], ["W-123"]),
    (r"[a-z0-9]+(\.[a-z0-9]+)*@([a-z0-9\-]+\.)+[a-z]{2,6}", ["a.b@c-d.ef.de"], ["a..b@c.de", "a@b"]),
    (r"([a-z0-9]([a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", ["ozg.example.de"], ["-a.de", "a"]),
    (r"((https?|ftp)://)?[\w\-]+(\.[\w\-]+)+(/[^ ]*)?", ["https://a.de/b?c", "www.a-b.de"], ["a", "http:// a.de"]),
    (r"\+?[0-9]+([ /\-]?[0-9]+)*", None, None),  # refused: ambiguous
    (r".{0,1000}", ["alles", "x"], None),
    (r"[0-9]{1,3}(,[0-9]{1,2})?", ["1", "12,5"], ["1,", "12.5"]),
    (r"[!-~]*", ["a!b"], ["ä"]),
    (r"[+\-]?[1-9]\d{0,8}", ["-17", "+4"], ["0", "--1"]),
    (r"[^&<>" r'"' r"']+", ["a b"], ["a&b", "a<b"]),
    (r"a|b|", ["a", "b"], ["c"]),
    (r"[0-9]{4}-?[0-9]{4}", ["1234-5678"], ["1234 5678"]),
    (r"[\[\]\\^$.|?*+()]+", ["[a]".replace("a", ""), "$.|"], ["a"]),
    (r"[-a]+", ["-a"], ["b"]),
    (r"[a-]+", ["-a"], ["b"]),
]
PATTERNS = [p for p in PATTERNS if p[1]]
LENGTHS = [  # minLength, maxLength, what counts of it
    ("1", "120", 1, 120), ("5", None, 5, None), (None, "3", 0, 3), ("0", "1", 0, 1), (" 2 ", "2", 2, 2), ("", "", 0, None),
    ("9", "2", 0, 2), ("x", "4", 0, 4), ("1", "4000", 1, 4000), (None, "0", 0, None), ("-1", "7", 0, 7), ("01", "010", 1, 10),
    ("1", "9999999999999999999999", 1, None), ("2.0", "5.0", 2, 5), ("+2", "+3", 2, 3), ("1", "unbounded", 1, None)]
BOUNDS = {  # minValue, maxValue, good answers, bad answers
    "num": [("0", "1000000", ["0", "0.1", "1000000"], ["-0.01", "1000000.01"]), ("-1.5", "-1.25", ["-1.5", "-1.3"], ["-1.51", "0"]),
            ("1E3", "1.5e4", ["1000", "15000.0"], ["999", "15001"]), ("1e-2", "2", ["0.01", "2"], ["0.001", "2.1"]),
            ("0,5", None, ["0.1"], ["x"]), (None, None, ["-1", "3.1415"], ["1,5", "1e5"]), ("5", "1", ["0", "1"], ["2"]),
            ("+1", "01.50", ["1", "1.5"], ["1.51", "0.99"]), ("-INF", "INF", ["7"], ["seven"]), (".5", "2.", ["0.5", "2"], ["0.4", "2.1"])],
    "num_int": [("1", "31", ["1", "31"], ["0", "32", "1.5"]), ("-5", "-5", ["-5"], ["-4", "5"]), ("1850", None, ["1850", "9999"], ["1849"]),
                (None, "0", ["0", "-3"], ["1"]), ("1.0", "9.0", ["9"], ["10"]), ("0", "99999999999999999999", ["12345678901234"], ["-1"]),
                ("1e2", None, ["100"], ["99"]), (None, None, ["0", "-17"], ["1.5", "1e1", "eins"]), ("0.5", "2.5", ["1", "2"], ["0", "3"])],
    "num_currency": [("0.01", "100", ["0.01", "100"], ["0", "100.01", "1.005"]), ("0", None, ["12.50"], ["-0.01"]), (None, None, ["1", "-2.5"], ["1.234", "1,50", "x"]),
                     ("10,00", None, ["1"], ["1.111"])],
    "date": [("2020-01-01", "2020-12-31", ["2020-02-29"], ["2019-12-31", "2021-01-01"]), ("01.01.2020", "heute", ["1999-01-01"], ["2020-02-30"]),
             (None, None, ["2000-02-29"], ["1900-02-29", "1.2.2000", "2000-1-1"])],
    "time": [("08:00:00", "16:30:00", ["08:00:00", "16:30:00"], ["07:59:59", "16:30:01"]), (None, None, ["00:00:00"], ["24:00:01", "8 Uhr"])],
    "datetime": [("2026-01-01T00:00:00", None, ["2026-01-01T00:00:00"], ["2025-12-31T23:59:59"]), (None, None, ["2000-02-29T12:00:00"], ["2000-02-30T12:00:00", "2000-02-28"])],
}
LABELS = ["Name", "Straße <b>fett</b> & \"Co\" 'x'", "Ü" * 260, "Betrag in € (z. B. 12,50)", "{{ name }} {} %s %n", "Zeile eins\nZeile zwei",
          "\u201eZitat\u201c", "a", "العربية", "A\u0308 zerlegt", "  viel   Raum  ", "1. Nummer", "]]> &#13; --", "Name"]
CODES = ["001", "1", "männlich", "mit Leerzeichen", "a'b\"c", "ÄÖÜß", "http://x.example/a?b=c&d", "true", "0", "2024-01-01", "a|b", "-", "<x>", "A" * 300]
VERSIONS = ["1.0.0", "1.0", "2.13.4", "1", "10.0.0"]
MEDIA = ["application/pdf", "image/png", "image/jpeg", "text/plain", "application/vnd.oasis.opendocument.text",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "image/tiff", "application/xml"]
TIMES = ["1:1", "1:1", "1:1", "0:1", "0:1", "0:1", "0:*", "1:*", "2:5", "0:3", "3:7", "1:2", "2:2", " 0 : 1 "]


class Field:
    group = False

    def __init__(self):
        self.art, self.type, self.details, self.content = "input", "text", {}, None
        self.codes, self.werte, self.reference, self.media, self.max_size = None, None, None, [], None
        self.good, self.bad = ["a"], []
        self.pattern = None
        self.low = self.high = self.shortest = self.longest = None
        self.more = []  # of its head

    @property
    def label(self):
        return self.art == "label"

    @property
    def locked(self):
        return self.art in ("locked", "hidden")


class Group:
    group = label = locked = False
    group = True

    def __init__(self):
        self.choice, self.places = False, []


class Place:
    def __init__(self, element, low, high, times):
        self.element, self.low, self.high, self.times = element, low, high, times
        self.key = element.id

    @property
    def repeat(self):
        return self.high is None or self.high > 1


class Form:
    """version: of XDatenfelder. lists: genericode by file name. rules: as FITKO translates them."""

    def __init__(self, seed, version=3, size=None):
        self.dice = random.Random(seed)
        self.standard = version
        self.used, self.elements, self.lists, self.rules = seed % 9000 * 1000, [], {}, []
        self.id, self.version, self.label = self.new_id("S"), self.dice.choice(VERSIONS), self.dice.choice(LABELS)
        self.left, self.deep = size or self.dice.choice([4, 8, 15, 30, 60]), self.dice.choice([6, 6, 6, 28])
        self.places = self.make_places(0)
        if not any(visible(p) for p in self.places):
            f = self.make_field()
            f.__init__()
            self.name(f, "F")
            self.places.append(Place(f, 1, 1, "1:1"))
        if version == 3:
            self.make_rules()

    # ---- names ----

    def chance(self, percent):
        return self.dice.randrange(100) < percent

    def new_id(self, letter):
        self.used += 1
        return "%s%0*d" % (letter, 11 if self.standard == 3 else 8, 60000000000 % 10 ** (11 if self.standard == 3 else 8) + self.used)

    def name(self, element, letter):
        element.id, element.version = self.new_id(letter), self.dice.choice(VERSIONS)
        element.name = self.dice.choice(LABELS)
        element.asked = self.dice.choice([None, "", self.dice.choice(LABELS)])
        element.help = self.dice.choice([None, None, "", self.dice.choice(LABELS)])

    # ---- fields ----

    def make_field(self):
        f = Field()
        self.name(f, "F")
        arts = ["input"] * 6 + ["select"] * 3 + ["label"] + (["locked", "hidden"] if self.standard == 3 else [])
        types = ["text"] * 4 + ["num", "num_int", "num_currency", "date", "bool", "file", "obj"] + (
            ["text_latin", "time", "datetime"] if self.standard == 3 else [])
        f.art, f.type = self.dice.choice(arts), self.dice.choice(types)
        if f.art == "select":
            f.type = self.dice.choice(["text", "text", "text", "num_int", "bool"])
            self.set_codes(f)
        elif f.label:
            f.content = self.dice.choice([None, "", "Hinweis <a> & mehr", "Zeile\r\nzwei"])
        elif f.type in BOUNDS:
            low, high, f.good, f.bad = self.dice.choice(BOUNDS[f.type])
            self.detail(f, minValue=low, maxValue=high)
            f.low, f.high = low, high
        elif f.type == "bool":
            f.good, f.bad = [True, False], ["ja", "true", 1]
        elif f.type == "file":
            self.set_file(f)
        else:
            self.set_text(f)
        if f.art != "label" and not f.type == "file" and self.chance(25):
            f.content = self.dice.choice([str(f.good[0]), "passt nicht", "", " 1 "])
        return f

    def detail(self, f, **details):
        for k, v in details.items():
            if v is not None:
                f.details[k] = v

    def set_text(self, f):
        if self.chance(40) and f.type == "text":
            f.pattern, f.good, f.bad = self.dice.choice(PATTERNS)
            f.bad = f.bad or []
            self.detail(f, pattern=f.pattern)
            return
        low, high, f.shortest, f.longest = self.dice.choice(LENGTHS)
        self.detail(f, minLength=low, maxLength=high)
        letter = self.dice.choice(["a", "ß", "\u017d", "n"])
        f.good = [letter * max(1, f.shortest)] + ([letter * f.longest] if f.longest else [])
        f.bad = [5, {"a": "b"}, "a\u0001b", "\U0001F600" * max(1, f.shortest)]
        if f.shortest > 1:
            f.bad.append(letter * (f.shortest - 1))
        if f.longest:
            f.bad.append(letter * (f.longest + 1))

    def set_file(self, f):
        f.media = self.dice.sample(MEDIA, self.dice.choice([0, 1, 2, 8])) if self.standard == 3 else []
        f.max_size = self.dice.choice([None, "", "10", "0", "5000000", "x", "99999999999"]) if self.standard == 3 else None
        kind = f.media[0] if f.media else "application/pdf"
        f.good = [{"name": "a.pdf", "type": kind, "size": 10}]
        f.bad = ["a.pdf", {"size": 1}]
        if f.media:
            f.bad.append({"name": "a", "type": "application/x-evil", "size": 1})
        if f.max_size == "10":
            f.bad += [{"name": "a", "type": kind, "size": 11}, {"name": "a", "type": kind}]

    def set_codes(self, f):
        codes = self.dice.sample(CODES, self.dice.randint(1, len(CODES)))
        texts = [self.dice.choice(LABELS + ["", "gleich", "gleich"]) for _ in codes]
        how = self.dice.choice(["werte", "werte", "list", "missing", "none"]) if self.standard == 3 else self.dice.choice(["list", "missing", "none"])
        if how == "werte":
            f.werte = list(zip(codes, texts))
            if self.chance(30):
                f.werte += [("", "ohne"), (codes[0], "doppelt")]
        elif how == "list":
            self.make_list(f, codes, texts)
        elif how == "missing":
            f.reference = ("urn:x:fehlt%d" % self.used, self.dice.choice(["", "1"]), {})
        f.codes = None if how in ("missing", "none") else codes
        f.good, f.bad = (codes[:3], ["gibt es nicht", 1, codes[0] + " "]) if f.codes else (["irgendwas"], [7])

    def make_list(self, f, codes, texts):
        """A genericode list, in one of its three spellings, with the key in some column."""
        uri, version = "urn:de:x:liste%d" % self.used, self.dice.choice(["1", "2024-01-31", "1.10"])
        key = self.dice.choice(["code", "SCHLUESSEL", "ISO_Code", "k"])
        prefix, inner = self.dice.choice([("gc:", ""), ("gc:", "gc:"), ("", "")])
        ns = 'xmlns%s="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"' % (":gc" if prefix else "")
        columns = [("a", "Bezeichnung"), (key, "Code"), ("h", "Hilfe")]
        self.dice.shuffle(columns)
        t = lambda tag, text, attrs="": "<%s%s%s>%s</%s%s>" % (inner, tag, attrs, text, inner, tag)
        rows = [(c, x) for c, x in zip(codes, texts)]
        if self.chance(30):
            rows += [rows[0], ("", "leer")]
        if self.chance(5):
            rows += [("n%d" % i, "Zeile %d" % i) for i in range(11000)]
        cell = {key: 0, "a": 1, "h": 1}
        body = "".join(t("Row", "".join(t("Value", t("SimpleValue", escape(r[cell[c]])), ' ColumnRef="%s"' % c) for c, _ in columns if r[cell[c]] or c == key)) for r in rows)
        head = t("Annotation", "") + t("Identification", t("ShortName", "l") + t("Version", version) + t("CanonicalUri", uri) + t("CanonicalVersionUri", uri + "_" + version))
        named = self.chance(50)
        recommended = "" if named else t("Annotation", t("AppInfo", '<xoev:recommendedKeyColumn xmlns:xoev="urn:x"/>'))
        columns_xml = "".join(t("Column", t("ShortName", n) + t("Data", "", ' Type="string"'), ' Id="%s" Use="%s"' % (i, "required" if i == key else "optional")) for i, n in columns)
        keys = t("Key", t("ShortName", "x") + t("ColumnRef", "", ' Ref="a"'), ' Id="x"') if self.chance(30) else ""
        keys += t("Key", recommended + t("ShortName", "k") + t("ColumnRef", "", ' Ref="%s"' % key), ' Id="kk"')
        self.lists["%s.xml" % uri[-8:].replace(":", "-")] = '<?xml version="1.0" encoding="UTF-8"?><%sCodeList %s>%s%s%s</%sCodeList>' % (
            prefix, ns, head, t("ColumnSet", columns_xml + keys), t("SimpleCodeList", body), prefix)
        f.reference = (uri, self.dice.choice(["", version]), {"codeKey": key} if named and self.standard == 3 else {})
        if not (named and self.standard == 3) and "x" in keys and not recommended:
            f.reference = (uri, f.reference[1], {"codeKey": key} if self.standard == 3 else {})
            if self.standard == 2:
                self.lists["%s.xml" % uri[-8:].replace(":", "-")] = self.lists["%s.xml" % uri[-8:].replace(":", "-")].replace(' Ref="a"', ' Ref="%s"' % key)

    # ---- structure ----

    def make_places(self, depth, choice=False):
        places = []
        for _ in range(self.dice.randint(2, 7)):
            if self.left <= 0:
                break
            self.left -= 1
            again = [e for e in self.elements if not e.group or e.ready]
            if again and self.chance(15):
                element = self.dice.choice(again)
            elif depth < self.deep and self.chance(30 if depth < 6 or self.deep == 6 else 80):
                element = Group()
                self.name(element, "G")
                element.ready = False
                element.choice = self.standard == 3 and self.chance(20)
                self.elements.append(element)
                element.places = self.make_places(depth + 1, element.choice)
                element.ready = True
            else:
                element = self.make_field()
                self.elements.append(element)
            if any(p.element is element for p in places):
                continue
            often = TIMES if depth < 4 else ["0:1", "1:1", "0:1", "0:2"]  # answers double with each repetition
            times = "0:1" if choice and self.chance(80) else self.dice.choice(often)
            low, high = times.replace(" ", "").split(":")
            places.append(Place(element, int(low), None if high == "*" else int(high), times))
        return places

    # ---- rules ----

    def make_rules(self):
        for bearer, context, places in bearers(self.places):
            below = reachable(places)
            for _ in range(self.dice.choice([0, 0, 1, 2])):
                names = [p for ident, p in below.items() if len(p) == 1 and not p[0][1]]
                if not names or len(self.rules) > 12:
                    continue
                effect = self.dice.choice(["require", "forbid", "valid"])
                targets = [p[0][0] for p in below.values() if len(p) == 1]
                condition = self.condition([n[0][0].element for n in names], [p.element for p in targets], 0)
                if effect == "valid":
                    condition = {"or": [condition, {"is_empty": {"identifier": names[0][0][0].element.id}}]}
                self.rules.append({"bearer": bearer or self.id, "context": ([self.id] if self.chance(50) or not context else []) + context, "effect": effect,
                                   "target": None if effect == "valid" else self.dice.choice(targets).element.id,
                                   "condition": condition, "message": self.dice.choice(LABELS)})

    def ident(self, element):
        return {"identifier": self.dice.choice(["", "self."]) + element.id}

    def condition(self, singles, all_, depth):
        kind = self.dice.choice(["equal", "not_equal", "is_empty", "identifier"] + (["not", "and", "or", "xor", "less_than", "date", "order", "true"] if depth < 3 else []))
        again = lambda: self.condition(singles, all_, depth + 1)
        one = self.dice.choice(singles)
        if kind == "is_empty":
            return {"is_empty": self.ident(self.dice.choice(all_))}
        if kind == "identifier":
            return self.ident(one)
        if kind == "true":
            return self.chance(50)
        if kind == "not":
            return {"not": again()}
        if kind in ("and", "or", "xor"):
            return {kind: [again() for _ in range(self.dice.choice([1, 2, 2, 3, 6]))]}
        numbers = [e for e in singles if not e.group and e.art == "input" and e.type in ("num", "num_int", "num_currency")]
        if kind == "date" and numbers:
            return {"is_valid_date": [self.ident(self.dice.choice(numbers)) if self.chance(80) else "2" for _ in range(3)]}
        if kind in ("less_than", "order") and numbers:
            other = self.ident(self.dice.choice(numbers)) if self.chance(50) else self.dice.choice(["5", 5, "-1.5"])
            return {"less_than" if kind == "less_than" else self.dice.choice(["less_equal", "greater_than", "greater_equal"]): [self.ident(self.dice.choice(numbers)), other]}
        literal = "x"
        if not one.group and not one.label:
            literal = self.dice.choice([self.dice.choice(one.good), "x", "", True, "false"])
        literal = literal if isinstance(literal, (str, bool)) else "x"
        sides = [self.ident(one), literal]
        same = [e for e in singles if not e.group and not one.group and e.type == one.type and e.art == one.art and e is not one]
        if same and self.chance(25):
            sides[1] = self.ident(self.dice.choice(same))
        if self.chance(15):
            sides.reverse()
        return {kind if kind in ("equal", "not_equal") else "equal": sides}


def is_gone(element):
    """A group without anything in it is not part of the form."""
    return element.group and all(is_gone(p.element) for p in element.places)


def visible(place):
    e = place.element
    return any(visible(p) for p in e.places) if e.group else not e.locked and not e.label


def bearers(places, context=()):
    """The form and every group where it stands: its id, the way to it, what stands in it."""
    if not context:
        yield None, [], places
    for p in places:
        if p.element.group:
            yield p.element.id, list(context) + [p.element.id], p.element.places
            yield from bearers(p.element.places, tuple(context) + (p.element.id,))


def reachable(places, repeated=False, found=None):
    """By id: the places below with that id, and whether there may be several answers."""
    found = {} if found is None else found
    for p in places:
        found.setdefault(p.element.id, []).append((p, repeated or p.repeat))
        if p.element.group:
            reachable(p.element.places, repeated or p.repeat, found)
    return found


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("\r", "&#13;")


class Writer:
    """The XML of a form, in a spelling of its own."""

    def __init__(self, form):
        self.f, self.d = form, random.Random(form.dice.random())
        self.prefix = self.d.choice(["xdf:", "xdf3:", "ns0:", "a-b.c:", ""])
        self.space = self.d.choice(["", "", "\n\t", "\r\n "])
        self.old = form.standard == 2

    def text(self, s):
        s = escape(s)
        if s and self.d.randrange(10) == 0 and "]]" not in s and "&" not in s:
            s = "<![CDATA[%s]]>" % s
        if self.d.randrange(12) == 0:
            s = "<!-- c --><?pi x?>" + s
        return self.space + s + self.space if self.space and s and self.d.randrange(4) == 0 else s

    def tag(self, name, inside="", attrs=""):
        if not inside and self.d.randrange(2):
            return "%s<%s%s%s/>" % (self.space, self.prefix, name, attrs)
        return "%s<%s%s%s>%s</%s%s>" % (self.space, self.prefix, name, attrs, inside, self.prefix, name)

    def maybe(self, name, value="", percent=50, attrs=""):
        """Absent, empty, or there."""
        n = self.d.randrange(100)
        if n < percent:
            return self.tag(name, self.text(value), attrs)
        return self.tag(name, "", self.d.choice(["", ' xsi:nil="true"'])) if n < percent + 15 else ""

    def code(self, name, code):
        attrs = self.d.choice(["", ' listURI="urn:x" listVersionID="1"', ' listURI="urn:x" listVersionID=""'])
        ns = "" if self.prefix else ' xmlns=""'
        return self.tag(name, "%s<code%s>%s</code>" % (self.space, ns, self.text(code)), attrs)

    def ident(self, e):
        return self.tag("identifikation", self.tag("id", self.text(e.id)) + self.maybe("version", e.version, 100))

    def head(self, e, schema=False):
        d, out = self.d, self.ident(e) + self.tag("name", self.text(e.label if schema else e.name))
        if self.old:
            out += self.asked(e, schema)
            out += self.maybe("beschreibung", "b &\n c") + self.maybe("definition") + self.maybe("bezug", "§ 1 A & B") + self.code("status", d.choice(["inVorbereitung", "aktiv", "inaktiv"]))
            return out + self.maybe("gueltigAb", "2020-01-01") + self.maybe("gueltigBis") + self.maybe("fachlicherErsteller", "X") + self.maybe("versionshinweis") + self.maybe("freigabedatum") + self.maybe("veroeffentlichungsdatum")
        out += self.maybe("beschreibung", "b &\n c") + self.maybe("definition") + "".join(self.maybe("bezug", "§ %d A" % i, 60, ' link="https://x.example/%d"' % i) for i in range(d.randrange(4)))
        out += self.code("freigabestatus", str(d.randint(1, 8))) + self.maybe("statusGesetztAm", "2020-01-01") + self.maybe("statusGesetztDurch", "X")
        out += self.maybe("versionshinweis", "<neu>") + self.maybe("gueltigAb", "2020-01-01") + self.maybe("gueltigBis") + self.maybe("veroeffentlichungsdatum", "2020-01-01")
        out += self.tag("letzteAenderung", "2020-01-01T00:00:00Z") + "".join(self.tag("relation", self.code("praedikat", "ABL") + self.tag("objekt", self.ident(e))) for _ in range(d.choice([0, 0, 3])))
        return out + "".join(self.tag("stichwort", "x", ' uri="y"') for _ in range(d.randrange(3)))

    def asked(self, e, schema):
        if schema:
            return self.tag("bezeichnungEingabe" if self.old else "bezeichnung", self.text(e.label))
        return (self.tag("bezeichnungEingabe", self.text(e.asked)) if e.asked is not None else "") + self.maybe("bezeichnungAusgabe", "Aus")

    def rule(self):
        if self.d.randrange(100) >= 12:
            return ""
        self.f.used += 1
        ident = self.tag("identifikation", self.tag("id", "R%011d" % self.f.used) + self.tag("version", "1.0.0"))
        if self.old:
            return self.tag("regel", ident + self.tag("name", "R") + self.tag("definition", self.text("Wenn <, dann \"muss\" & so.")) + self.code("status", "aktiv") + self.tag("script", "function script() {}"))
        return self.tag("regel", ident + self.maybe("name", "Regel") + self.maybe("beschreibung", "") + self.maybe("freitextRegel", "Wenn F60000000001 <> 1, dann \"muss\"\n F2 leer & sein.", 70) + self.maybe("fachlicherErsteller", "X") + self.tag("letzteAenderung", "2020-01-01T00:00:00Z") + self.code("typ", self.d.choice("KMVB")))

    def field(self, e):
        out = self.head(e) + ("" if self.old else self.asked(e, False)) + self.code("schemaelementart", self.d.choice(["ABS", "HAR", "RNG"]))
        out += (self.tag("hilfetextEingabe", self.text(e.help)) if e.help is not None else "") + self.maybe("hilfetextAusgabe", "h")
        out += self.code("feldart", e.art) + self.code("datentyp", e.type) + self.details(e)
        if e.content is not None:
            out += self.tag("inhalt", self.text(e.content))
        if self.old:
            return self.tag("datenfeld", out + self.reference(e) + self.rule())
        out += self.code("vorbefuellung", self.d.choice(["keine", "optional", "verpflichtend"]))
        if e.werte is not None:
            out += self.tag("werte", "".join(self.tag("wert", self.tag("code", self.text(c)) + self.tag("name", self.text(n)) + self.maybe("hilfe", "h<")) for c, n in e.werte))
        out += self.reference(e)
        if e.max_size is not None:
            out += self.tag("maxSize", e.max_size)
        return self.tag("datenfeld", out + "".join(self.tag("mediaType", self.text(m)) for m in e.media) + self.rule())

    def details(self, e):
        if not e.details:
            return self.maybe("praezisierung", "", 0)
        if self.old:
            import json
            numbers = {k: int(v) if v.isdigit() and len(v) < 9 and v[0] != "0" and self.d.randrange(2) else v for k, v in e.details.items()}
            return self.tag("praezisierung", escape(json.dumps(numbers, ensure_ascii=self.d.random() < 0.5)))
        return self.tag("praezisierung", "", "".join(' %s="%s"' % (k, escape(v)) for k, v in e.details.items()))

    def reference(self, e):
        if e.reference is None:
            return ""
        uri, version, keys = e.reference
        inside = self.tag("canonicalIdentification", self.text(uri)) + (self.tag("version", version) if version or self.d.randrange(2) else "")
        inside += self.tag("canonicalVersionUri", uri + "_" + version) if version else ""
        if self.old:
            inside = self.tag("identifikation", self.tag("id", "C60000001") + self.tag("version", "1.0")) + self.tag("genericodeIdentification", inside)
        return self.tag("codelisteReferenz", inside) + "".join(self.tag(k, v) for k, v in keys.items())

    def group(self, e):
        out = self.head(e) + ("" if self.old else self.asked(e, False)) + self.code("schemaelementart", self.d.choice(["ABS", "HAR", "RNG"]))
        if not self.old:
            out += self.code("art", "X") if e.choice else ""
        out += (self.tag("hilfetextEingabe", self.text(e.help)) if e.help is not None else "") + self.rule()
        return self.tag("datenfeldgruppe", out + self.structure(e.places))

    def structure(self, places):
        out = ""
        for p in places:
            inside = self.group(p.element) if p.element.group else self.field(p.element)
            out += self.tag("struktur", self.tag("anzahl", p.times) + self.maybe("bezug", "§ 9", 20) + self.tag("enthaelt", inside))
        return out

    def schema(self):
        f = self.f
        f.help = None
        out = self.head(f, True) + ("" if self.old else self.asked(f, True)) + self.maybe("hilfetext", "Hilfe zum\n\nAntrag")
        out += self.code("ableitungsmodifikationenStruktur", "1") + self.code("ableitungsmodifikationenRepraesentation", "1")
        if not self.old:
            out += self.tag("dokumentsteckbrief", self.tag("id", "D60000000001"))
        out += self.rule() + self.structure(f.places)
        head = self.tag("header", self.tag("nachrichtID", "x") + self.tag("erstellungszeitpunkt", "2020-01-01T00:00:00Z"))
        ns = ' xmlns%s="%s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="%s x.xsd"' % (
            ":" + self.prefix[:-1] if self.prefix else "", NS[f.standard], NS[f.standard])
        return self.tag("xdatenfelder.stammdatenschema.0102", head + self.tag("stammdatenschema", out), ns).strip()

    def bytes(self):
        encoding = self.d.choice(["UTF-8"] * 8 + ["utf-8", "UTF-16", "UTF-16LE", None])
        text = self.schema()
        head = '<?xml version="1.0"%s?>\n<!-- x -->' % (' encoding="%s"' % encoding if encoding else "")
        if encoding == "UTF-16LE":
            return b"\xff\xfe" + (head.replace("UTF-16LE", "UTF-16") + text).encode("utf-16-le")
        data = (head + text).encode("utf-16" if encoding == "UTF-16" else "utf-8")
        return b"\xef\xbb\xbf" + data if encoding == "UTF-8" and self.d.randrange(5) == 0 else data
