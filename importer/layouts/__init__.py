"""One module per house style of source: each recognises its own kind of page by structure, and takes it apart.

Every module has one public function, `find_items(document) -> Split | None`: None when the page is of another kind
(the fallback never says None). To teach the importer a new layout, add a module and name it in `split.py`.
"""
