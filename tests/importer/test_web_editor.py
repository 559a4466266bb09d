"""`bulletin web-editor`: the files that it writes. What they do in a browser is tried in tests/browser."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from importer.cli import main
from importer.page_keys import PAGE_KEYS
from importer.vocabulary import read_vocabulary
from importer.web_editor import INTEGRITY, find_years, github_backend, render_config
from tests.importer.invented import read_tree
from tests.importer.test_write import write_short_lists

SIGN_IN = "https://sign-in.example"


@pytest.fixture(autouse=True)
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_short_lists(tmp_path / "docs")
    return tmp_path / "docs"


def bulletin(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["web-editor", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_two_files_are_written_and_what_is_left_to_do_is_said(docs: Path) -> None:
    before = read_tree(docs)
    result = bulletin("--out", "admin", "--repository", "westmere/bulletin", "--sign-in", f"{SIGN_IN}/login")
    assert result.exit_code == 0, result.stderr
    assert {path.name for path in Path("admin").iterdir()} == {"index.html", "config.yml"}
    assert read_tree(docs) == before
    assert re.search(r"^    npm pack decap-cms@[\d.]+\n    tar -xzf decap-cms-", result.stdout, re.MULTILINE)
    settings = yaml.safe_load(Path("admin/config.yml").read_text(encoding="utf-8"))
    assert settings["backend"] == github_backend("westmere/bulletin", "main", SIGN_IN)
    assert settings["publish_mode"] == "editorial_workflow"


def test_form_may_ask_github_and_the_sign_in_service_alone() -> None:
    bulletin("--out", "admin", "--repository", "westmere/bulletin", "--sign-in", SIGN_IN)
    page = Path("admin/index.html").read_text(encoding="utf-8")
    assert f"connect-src 'self' blob: https://api.github.com {SIGN_IN};" in page
    assert re.findall(r'src="([^"]*)"', page) == ["decap-cms.js"]
    assert f'integrity="{INTEGRITY}"' in page


@pytest.mark.parametrize(
    ("repository", "sign_in", "told"),
    [
        pytest.param("bulletin", SIGN_IN, "written as owner/name", id="no owner"),
        pytest.param('a/b"><script>', SIGN_IN, "written as owner/name", id="a repository with markup"),
        pytest.param("a/b", "http://sign-in.example", "begin with https://", id="an open service"),
        pytest.param("a/b", "https://a.example; script-src *", "begin with https://", id="a service with a policy"),
        pytest.param("a/b", "sign-in.example", "begin with https://", id="no https"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(repository: str, sign_in: str, told: str) -> None:
    result = bulletin("--out", "admin", "--repository", repository, "--sign-in", sign_in)
    assert (result.exit_code, Path("admin").exists()) == (2, False)
    assert told in result.stderr


def test_form_asks_for_every_key_that_an_editor_writes(docs: Path) -> None:
    """But for `withdrawn:`, as `_is_asked` says; and dates only where there is one."""
    settings = yaml.safe_load(render_config(read_vocabulary(docs), ["a-rule"], [2024], {"name": "test-repo"}))
    asked = {each["name"]: [field["name"] for field in each["fields"]] for each in settings["collections"]}
    keys = [key.name for key in PAGE_KEYS if key.written_by == "editor" and key.name != "withdrawn"]
    assert asked["2024"] == [*keys, "body"]
    assert asked["undated"] == [*(key for key in keys if key not in {"date", "date_basis", "date_evidence"}), "body"]


def test_form_has_a_folder_for_each_year_from_the_first_pages_on(docs: Path) -> None:
    assert list(find_years(docs, date(2026, 1, 1))) == [2026]
    (docs / "articles/2023").mkdir(parents=True)
    (docs / "articles/undated").mkdir()
    assert list(find_years(docs, date(2026, 1, 1))) == [2023, 2024, 2025, 2026]


def test_form_is_the_same_every_time(docs: Path) -> None:
    texts = {render_config(read_vocabulary(docs), ["a-rule"], [2023, 2024], {"name": "test-repo"}) for _ in range(2)}
    assert len(texts) == 1
