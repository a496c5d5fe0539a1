"""A document as a page of HTML: whole, alone, and its texts as texts."""

from base64 import b64decode
from html.parser import HTMLParser

from diagnosis.domain.text import Language
from diagnosis.report.document import Framed, Heading, Passage, ReportTable
from diagnosis.report.formats.html import description, print_html
from tests.report.documents import SCRIPT, SOURCE, a_document, a_figure, in_brief


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_a_page_has_every_block_and_asks_for_nothing_else() -> None:
    page = Page(print_html(a_document()))
    assert page.attributes("html") == [{"lang": "zh-Hans"}]
    assert len(page.attributes("table")) == 2 and len(page.attributes("ol")) == 3
    assert [each["class"] for each in page.attributes("section")] == [
        "chapter", "card", "card", "chapter",
    ]  # fmt: skip
    for text in ("第 1 章", "第 2 章", "统一编码", "12.5", "1,000", "ABCD-EFGH", "content abc"):
        assert text in page.text, text
    (image,) = page.attributes("img")
    start, _, picture = str(image["src"]).partition(",")
    assert start == "data:image/svg+xml;base64" and b64decode(picture).startswith(b"<svg ")
    assert image["alt"] == description(a_figure()) != ""
    addresses = {link["href"] for link in page.attributes("a")}
    assert addresses == {"#in-brief", "#firm", SOURCE.url}
    assert not page.attributes("link") and not page.attributes("script")


def test_texts_are_shown_and_never_run() -> None:
    document = a_document(
        Passage(SCRIPT), Heading(SCRIPT), ReportTable(SCRIPT, (SCRIPT,), ((SCRIPT,),)),
        Framed(SCRIPT, ((SCRIPT, SCRIPT),), (SCRIPT,)), a_figure(SCRIPT), firm=SCRIPT,
    )  # fmt: skip
    page = Page(print_html(document))
    assert not page.attributes("script")
    assert page.text.count(SCRIPT) >= 10


def test_the_page_in_brief_has_no_contents_and_counts_no_chapter() -> None:
    page = Page(print_html(in_brief(a_document(language=Language.EN))))
    assert page.attributes("html") == [{"lang": "en"}]
    assert not page.attributes("nav") and "Chapter" not in page.text


def test_a_report_without_a_name_names_nobody() -> None:
    page = Page(print_html(a_document(firm=None)))
    assert not [each for each in page.attributes("p") if each.get("class") == "firm"]
