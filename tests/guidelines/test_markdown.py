import re
import time
from html.parser import HTMLParser

import pytest

from guidelines.markdown import render_markdown


class Elements(HTMLParser):
    """The elements a browser would make of some HTML, with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.seen = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, attrs))


def html(text):
    return render_markdown(text).html


def seconds_of(text):
    start = time.process_time()
    html(text)
    return time.process_time() - start


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("**부정(否定)**은 피한다", "<strong>부정(否定)</strong>은"),
        ('그는 **"인용"**이라고 했다', '<strong>"인용"</strong>이라고'),
        ("이것은**(강조)**다", "<strong>(강조)</strong>다"),
        ("**가**나 *다*라", "<strong>가</strong>나 <em>다</em>라"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("가 ** 나 ** 다", "가 ** 나 ** 다"),
        ("snake_case_name", "snake_case_name"),
        ("`**code**`", "<code>**code**</code>"),
        (r"\*escaped\*", "*escaped*"),
    ],
)
def test_emphasis_works_beside_korean_and_leaves_other_text_alone(text, part):
    assert part in html(text)


def test_headings_begin_at_level_three_with_unique_ids():
    rendered = render_markdown("# 라벨\n## 라벨\n###### deep", "s-")
    assert [(heading.id, heading.level) for heading in rendered.headings] == [
        ("s-1-라벨", 3),
        ("s-2-라벨", 4),
        ("s-3-deep", 6),
    ]
    assert '<h3 id="s-1-라벨">라벨</h3>' in rendered.html


def test_headings_begin_at_level_three_wherever_the_author_began():
    assert [heading.level for heading in render_markdown("## a\n#### b\n## c").headings] == [3, 5, 3]


def test_tables_and_lists_are_kept():
    rendered = html("|a|b|\n|-|-|\n|c|d|\n\n3. x\n4. y")
    assert "<td>c</td>" in rendered
    assert '<ol start="3">' in rendered


@pytest.mark.parametrize(
    "text",
    [
        '"><img src=x onerror=c()>',
        "<script>c()</script>",
        "<svg onload=c()>",
        "# <img src=x onerror=c()>",
        '[a](https://ok.example "\\" onmouseover=c()")',
        "```\n</code></pre><script>c()</script>\n```",
        "|<img src=x onerror=c()>|\n|-|\n|<iframe>|",
    ],
)
def test_a19_html_of_strangers_is_shown_as_text(text):
    seen = Elements(html(text)).seen
    assert not {tag for tag, _ in seen} & {"script", "img", "svg", "iframe"}
    assert not [name for _, attributes in seen for name, _ in attributes if name.startswith("on")]


@pytest.mark.parametrize(
    "text", ["![x](https://evil.example/?d=1)", "![x][r]\n\n[r]: https://evil.example/p.png"]
)
def test_a22_images_become_their_words(text):
    assert html(text) == "<p>x</p>\n"


@pytest.mark.parametrize(
    "url", ["javascript:c()", "JaVaScRiPt:c()", "data:text/html,x", "vbscript:c()", "//evil.example"]
)
def test_a21_links_of_other_schemes_lead_nowhere(url):
    assert "href" not in html(f"[a]({url}) <{url}>")


def test_links_to_the_web_and_to_the_page_are_kept_and_tell_nobody():
    rendered = html(
        "[a](https://ok.example) [b](mailto:a@b.example) [c](#section-overview) [d](/accounts/logout/)"
    )
    assert re.findall(r'href="([^"]*)"', rendered) == [
        "https://ok.example",
        "mailto:a@b.example",
        "#section-overview",
    ]
    assert rendered.count('rel="noopener noreferrer nofollow"') == rendered.count("<a ")


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 100_000, "![" * 50_000, "[](" * 33_000, "[" * 50_000 + "]" * 50_000, "</b>" * 50_000),
        *("**가a" * 12_000, "*)가" * 16_000, ">" * 50_000, "~~가" * 16_000, ("[" * 99 + "](") * 20),
    ],
    ids=lambda text: text[:6],
)
def test_a78_hostile_markdown_takes_at_most_a_second(text):
    assert any(seconds_of(text) < 1 for _attempt in range(3))
