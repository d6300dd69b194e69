# SPDX-License-Identifier: EUPL-1.2
# What a form of xdf.py means, written from the standard and without the engine: which answers are wrong and where, what
# its rules say, and the schema of its XFall instances.
import datetime
import decimal
import re

import xdf


def empty(answer):
    if isinstance(answer, dict):
        return all(empty(v) for v in answer.values())
    if isinstance(answer, list):
        return all(empty(v) for v in answer)
    return answer is None or answer == ""


def entries(place, answers):
    v = answers.get(place.key)
    return [] if empty(v) else v


# ---- rules ----

def number(v):
    try:
        return decimal.Decimal(v) if not isinstance(v, bool) and re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", str(v)) else None
    except decimal.InvalidOperation:
        return None


class Rules:
    """The conditions of a form in one instance of a bearer."""

    def __init__(self, places, answers):
        self.places, self.answers = places, answers

    def find(self, ident, places=None, answers=None):
        """The place called so, and the answer there; of several, all that there are as a list."""
        places, answers = (self.places, self.answers) if places is None else (places, answers)
        for p in places:
            v = answers.get(p.key) if isinstance(answers, dict) else None
            if p.element.id == ident:
                return p, v
            if not p.element.group:
                continue
            if p.repeat:
                found = [self.find(ident, p.element.places, e) for e in entries(p, answers or {})] or [self.find(ident, p.element.places, {})]
                if found[0]:
                    return found[0][0], [f[1] for f in found]
            else:
                found = self.find(ident, p.element.places, v or {})
                if found:
                    return found
        return None

    def side(self, j):
        """Type and value; the type of a literal is None."""
        if not isinstance(j, dict):
            return None, j
        place, v = self.find(j["identifier"].replace("self.", ""))
        e = place.element
        if e.group or e.label:
            return "nothing", None
        return ("code" if e.art == "select" and e.codes else "text" if e.art == "select" else e.type), v["name"] if isinstance(v, dict) else v

    def equal(self, a, b):
        (at, av), (bt, bv) = self.side(a), self.side(b)
        if "nothing" in (at, bt) or empty(av) or empty(bv):
            return False
        if at is None and bt is None:
            return av == bv
        kind, other = (at, bt) if at else (bt, at)
        literal = bv if at else av
        if other is None and kind == "bool":
            return str(av).lower() == str(bv).lower() if not isinstance(literal, str) or literal in ("true", "false") else False
        if (av is True or av is False) != (bv is True or bv is False):
            return False
        if kind in ("num", "num_int", "num_currency"):
            x, y = number(av), number(bv)
            return x is not None and y is not None and x == y
        return av == bv

    def holds(self, c):
        if isinstance(c, bool):
            return c
        (op, arg), = c.items()
        if op == "identifier":
            return self.side(c)[1] is True
        if op == "is_empty":
            place, v = self.find(arg["identifier"].replace("self.", ""))
            return place.element.label or empty(v)
        if op == "not":
            return not self.holds(arg)
        if op in ("and", "or", "xor"):
            n = sum(self.holds(a) for a in arg)
            return {"and": n == len(arg), "or": n > 0, "xor": n == 1}[op]
        if op == "is_valid_date":
            return self.date([self.side(a)[1] for a in arg])
        if op in ("equal", "not_equal"):
            return self.equal(*arg) == (op == "equal")
        a, b = (number(self.side(x)[1]) for x in arg)
        if a is None or b is None:
            return True
        return {"less_than": a < b, "less_equal": a <= b, "greater_than": a > b, "greater_equal": a >= b}[op]

    def date(self, parts):
        """Day, month, year; 00 is a day or month that nobody knows."""
        if any(empty(p) for p in parts):
            return True
        numbers = [number(p) for p in parts]
        if any(n is None or n != int(n) or not 0 <= n <= 9999 for n in numbers):
            return False
        day, month, year = (int(n) for n in numbers)
        if year == 0 or day == 0 or month == 0:
            return year > 0 and (month if day == 0 else day) <= (12 if day == 0 else 31)
        try:
            datetime.date(year, month, day)
            return True
        except ValueError:
            return False


# ---- answers ----

