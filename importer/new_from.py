"""One page from a document that an editor found, made and remembered as an import makes and remembers it.

So a later import of the same document knows the page again, and a document that was imported before gives no second
page.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from importer.describe import Description
from importer.pipeline import DescribedDocument, plan_import
from importer.records import Plan
from importer.urls import same_address, web_address
from importer.write import sole_import, write_plan


def write_one_article(described: DescribedDocument, number: int, docs: Path) -> Plan:
    """Write the page of a document's article with this number, counted from 1; give the plan that was carried out.

    Raises:
        CannotImport: an import is at work, its records are broken, or the folder refuses.
    """
    chosen = _with_own_address(_without_shared_keys(described.descriptions, number - 1), described)
    alone = DescribedDocument(replace(described.report, articles=1), (chosen,))
    with sole_import(docs):
        plan = plan_import([alone], docs)
        write_plan(plan, docs)
    return plan


def _without_shared_keys(descriptions: tuple[Description, ...], at: int) -> Description:
    """An article without lasting names that other ones of its document claim too: such a name is none."""
    shared = {key for other, each in enumerate(descriptions) if other != at for key in each.keys}
    chosen = descriptions[at]
    return replace(chosen, keys=tuple(key for key in chosen.keys if key not in shared))


def _with_own_address(chosen: Description, described: DescribedDocument) -> Description:
    """The only article of a web page was read at that page's address, even where the page does not name it."""
    address = web_address(described.report.path)
    if chosen.article.url or not address or len(described.descriptions) > 1 or "/" not in same_address(address):
        return chosen
    keys = (*chosen.keys, f"url {same_address(address)}")
    return replace(chosen, article=replace(chosen.article, url=address), keys=keys)
