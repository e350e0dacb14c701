"""The visible text of a saved web page, and what the page says of its own origin."""

from html.parser import HTMLParser
from typing import Final

from .document import Document, decoded

_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "ul",
        "ol",
        "section",
        "article",
        "header",
        "blockquote",
        "dt",
        "dd",
        "hr",
        "figcaption",
        "main",
    ]
)
_HIDDEN: Final = frozenset(
    ["script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "title"]
)
_PUBLISHED: Final = ("article:published_time", "datepublished", "dc.date", "date")


class _Page(HTMLParser):
    """Collects the visible text, a line for each block, and what the page says of itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.title: list[str] = []
        self.meta: dict[str, str] = {}
        self.address = ""
        self._hidden: list[str] = []
        self._lists = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        stated = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag == "meta":
            name = (stated.get("property") or stated.get("name") or "").lower()
            self.meta.setdefault(name, stated.get("content", ""))
        elif tag == "link" and stated.get("rel") == "canonical":
            self.address = stated.get("href", "")
        elif tag in ("ul", "ol"):
            self._lists += 1
        elif tag == "li":
            self.pieces.append("\n" + "  " * max(self._lists - 1, 0) + "- ")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()
        elif tag in ("ul", "ol"):
            self._lists = max(self._lists - 1, 0)
            self.pieces.append("" if self._lists else "\n")
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._hidden:
            if self._hidden[-1] == "title":
                self.title.append(data)
            return
        flowing = " ".join(data.split())
        if flowing:
            before = " " if data[0].isspace() else ""
            after = " " if data[-1].isspace() else ""
            self.pieces.append(before + flowing + after)
        elif self.pieces and not self.pieces[-1].endswith(("\n", " ")):
            self.pieces.append(" ")


def read_web_page(data: bytes, _: str) -> Document:
    page = _Page()
    page.feed(_decoded_page(data))
    page.close()
    lines = [line.rstrip() for line in "".join(page.pieces).splitlines()]
    text = "\n".join(line if line.startswith(" ") else line.strip() for line in lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    day = next((page.meta[name][:10] for name in _PUBLISHED if page.meta.get(name)), "")
    return Document(
        text.strip("\n"),
        page.meta.get("og:title") or "".join(page.title),
        page.meta.get("og:site_name", ""),
        page.address or page.meta.get("og:url", ""),
        day if _is_day(day) else "",
    )


def _decoded_page(data: bytes) -> str:
    if b"windows-1251" in data[:2000].lower():
        return data.decode("cp1251", errors="replace")
    return decoded(data)


def _is_day(text: str) -> bool:
    pieces = text.split("-")
    return [len(piece) for piece in pieces] == [4, 2, 2] and all(p.isdecimal() for p in pieces)