class Judge:
    """errors: what is wrong, by path."""

    def __init__(self, form, answers):
        self.form, self.errors, self.marks = form, {}, {}
        self.broken = False  # a mandatory element is forbidden: no instance of XFall can say that
        self.instance(form.places, answers, "", [], False)

    def mark(self, places, answers, path, target, effect):
        """Every place called target below, in every entry."""
        for p in places:
            here = path + p.key
            if p.element.id == target:
                self.marks.setdefault(here, set()).add(effect)
                return True
            if not p.element.group or not any(target == i for i in ids(p.element.places)):
                continue
            if p.repeat:
                for i, e in enumerate(entries(p, answers)):
                    self.mark(p.element.places, e or {}, "%s[%d]/" % (here, i + 1), target, effect)
            else:
                if effect == "require":
                    self.marks.setdefault(here, set()).add("called")
                self.mark(p.element.places, answers.get(p.key) or {}, here + "/", target, effect)
            return True
        return False

    def instance(self, places, answers, path, chain, choice):
        at = path.rstrip("/")
        for r in self.form.rules:
            context = [c for c in r["context"] if not c.startswith("S")]
            if context != chain:
                continue
            yes = Rules(places, answers).holds(r["condition"])
            if r["effect"] == "valid" and not yes:
                self.errors.setdefault(at, "rule")
            elif r["effect"] != "valid" and yes:
                self.mark(places, answers, path, r["target"], r["effect"])
        if choice and sum(not empty(answers.get(p.key)) for p in places if not p.element.label) != 1:
            self.errors.setdefault(at, "choice")
        for p in places:
            self.place(p, answers, path + p.key, chain, choice)

    def place(self, p, answers, path, chain, choice):
        e, v = p.element, answers.get(p.key)
        marks, low = self.marks.get(path, set()), 0 if choice else p.low
        if e.label or xdf.is_gone(e):
            return
        if "forbid" in marks:
            self.broken |= low > 0
            if not empty(v):
                self.errors[path] = "forbidden"
            return
        demanded = "require" in marks
        least = max(low, int(demanded)) if not e.locked else 0
        if p.repeat:
            n = len(v) if e.group and not empty(v) else sum(not empty(x) for x in v or [])
            if n < least or (p.high is not None and n > p.high):
                self.errors[path] = "count"
            for i, x in enumerate(v if not empty(v) else []):
                if e.group:
                    self.instance(e.places, x or {}, "%s[%d]/" % (path, i + 1), chain + [e.id], e.choice)
                elif not empty(x):
                    self.value(e, x, "%s[%d]" % (path, i + 1))
        elif e.group:
            if demanded and empty(v):
                self.errors[path] = "required"
            if low or demanded or "called" in marks or not empty(v):
                self.instance(e.places, v or {}, path + "/", chain + [e.id], e.choice)
        elif empty(v):
            if least:
                self.errors[path] = "required"
        else:
            self.value(e, v, path)

    def value(self, e, v, path):
        if v not in e.good or (isinstance(v, bool) != isinstance(e.good[0], bool)):
            self.errors[path] = "value"


def ids(places):
    for p in places:
        yield p.element.id
        if p.element.group:
            yield from ids(p.element.places)


# ---- filling in ----

