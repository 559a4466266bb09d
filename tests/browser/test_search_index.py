"""Our form of the search index gives the answers that Pagefind's own gives, through Pagefind's own search."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from hooks.library.pagefind import run_pagefind
from tests.browser.conftest import serve

pytestmark = pytest.mark.browser

QUERIES = [
    "", "abuse", "children", "child", "reporting", "mandatory reporting", "sextortion", "Ofsted", "county lines",
    "home education", "grooming", "law", "schools", "school", "duty to report", "trauma", "care leavers", "inquiry",
    "domestic abuse", "police", "safeguarding", "statutory guidance", "social workers", "mental health", "training",
    "online", "parents", "review", "government", "council", "exploitation", "foster carers", "bill", "s", "re",
    "consultation on guidance", '"online safety"', '"social care"', "zzyzx", "safegaurding",
]  # fmt: skip
FILTERS = [
    {},
    {"topic": {"any": ["law-and-policy", "online-safety"]}},
    {"source": {"any": ["community-care"]}, "year": {"any": ["2024", "2025"]}},
]
SORTS = [None, {"date": "desc"}]
CASES = [[query, filters, sort] for query in QUERIES for filters in FILTERS for sort in SORTS]
ASK = """
async ([folder, cases]) => {
  const pagefind = await import(`${folder}/pagefind.js`);
  await pagefind.options({ basePath: `${folder}/` });
  const answers = { filters: await pagefind.filters(), cases: [] };
  for (const [query, filters, sort] of cases) {
    const found = await pagefind.search(query || null, { filters, ...(sort && { sort }) });
    const results = await Promise.all(found.results.map(async ({ id, score, words, data }) => {
      const { url, excerpt, meta, filters, anchors, sub_results, word_count, locations } = await data();
      return { id, score, words, url, excerpt, meta, filters, anchors, sub_results, word_count, locations };
    }));
    answers.cases.push({
      results, filters: found.filters, totalFilters: found.totalFilters, unfiltered: found.unfilteredResultCount,
    });
  }
  return JSON.stringify(answers);
}
"""
Answers = dict[str, Any]


@pytest.fixture(scope="module")
def indexes(tmp_path_factory, own_site: Path) -> Path:
    """The index of the project's own pages as Pagefind's service and command line write it, and as we do."""
    folder = tmp_path_factory.mktemp("indexes")
    (folder / "index.html").write_text("<!DOCTYPE html><title>Three indexes</title>", encoding="utf-8")
    for name, held in run_pagefind(own_site).items():
        (folder / "service" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "service" / name).write_bytes(held)
    shutil.copytree(own_site / "pagefind", folder / "ours")
    subprocess.run(
        [
            sys.executable, "-m", "pagefind_bin", "--site", own_site, "--glob", "articles/**/*.html",
            "--force-language", "en", "--silent", "--output-path", folder / "command",
        ],
        env={name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}, check=True,
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def answers(indexes: Path, browser: Browser) -> dict[str, Answers]:
    """What Chromium finds in each of them, a fresh page for each."""
    found: dict[str, Answers] = {}
    with serve(indexes) as served:
        for name in ("service", "command", "ours"):
            page = browser.new_page()
            page.goto(served.url + "index.html")
            found[name] = json.loads(page.evaluate(ASK, [f"{served.url}{name}", CASES]))
            page.close()
    return found


def test_the_queries_ask_for_something(answers):
    assert len(QUERIES) >= 30
    assert sum(len(case["results"]) for case in answers["ours"]["cases"]) > 1000
    assert {name: len(values) > 3 for name, values in answers["ours"]["filters"].items()} == {
        "source": True, "topic": True, "year": True,
    }  # fmt: skip
    assert any(len(result["sub_results"]) > 1 for case in answers["ours"]["cases"] for result in case["results"])


def test_sorting_the_index_changes_no_answer(answers):
    ours, theirs = answers["ours"], answers["service"]
    assert ours["filters"] == theirs["filters"]
    for asked, our_case, their_case in zip(CASES, ours["cases"], theirs["cases"], strict=True):
        assert same_but_for_equals(our_case, their_case), asked
        if asked[2]:
            assert our_case == their_case, asked


def test_the_command_line_finds_the_same_in_the_same_order_but_for_equals(answers, own_site):
    """It numbers the pages as the disk lists them, so that results as good as each other stand in another order."""
    ours, theirs = answers["ours"], answers["command"]
    assert ours["filters"] == theirs["filters"]
    for asked, our_case, their_case in zip(CASES, ours["cases"], theirs["cases"], strict=True):
        if asked[2]:  # by date: the score is only the place in the list
            our_days, their_days = (
                [day_of(own_site, one) for one in case["results"]] for case in (our_case, their_case)
            )
            assert our_days == their_days, asked
            our_case, their_case = without_places(our_case), without_places(their_case)
        assert same_but_for_equals(our_case, their_case), asked


def same_but_for_equals(ours: Answers, theirs: Answers) -> bool:
    """Are two answers the same? Pagefind adds scores up in any order: their last digits vary."""
    sides = ours["results"], theirs["results"]
    in_order, by_page = (
        [[one["score"] for one in side] for side in sides],
        [[one["score"] for one in sorted(side, key=by_address)] for side in sides],
    )
    rest = [[{**one, "score": 0} for one in sorted(side, key=by_address)] for side in sides]
    return (
        {**ours, "results": rest[0]} == {**theirs, "results": rest[1]}
        and in_order[0] == pytest.approx(in_order[1], rel=1e-5)
        and by_page[0] == pytest.approx(by_page[1], rel=1e-5)
    )


def without_places(case: Answers) -> Answers:
    return {**case, "results": [{**one, "score": 0} for one in case["results"]]}


def by_address(result: dict[str, Any]) -> str:
    return str(result["url"])


def day_of(site: Path, result: dict[str, Any]) -> str:
    """The day by which the page of a result is sorted."""
    page = (site / result["url"].rpartition("articles/")[2].join(("articles/", ""))).read_text(encoding="utf-8")
    day = re.search(r'data-pagefind-sort="date\[content\]" content="([^"]*)"', page)
    assert day
    return day[1]


def test_results_of_one_day_stand_as_in_the_sites_own_lists(answers, own_site):
    """That is by their addresses; those of the latest day come first."""
    everything = answers["ours"]["cases"][CASES.index(["", {}, {"date": "desc"}])]["results"]
    known = [(day_of(own_site, one), one["url"]) for one in everything]
    assert known == sorted(sorted(known, key=lambda pair: pair[1]), key=lambda pair: pair[0], reverse=True)
    assert len({day for day, _ in known}) < len(known)
