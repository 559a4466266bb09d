"""One module per file format that is no plain text: each takes a document's content apart into Items.

Every module has one public function, `find_items(document) -> Split`, which raises `CannotImport` with a note for
people where the content is broken beyond reading or asks for more than `importer/limits.py` allows. To teach the
importer a new format, add a module, a name in `records.Format` and a sign in `recognise.py`, and name it in `split.py`.
"""
