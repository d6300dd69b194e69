# SPDX-License-Identifier: EUPL-1.2
"""A browser without script for tests: keeps cookies by path, reads forms, sends them as a browser would."""
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

import fastcgi


def multipart(fields, files=()):
    """Body and content type as a browser makes them: CRLF in text fields. Files are (name, name of the file, bytes)."""
    mark = "----ozgtestboundary"
    out = b""
    for name, value in fields:
        text = value.replace("\r\n", "\n").replace("\n", "\r\n").encode()
        out += b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (mark.encode(), name.encode(), text)
    for name, filename, data in files:
        out += b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: text/xml\r\n\r\n%s\r\n' % (
            mark.encode(), name.encode(), filename.encode(), data)
    return out + b"--%s--\r\n" % mark.encode(), "multipart/form-data; boundary=" + mark


class Form:
    def __init__(self, attrs):
        self.is_multipart = attrs.get("enctype") == "multipart/form-data"
        self.files = []  # names of file inputs
        self.action = attrs.get("action") or ""
        self.method = (attrs.get("method") or "get").lower()
        self.fields = []  # [name, value] as they would be sent
        self.names = set()  # all names, also of boxes that are not ticked
        self.buttons = []  # (name, value, label)


class Page(HTMLParser):
    """What a test asks of a page: title, headings, text, links, forms."""

    def __init__(self, response, url):
        super().__init__()
        self.status, self.url, self.response = response.status, url, response
        self.text, self.title, self.links, self.forms, self.ids = "", "", [], [], set()
        self.errors = []  # hrefs of the error summary
        self._form = self._button = self._area = self._select = self._a = None
        self._in_title = self._in_heading = False
        self.heading = ""  # h1
        if (response.header("content-type") or "text/html").startswith("text/html"):
            self.feed(response.text)
        self.words = " ".join(self.text.split())

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if "id" in a:
            self.ids.add(a["id"])
        if tag == "title":
            self._in_title = True
        elif tag == "h1":
            self._in_heading = True
        elif tag == "a":
            self._a = [a.get("href"), ""]
            if (a.get("href") or "").startswith("#") and a["href"] != "#inhalt":
                self.errors.append(a["href"])
        elif tag == "form":
            self._form = Form(a)
            self.forms.append(self._form)
        elif self._form is not None and a.get("name") or tag in ("option", "button"):
            self._control(tag, a)

    def _control(self, tag, a):
        f, name, value = self._form, a.get("name"), a.get("value")
        if tag == "input":
            f.names.add(name)
            if a.get("type") in ("radio", "checkbox"):
                if "checked" in a:
                    f.fields.append([name, value if value is not None else "on"])
            elif a.get("type") == "file":
                f.files.append(name)
            else:
                f.fields.append([name, value or ""])
        elif tag == "textarea":
            f.names.add(name)
            self._area = [name, ""]
        elif tag == "select":
            f.names.add(name)
            self._select = name
            f.fields.append([name, ""])
        elif tag == "option" and self._select and "selected" in a:
            f.fields[-1][1] = value or ""
        elif tag == "button" and f is not None:
            self._button = [name, value, ""]

    def handle_endtag(self, tag):
        if tag == "title":
            self._in_title = False
        elif tag == "h1":
            self._in_heading = False
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "a" and self._a:
            self.links.append(tuple(self._a))
            self._a = None
        elif tag == "textarea" and self._area:
            text = self._area[1]
            self._form.fields.append([self._area[0], text[1:] if text.startswith("\n") else text])
            self._area = None
        elif tag == "button" and self._button:
            self._form.buttons.append(tuple(self._button))
            self._button = None

    def handle_data(self, data):
        if self._area:
            self._area[1] += data
            return
        if self._in_title:
            self.title += data
        if self._in_heading:
            self.heading += data
        if self._button:
            self._button[2] += data
        if self._a:
            self._a[1] += data
        self.text += data

    def link(self, words):
        """Address of the first link whose text contains words."""
        for href, text in self.links:
            if words in " ".join(text.split()):
                return href
        raise AssertionError("no link %r on %s: %r" % (words, self.url, self.links))

    def form(self, action=""):
        """The first form whose address contains action."""
        for f in self.forms:
            if action in f.action and f.method == "post":
                return f
        raise AssertionError("no form %r on %s" % (action, self.url))

    def form_with(self, label):
        """The form with the button of this label, and the button; None when there is none."""
        for f in self.forms:
            for b in f.buttons:
                if " ".join(b[2].split()) == label:
                    return f, b
        return None

    def value(self, name):
        for f in self.forms:
            for n, v in f.fields:
                if n == name:
                    return v
        return None

    def __repr__(self):
        return "%s %s: %s" % (self.status, self.url, " ".join(self.text.split())[:400])