class Filler:
    """Answers at random, repaired until nothing is wrong."""

    def __init__(self, form, dice):
        self.form, self.dice = form, dice

    def object(self, places, percent, choice=False):
        out, one = {}, None
        asked = [p for p in places if not p.element.label and not xdf.is_gone(p.element)]
        if choice and asked:
            one = self.dice.choice(asked)
        for p in asked:
            if (p is one) if choice else (p.low > 0 or self.dice.randrange(100) < percent):
                out[p.key] = self.answer(p, percent)
        return out

    def entry(self, p, percent):
        return self.object(p.element.places, percent, p.element.choice) if p.element.group else self.dice.choice(p.element.good)

    def answer(self, p, percent):
        if not p.repeat:
            return self.entry(p, percent)
        n = max(1, p.low) + (self.dice.randrange(2) if p.high is None or max(1, p.low) < p.high else 0)
        return [self.entry(p, max(percent, 40)) for _ in range(n)]

    def spot(self, answers, path):
        """The place at a path, and the object or list that holds its answer, with the key or index."""
        places, here, spot = self.form.places, answers, None
        for piece in path.split("/"):
            key, _, index = piece.partition("[")
            p = next(p for p in places if p.key == key)
            spot = (p, here, key)
            if index:
                spot = (p, here[key], int(index[:-1]) - 1)
                here = here[key][int(index[:-1]) - 1]
            elif not p.repeat and p.element.group:
                if here.get(key) is None:
                    here[key] = {}
                here = here[key]
            places = p.element.places if p.element.group else []
        return spot

    def valid(self, percent):
        """Answers without an error, with their judgement; None when none were found."""
        answers = self.object(self.form.places, percent)
        for _ in range(80):
            judge = Judge(self.form, answers)
            if not judge.errors:
                return answers, judge
            path, kind = self.dice.choice(sorted(judge.errors.items()))
            if path == "":
                answers = self.object(self.form.places, self.dice.choice([0, 30, 70]))
                continue
            p, holder, key = self.spot(answers, path)
            if kind == "forbidden":
                del holder[key]
            elif isinstance(key, int):
                holder[key] = self.entry(p, self.dice.choice([20, 80]))
            else:
                holder[key] = self.answer(p, self.dice.choice([20, 80]))
        return None


# ---- XFall ----

def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def simple(base, *facets):
    return '<xs:simpleType><xs:restriction base="xs:%s">%s</xs:restriction></xs:simpleType>' % (
        base, "".join('<xs:%s value="%s"/>' % (k, escape(str(v))) for k, v in facets if v is not None))


def bound(text):
    return text if text is not None and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


def type_of(e):
    if e.art == "select":
        return simple("string", *[("enumeration", c) for c in e.codes or []])
    if e.type in ("num", "num_int", "num_currency"):
        low, high = bound(e.low), bound(e.high)
        if low and high and decimal.Decimal(low) > decimal.Decimal(high):
            low = None
        if e.type == "num_int" and any("." in (b or "") for b in (low, high)):
            low = high = None
        return simple({"num": "float", "num_int": "integer", "num_currency": "decimal"}[e.type], ("minInclusive", low), ("maxInclusive", high))
    if e.type in ("date", "time"):
        return simple(e.type)
    if e.type in ("datetime", "bool"):
        return simple({"datetime": "dateTime", "bool": "boolean"}[e.type])
    if e.pattern:
        return simple("string", ("pattern", "|".join(re.sub(r"^(\(?)\^", r"\1", re.sub(r"(?<!\\)\$(\)?)$", r"\1", b)) for b in e.pattern.split("|")) if "^" in e.pattern[:2] else re.sub(r"\$$", "", e.pattern)))
    return simple("string", ("minLength", e.shortest), ("maxLength", e.longest))


def complex_type(places, choice):
    refs = "".join('<xs:element ref="%sV%s" minOccurs="%d" maxOccurs="%s"/>' % (p.element.id, p.element.version, 0 if choice else p.low, "unbounded" if p.high is None else p.high)
                   for p in places if not p.element.label and not xdf.is_gone(p.element))
    kind = "choice" if choice else "sequence"
    return "<xs:complexType><xs:%s>%s</xs:%s></xs:complexType>" % (kind, refs, kind)


def schema(form):
    out, done = [], set()

    def element(e, inside):
        out.append('<xs:element name="%sV%s">%s</xs:element>' % (e.id, e.version, inside))

    def walk(places):
        for p in places:
            e = p.element
            if e.id in done or e.label or xdf.is_gone(e):
                continue
            done.add(e.id)
            if e.group:
                element(e, complex_type(e.places, e.choice))
                walk(e.places)
            elif e.type in ("file", "obj") and e.art != "select":
                out.append('<xs:element name="%sV%s" type="xs:anyType"/>' % (e.id, e.version))
            else:
                element(e, type_of(e))

    element(form, complex_type(form.places, False))
    walk(form.places)
    ns = "urn:fim-de:xfall:datenschema:xdf3"
    return ('<?xml version="1.0" encoding="UTF-8"?><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="%s" targetNamespace="%s" '
            'elementFormDefault="qualified">%s</xs:schema>' % (ns, ns, "".join(out)))
