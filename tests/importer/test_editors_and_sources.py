"""A random editor against a random upstream: no edit is lost, no page doubled, and a second import changes nothing.

The upstream writes, corrects, renames, moves, withdraws and drops stories; the editor edits texts and headers, deletes,
renames, writes by hand, and deals with what was put aside, in any order.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from importer.describe import Description
from importer.frontmatter import render_page
from importer.import_records import parse_records, render_records
from importer.reconcile import reconcile
from importer.records import Article, Provenance
from importer.text import fingerprint
from importer.topics import TopicChoice
from importer.urls import lasting_name, same_address
from tests.examples import examples
from tests.importer.invented import prose

STORIES = 6
number = st.integers(0, 999)


@dataclass
class Story:
    """One story upstream; `word` stands in its every text and in no other's."""

    word: str
    seed: int
    title: str
    date: str
    url: str
    guid: str
    edition: int = 0
    is_withdrawn: bool = False
    in_feed: bool = True

    @property
    def text(self) -> str:
        if self.is_withdrawn:
            return "This story has been removed at the request of the court."
        said = prose(self.seed)
        return f"{said}\n\nAbout {self.word}." + (f" In edition {self.edition} more was said." if self.edition else "")

    def arrive(self, document: str, line: int) -> Description:
        sha256 = hashlib.sha256(document.encode()).hexdigest()
        known_by = fingerprint(f"{self.title}\n{self.text}" if self.is_withdrawn else self.text)
        keys = (f"url {same_address(self.url)}", f"guid cobalt street cic {lasting_name(self.guid)}")
        article = Article(
            title=self.title,
            body=self.text,
            source="Greywater Council",
            publisher="Cobalt Street CIC",
            date=self.date,
            date_basis="stated",
            url=self.url,
            topics=("schools",),
            notes=("The by-line names the wrong weekday.",),
            provenance=Provenance(document, line, sha256, known_by),  # a short text together with its headline
        )
        said = f"{self.title}\n{self.text}\n{self.date}\n{self.url}"
        return Description(article, hashlib.sha256(said.encode()).hexdigest(), (), (), TopicChoice(), keys)


@dataclass
class Edits:
    """What the editor did to the page of one story, and what must therefore still be there."""

    in_text: list[str] = field(default_factory=list)
    in_header: list[str] = field(default_factory=list)
    is_deleted: bool = False


