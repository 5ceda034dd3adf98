"""The English source: what its pages may hold, and how its blocks become messages."""

from collections.abc import Callable

import markdown
import pytest
from conftest import ROOT

from explainer.catalogs import Message
from explainer.pages import SourcePage, typed_digits
from explainer.project import Project
from explainer.tokens import token
from explainer.translate import TranslateExtension

PAGES = sorted((ROOT / "docs").rglob("*.md"))
FAULTS = [
    ("It takes 15 million minutes.", 'number typed by hand: "15"'),
    ("It takes １５ minutes.", "number typed by hand"),
    ("It takes x² minutes.", "number typed by hand"),
    ("It takes {{ n.brake_even }}.", 'unknown name "brake_even" in "n.brake_even"'),
    ("It takes {{ m.break_even }}.", 'unknown macro "m.break_even"'),
    ("It takes {{ n.break_even * 2 }}.", "is not understood"),
    ("It takes {% if true %}long{% endif %}.", "is not understood"),
    ("See {{ cite.dti }}.", 'unknown name "dti"'),
    ("## A heading", "heading without an id"),
    ("## Of {{ n.break_even }} { #of }", "a number in a heading"),
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_of_the_source_is_sound(project: Project, path) -> None:
    """No typed number, no unknown name, an id for every heading."""
    page = SourcePage(path.name, path.read_text(encoding="utf-8"))
    assert page.findings(project.known()) == []


@pytest.mark.parametrize(("line", "said"), FAULTS, ids=[fault[1] for fault in FAULTS])
def test_a_fault_in_a_page_is_found_at_its_line(project: Project, line: str, said: str) -> None:
    """Front matter is counted."""
    page = SourcePage("docs/x.md", f'---\ntitle: "X"\ndescription: "Y"\n---\n\nFine.\n{line}\n')
    finding = next(found for found in page.findings(project.known()) if said in found.problem)
    assert (finding.file, finding.line) == ("docs/x.md", 7)
    assert finding.fix


def test_a_figure_in_the_front_matter_is_checked_too(project: Project) -> None:
    """It stands there in single braces."""
    page = SourcePage("docs/x.md", '---\ntitle: "X"\ndescription: "After {brake_even}"\n---\n')
    (finding,) = page.findings(project.known())
    assert finding.line == 3 and 'write "n.break_even"' in finding.fix


@pytest.mark.parametrize(
    "text",
    ["An H100", "GPT-4 and Llama 2 70B", "DALL·E 3", "DiT-XL/2", "ImageNet-1k", "{x2}", "Sora 2 and Open-Sora 2.0"],
)
def test_a_products_name_is_no_quantity(text: str) -> None:
    """The only digits that may be typed."""
    assert typed_digits(text) == ""


def test_every_page_is_in_the_navigation() -> None:
    """And has a title and a description."""
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for path in PAGES:
        assert f"- {path.relative_to(ROOT / 'docs').as_posix()}\n" in navigation
        assert path.read_text(encoding="utf-8").startswith('---\ntitle: "')


def rendered(text: str, look: Callable[[Message], str | None]) -> tuple[str, list[str]]:
    """The HTML of a page whose messages are looked up by a function, and the messages asked for."""
    asked: list[str] = []

    def asking(message: Message) -> str | None:
        asked.append(message.text)
        return look(message)

    extension = TranslateExtension()
    extension.look = asking
    extensions = ["admonition", "attr_list", "def_list", "tables", "toc", extension]
    return markdown.markdown(text, extensions=extensions), asked


def test_every_kind_of_block_is_a_message() -> None:
    """Paragraph, list item, cell, heading, definition, and the title of an aside."""
    text = (
        "A\nparagraph.\n\n## A heading { #id }\n\n- An item\n  of two lines.\n\n| Head |\n| --- |\n| Cell |\n\n"
        'Term\n:   Meaning.\n\n!!! note "Title"\n    Aside.\n'
    )
    html, asked = rendered(text, lambda message: message.text.upper())
    assert asked == [
        "A paragraph.",
        "A heading",
        "An item of two lines.",
        "Head",
        "Cell",
        "Term",
        "Meaning.",
        "Title",
        "Aside.",
    ]
    assert '<h2 id="id">A HEADING</h2>' in html
    assert "<td>CELL</td>" in html and '<p class="admonition-title">TITLE</p>' in html


def test_a_token_is_a_placeholder_in_the_message_and_a_token_again_in_the_page() -> None:
    """Wherever the translation puts it."""
    html, asked = rendered(f"After {token('n', 'break_even')} of video.", lambda message: "動画{break_even}のあと")
    assert asked == ["After {break_even} of video."]
    assert html == f"<p>動画{token('n', 'break_even')}のあと</p>"


def test_markdown_in_a_translation_is_read_as_the_pages_own() -> None:
    """Also right beside Japanese letters and brackets."""
    html, _ = rendered("See **this** [page](a.md).", lambda message: "これは**「推論」**です。[頁](a.md)へ。")
    assert html == '<p>これは<strong>「推論」</strong>です。<a href="a.md">頁</a>へ。</p>'


def test_a_translation_cannot_open_a_block() -> None:
    """What looks like a heading, a list or a quotation in a message stays text."""
    for translation in ("# Heading", "- item", "> quote", "    code"):
        html, _ = rendered("A paragraph.", lambda message, text=translation: text)
        assert html.startswith("<p>") and html.count("<") == 2


def test_a_block_without_a_translation_stays_english_and_says_so() -> None:
    """With the language it is in."""
    html, _ = rendered("A paragraph.", lambda message: None)
    assert html == '<p class="untranslated" lang="en">A paragraph.</p>'


def test_a_paragraph_that_is_only_a_block_is_no_message() -> None:
    """An equation or a chart brings its own words."""
    _, asked = rendered(token("equation", "break_even"), lambda message: message.text)
    assert asked == []
