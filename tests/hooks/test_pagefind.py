from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hooks.library import pagefind
from hooks.library.pagefind import CannotIndex, index_site, run_pagefind
from hooks.library.pagefind_canonical import canonical_index


@pytest.fixture(scope="module")
def site(tmp_path_factory, invented_site) -> Path:
    """The articles of the invented site, without an index."""
    folder = tmp_path_factory.mktemp("unindexed") / "site"
    shutil.copytree(invented_site / "articles", folder / "articles")
    return folder


@pytest.fixture(scope="module")
def indexed(site) -> dict[str, bytes]:
    return canonical_index(run_pagefind(site))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_site_without_articles_to_index_is_told_apart_from_success(tmp_path):
    (tmp_path / "index.html").write_text("<h1>Home</h1>", encoding="utf-8")
    with pytest.raises(CannotIndex, match=r"there is no article to search\n    Build"):
        index_site(tmp_path)


def test_a_missing_pagefind_is_named(site, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(CannotIndex, match=r"(?s)the search index could not be made: .*no-python.+\n    Install"):
        index_site(site)


def test_what_a_pagefind_that_fails_says_is_passed_on(site, tmp_path, monkeypatch):
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho 'the bridge is up' >&2\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(CannotIndex, match="could not be made: the bridge is up\n    Install"):
        index_site(site)


def test_a_pagefind_that_does_not_end_is_ended(site, tmp_path, monkeypatch):
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    silent.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(silent))
    monkeypatch.setattr(pagefind, "TIME_LIMIT_SECONDS", 0.2)
    with pytest.raises(CannotIndex, match=r"or took over 0\.2 s"):
        index_site(site)


def test_what_pagefind_refuses_is_passed_on(site):
    with pytest.raises(CannotIndex, match="Invalid index"):
        pagefind._ask_pagefind(site, [{"type": "GetFiles", "index_id": 7}])


def test_one_run_after_the_other_gives_the_same_bytes(site, indexed):
    assert all(canonical_index(run_pagefind(site)) == indexed for _ in range(6))


def test_the_order_in_which_the_disk_lists_pages_changes_nothing(site, indexed, monkeypatch):
    listed = Path.glob
    monkeypatch.setattr(Path, "glob", lambda path, pattern: sorted(listed(path, pattern), reverse=True))
    assert canonical_index(run_pagefind(site)) == indexed
    monkeypatch.setattr(Path, "glob", lambda path, pattern: sorted(listed(path, pattern)))
    assert canonical_index(run_pagefind(site)) == indexed


def test_neither_settings_of_the_machine_nor_of_the_folder_change_the_index(site, indexed, tmp_path, monkeypatch):
    (tmp_path / "pagefind.yml").write_text("force_language: cy\nroot_selector: h1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "cy")
    monkeypatch.setenv("PAGEFIND_ROOT_SELECTOR", "h1")
    assert canonical_index(run_pagefind(site)) == indexed


def test_a_new_index_leaves_nothing_of_the_one_before(site, indexed):
    old = site / "pagefind" / "fragment" / "en_0000000.pf_fragment"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    index_site(site)
    assert files_of(site / "pagefind") == indexed


def test_only_what_the_search_page_asks_for_is_kept(indexed):
    assert {name for name in indexed if "/" not in name and not name.endswith(".pf_meta")} == {
        "pagefind-entry.json", "pagefind-worker.js", "pagefind.js", "wasm.en.pagefind", "wasm.unknown.pagefind",
    }  # fmt: skip


def test_pagefinds_command_line_finds_the_same_words_in_the_same_texts(site, indexed, tmp_path):
    subprocess.run(
        [
            sys.executable, "-m", "pagefind_bin", "--site", site, "--glob", "articles/**/*.html",
            "--force-language", "en", "--silent", "--output-path", tmp_path,
        ],
        env={name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}, check=True,
    )  # fmt: skip
    theirs = files_of(tmp_path)
    for kind in ("fragment/", "pagefind.js", "pagefind-worker.js", "wasm"):
        assert {name: held for name, held in theirs.items() if name.startswith(kind)} == {
            name: held for name, held in indexed.items() if name.startswith(kind)
        }
