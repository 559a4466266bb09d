"""The list of sources and a page for each: who they are, on what terms we show their texts, what they wrote."""

from __future__ import annotations

from collections import defaultdict

from hooks.library.bulletin import Bulletin
from hooks.library.generated_page import GeneratedPage
from hooks.library.shown import ShownArticle

LICENCE_WORDS = {
    "OGL-3.0": "Published under the Open Government Licence, version 3.0.",
    "all-rights-reserved": "All rights reserved by the publisher.",
    "own": "Our own text.",
}
LICENCE_NOT_KNOWN = "This source is not in our list of sources yet, so we cannot say on what terms it publishes."
SHOWN_WORDS = {
    "full": "We show its articles in full, each with its source and, where it is known, a link to the original.",
    "excerpt": "We show a short excerpt of its articles. For the rest we lead to the original.",
    "link": "We show the headlines of its articles only, and lead to the originals.",
}


def source_pages(bulletin: Bulletin) -> list[GeneratedPage]:
    """The source index with its counts, then one page a source: its own stories, and others' found on its pages."""
    own: defaultdict[str, list[ShownArticle]] = defaultdict(list)
    passed_on: defaultdict[str, list[ShownArticle]] = defaultdict(list)
    for shown in bulletin.articles:
        own[shown.source.slug].append(shown)
        if shown.publisher and shown.publisher.slug != shown.source.slug:
            passed_on[shown.publisher.slug].append(shown)
    index = GeneratedPage(
        "sources/index.md",
        "sources.html",
        "Sources",
        {
            "sources": [(source, len(own[source.slug]), len(passed_on[source.slug])) for source in bulletin.sources],
            "permitted": [source for source in bulletin.sources if source.permission],
        },
        "Whose stories and documents the bulletin holds.",
    )
    pages = [
        GeneratedPage(
            source.url.removesuffix(".html") + ".md",
            "source.html",
            source.name,
            {
                "source": source,
                "licence_words": LICENCE_WORDS[source.licence] if source.listed else LICENCE_NOT_KNOWN,
                "shown_words": SHOWN_WORDS[source.show],
                "own": own[source.slug],
                "passed_on": passed_on[source.slug],
            },
            source.description or f"Articles of the bulletin from {source.name}.",
        )
        for source in bulletin.sources
    ]
    return [index, *pages]
