"""A strict reader of our own HTML: tags balance, ids are unique, nothing runs or is styled inline."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SELF_CLOSING_IN_SVG = {"path", "rect", "circle", "line", "use"}
PARAGRAPH_BREAKERS = {"div", "ul", "ol", "dl", "table", "figure", "form", "h1", "h2", "h3", "p", "section", "details"}

REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class Page(HTMLParser):
    """`faults` lists what is wrong; `links`, `ids`, `texts` what is there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.references: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> stays open" for tag in self.open]
        self.faults += [f"id {one} occurs twice" for one in {one for one in self.ids if self.ids.count(one) > 1}]
        self.faults += [f"nothing has the id {one}" for one in self.references if one not in self.ids]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag in PARAGRAPH_BREAKERS and "p" in self.open:
            self.faults.append(f"<{tag}> inside <p>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag not in VOID | SELF_CLOSING_IN_SVG:
            self.faults.append(f"<{tag}/> does not close itself in HTML")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1] if self.open else 'nothing'}")
        elif self.open:
            self.open.pop()

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in found):
            self.faults.append(f"inline <{tag}>")
        self.faults += [f"inline {name} on <{tag}>" for name in found if name == "style" or name.startswith("on")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.references += [one for name in REFERENCES for one in (found.get(name) or "").split()]
        target = found.get({"a": "href", "link": "href", "form": "action"}.get(tag, ""))
        if target:
            self.links.append(target)
        if tag in HEADINGS:
            self.headings.append(int(tag[1]))