class Browser:
    def __init__(self, socket_path, send=None):
        self.socket_path = socket_path
        self.cookies = {}  # (name, path) -> value
        self.send = send or self._send
        self.page = None
        self.urls = []

    def _send(self, method, url, body, headers):
        kind = dict(headers).get("Content-Type")
        extra = [("HTTP_" + k.upper().replace("-", "_"), v) for k, v in headers if k != "Content-Type"]
        return fastcgi.request(self.socket_path, method, url, body, extra=extra, content_type=kind)

    def _cookie_header(self, path):
        return "; ".join("%s=%s" % (n, v) for (n, p), v in self.cookies.items() if path.startswith(p))

    def _keep(self, response):
        for line in response.all("set-cookie"):
            parts = [x.strip() for x in line.split(";")]
            name, _, value = parts[0].partition("=")
            attrs = dict((x.split("=", 1) + [""])[:2] for x in parts[1:])
            if attrs.get("Max-Age") == "0":
                self.cookies.pop((name, attrs["Path"]), None)
            else:
                self.cookies[(name, attrs["Path"])] = value

    def open(self, url, method="GET", body=b"", headers=(), follow=True):
        for _ in range(8):
            self.urls.append(url)
            sent = list(headers)
            cookie = self._cookie_header(urlsplit(url).path)
            if cookie:
                sent.append(("Cookie", cookie))
            response = self.send(method, url.partition("#")[0], body, sent)
            self._keep(response)
            if response.status in (303, 308) and follow:
                url, method, body = urljoin(url, response.header("location")), "GET", b""
                headers = [h for h in headers if h[0] != "Content-Type"]
                continue
            self.page = Page(response, url)
            return self.page
        raise AssertionError("redirects without end at " + url)

    def follow(self, words):
        return self.open(urljoin(self.page.url, self.page.link(words)))

    def filled(self, label, **values):
        """What pressing the button would send: address and fields. Every value must have its field on the page."""
        found = self.page.form_with(label)
        if not found:
            raise AssertionError("no button %r on %r" % (label, self.page))
        form, button = found
        for name in values:
            if name not in form.names:
                raise AssertionError("no field %r on %s: %s" % (name, self.page.url, sorted(form.names)))
        fields = [tuple(f) for f in form.fields if f[0] not in values] + list(values.items())
        return urljoin(self.page.url, form.action), fields + ([button[:2]] if button[0] else [])

    def post(self, url, fields, headers=()):
        return self.open(url, "POST", urlencode(fields).encode(), headers)

    def press(self, label, **values):
        return self.post(*self.filled(label, **values))

    def submit(self, values=None, action="", button=None, headers=(), follow=True, page=None, extra=(), files=()):
        """Sends a form of the page with values put in (None: left out). button is (name, value). Files are (name of the
        input, name of the file, bytes); inputs for files without one are sent empty, as browsers do."""
        page = page or self.page
        form = page.form(action)
        fields = [list(f) for f in form.fields]
        for name, value in (values or {}).items():
            if name not in form.names:
                raise AssertionError("no field %r on %s: %s" % (name, page.url, sorted(form.names)))
            fields = [f for f in fields if f[0] != name]
            for v in [] if value is None else value if isinstance(value, list) else [value]:
                fields.append([name, v])
        if button is None and form.buttons and form.buttons[-1][0]:
            button = form.buttons[-1][:2]
        if button is not None:
            fields.append(list(button))
        fields += [list(x) for x in extra]
        url = urljoin(page.url, form.action)
        if not form.is_multipart:
            assert not files, "%s takes no files" % page.url
            return self.open(url, "POST", urlencode([tuple(f) for f in fields]).encode(), headers, follow)
        empty = [(n, "", b"") for n in form.files if n not in [f[0] for f in files]]
        body, kind = multipart(fields, list(files) + empty)
        return self.open(url, "POST", body, list(headers) + [("Content-Type", kind)], follow)
