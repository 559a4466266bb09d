from __future__ import annotations

import pytest

from hooks.library.read_docs import BadDocs, read_bulletin

GOOD = "---\ntitle: A\nsource: B\ntopics: []\n---\n\nText.\n"


def write(docs, name, text):
    path = docs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_every_complaint_comes_at_once_with_its_line_and_mend(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "docs/articles/2023/good.md", GOOD)
    write(tmp_path, "docs/articles/2023/no-title.md", "---\nsource: B\ntopics: []\ndate: 2023-02-31\n---\n")
    write(tmp_path, "docs/articles/2023/no-header.md", "Source: B\n")
    write(tmp_path, "docs/help.md", "---\ntitle: [\n---\n")
    with pytest.raises(BadDocs) as caught:
        read_bulletin(tmp_path / "docs")
    lines = str(caught.value).splitlines()
    assert lines[0] == "4 faults to mend before the site can be built:"
    assert "docs/articles/2023/no-header.md:1: the page has no header" in lines
    assert "docs/articles/2023/no-title.md:1: “title:” is missing or empty" in lines
    assert "docs/articles/2023/no-title.md:4: “2023-02-31” is not a date (column 7)" in lines
    assert "    February 2023 has 28 days. Write it as 2023-07-19, 2023-07 or 2023." in lines
    assert any(line.startswith("docs/help.md:") for line in lines)


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        pytest.param("topics.yml", "- slug: a\n", "docs/topics.yml:1: an entry has no “label:”", id="topic-list"),
        pytest.param(
            "about.md", b"---\ntitle: \xff\n---\n", "docs/about.md:1: the page is not in UTF-8", id="encoding"
        ),
    ],
)
def test_a_fault_outside_the_articles_names_its_file(tmp_path, monkeypatch, name, text, complaint):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, f"docs/{name}", text)
    with pytest.raises(BadDocs) as caught:
        read_bulletin("docs")
    assert str(caught.value).splitlines()[:2] == ["Mend this first:", complaint]


def test_a_page_without_a_header_that_is_no_article_is_fine(tmp_path):
    write(tmp_path, "articles/2023/good.md", GOOD)
    write(tmp_path, "extra.md", "# Extra\n")
    assert [shown.title for shown in read_bulletin(tmp_path).articles] == ["A"]