class EditorsAndSources(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.memory = ""
        self.aside: dict[str, str] = {}
        self.by_hand: dict[str, str] = {}
        self.stories: list[Story] = []
        self.edits: dict[str, Edits] = {}
        self.issue = 1
        self.clock = 0

    # --- The importer

    @initialize()
    def begin(self) -> None:
        for _ in range(2):
            self.write_a_story(0)
        self.import_the_feed()

    @rule()
    def import_the_feed(self) -> None:
        arriving = [
            story.arrive(f"fetched/issue-{self.issue}.xml", 10 * at)
            for at, story in enumerate(self.stories, 1)
            if story.in_feed
        ]
        self._import(arriving)
        before = dict(self.texts), self.memory, dict(self.aside)
        assert self._import(arriving) == []
        assert (self.texts, self.memory, self.aside) == before

    def _import(self, arriving: list[Description]) -> list[str]:
        texts = dict(sorted(self.texts.items()))
        done = reconcile(arriving, texts, parse_records(self.memory.splitlines()), tuple(self.aside))
        written = {page.article.path: page.text for page in done.pages if page.text}
        self.texts |= written
        self.aside |= {file.path: file.text for file in done.aside}
        self.aside = {path: text for path, text in self.aside.items() if text}
        self.memory = "".join(render_records(done.records))
        return [*written, *(file.path for file in done.aside)]

    # --- The upstream

    @rule(seed=number)
    def write_a_story(self, seed: int) -> None:
        if len(self.stories) == STORIES:
            return
        at = len(self.stories)
        word = f"quillon{'abcdefgh'[at]}"
        self.stories.append(
            Story(
                word,
                1000 * (at + 1) + seed,
                f"Council warns of {word}",
                f"2024-0{at + 1}-10",
                f"https://greywater.example/news/{word}",
                f"https://greywater.example/?p={at + 1}",
            )
        )
        self.edits[word] = Edits()

    def _story(self, pick: int) -> Story:
        return self.stories[pick % len(self.stories)]

    @rule(pick=number)
    def correct_a_text(self, pick: int) -> None:
        self._story(pick).edition += 1
        self._story(pick).is_withdrawn = False

    @rule(pick=number)
    def go_back_to_an_earlier_text(self, pick: int) -> None:
        self._story(pick).edition = max(0, self._story(pick).edition - 1)

    @rule(pick=number)
    def change_a_headline(self, pick: int) -> None:
        self.clock += 1
        self._story(pick).title = f"Council warns again of {self._story(pick).word}, {self.clock}"

    @rule(pick=number, day=st.integers(11, 28))
    def change_a_date(self, pick: int, day: int) -> None:
        self._story(pick).date = f"{self._story(pick).date[:8]}{day}"

    @rule(pick=number, url=st.sampled_from(["http://", "https://www."]), mark=st.sampled_from(["", "?utm_source=feed"]))
    def spell_an_address_otherwise(self, pick: int, url: str, mark: str) -> None:
        self._story(pick).url = f"{url}greywater.example/news/{self._story(pick).word}{mark}"

    @rule(pick=number, host=st.sampled_from(["http://greywater.example", "https://feeds.greywater.example"]))
    def move_a_feed_to_another_host(self, pick: int, host: str) -> None:
        self._story(pick).guid = f"{host}/{lasting_name(self._story(pick).guid)}"

    @rule(pick=number)
    def withdraw_a_story(self, pick: int) -> None:
        self._story(pick).is_withdrawn = True

    @rule(pick=number)
    def drop_or_bring_back(self, pick: int) -> None:
        self._story(pick).in_feed = not self._story(pick).in_feed

    @rule()
    def begin_a_new_issue(self) -> None:
        self.issue += 1

    # --- The editor

    def _page_of(self, story: Story) -> str:
        found = [path for path, text in self.texts.items() if f"?p={self.stories.index(story) + 1} " in text + " "]
        found = found or [path for path, text in self.texts.items() if path not in self.by_hand and story.word in text]
        return found[0] if found else ""

    @precondition(lambda self: self.texts)
    @rule(pick=number)
    def edit_a_text(self, pick: int) -> None:
        story, self.clock = self._story(pick), self.clock + 1
        path, mark = self._page_of(story), f"Seen by an editor, {self.clock}."
        if path:
            self.texts[path] += f"\n{mark}\n"
            self.edits[story.word].in_text.append(mark)

    @precondition(lambda self: self.texts)
    @rule(pick=number, key=st.sampled_from(["topics", "date", "title", "comment", "review_by", "summary"]))
    def edit_a_header(self, pick: int, key: str) -> None:
        story, self.clock = self._story(pick), self.clock + 1
        path = self._page_of(story)
        if not path:
            return
        line = {
            "topics": f"topics: [training, topic-{self.clock}]",
            "date": f"date: 2019-01-{10 + self.clock % 18}",
            "title": f"title: An editor's headline on {story.word} {self.clock}",
            "comment": f"# comment {self.clock}",
            "review_by": f"review_by: 2030-01-{10 + self.clock % 18}",
            "summary": f"summary: In an editor's words {self.clock}.",
        }[key]
        kept = self.edits[story.word].in_header
        lines = self.texts[path].split("\n")
        end = lines.index("---", 1)
        at = next((n for n, each in enumerate(lines[:end]) if key != "comment" and each.startswith(f"{key}:")), None)
        if at is None:
            lines.insert(end, line)
        else:
            kept[:] = [each for each in kept if each != lines[at]]
            lines[at] = line
        kept.append(line)
        self.texts[path] = "\n".join(lines)

    @precondition(lambda self: self.texts)
    @rule(pick=number)
    def delete_a_page(self, pick: int) -> None:
        story = self._story(pick)
        path = self._page_of(story)
        if path:
            del self.texts[path]
            self.edits[story.word] = Edits(is_deleted=True)

    @precondition(lambda self: self.texts)
    @rule(pick=number)
    def move_a_page(self, pick: int) -> None:
        self.clock += 1
        path = self._page_of(self._story(pick))
        if path:
            self.texts[f"articles/2020/moved-{self.clock}.md"] = self.texts.pop(path)

    @rule(pick=number)
    def write_by_hand(self, pick: int) -> None:
        path = f"articles/2021/by-hand-{pick}.md"
        page = Article(title=f"By hand {pick}", source="Greywater Council", body=prose(50_000 + pick))
        self.by_hand[path] = self.texts[path] = render_page(page)

    @precondition(lambda self: self.aside)
    @rule(pick=number)
    def settle_what_was_put_aside(self, pick: int) -> None:
        del self.aside[sorted(self.aside)[pick % len(self.aside)]]

    # --- What must hold at every moment

    @invariant()
    def no_edit_is_lost(self) -> None:
        for path, text in self.by_hand.items():
            assert self.texts[path] == text
        for story in self.stories:
            edits, path = self.edits[story.word], self._page_of(story)
            if edits.is_deleted:
                assert not path
            for line in (*edits.in_text, *edits.in_header):
                assert line in self.texts[path].split("\n"), line

    @invariant()
    def no_page_is_doubled(self) -> None:
        for story in self.stories:
            pages = [path for path, text in self.texts.items() if path not in self.by_hand and story.word in text]
            assert len(pages) <= 1, pages
        slugs = [path.rsplit("/", 1)[-1] for path in self.texts]
        assert len(slugs) == len(set(slugs))

    @invariant()
    def every_page_is_whole(self) -> None:
        for text in self.texts.values():
            assert text.startswith("---\n")
            assert "<<<<" not in text


TestEditorsAndSources = EditorsAndSources.TestCase
TestEditorsAndSources.settings = settings(max_examples=examples(500), stateful_step_count=30)
