"""Reading the disk: source documents as numbered lines, and pages as Articles."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from importer.costly_text import find_costly_text
from importer.disk_rows import Names
from importer.encoding import CannotRead, decode_text
from importer.formats.recognise import Unsupported, recognise
from importer.frontmatter import BadPage, parse_page
from importer.import_records import FILE_NAME, INTENDED_FILE_NAME, parse_records, settle_records
from importer.incoming import FOLDER
from importer.inert_text import inert_name
from importer.limits import MOST_BYTES, MOST_LINES, MOST_RECORD_CHARACTERS, MOST_TEXT_CHARACTERS
from importer.page_files import read_page_content
from importer.records import Article, Document, ImportRecord, Line, Note
from importer.shelf import match_pages
from importer.spool import Spool
from importer.text import is_blank
from importer.withdraw import Folder
from importer.withdrawn_marks import FILE_NAME as MARKS_NAME
from importer.withdrawn_marks import WithdrawnMarks, parse_marks


def find_documents(sources: Iterable[Path]) -> Iterator[Path]:
    """The files that the sources name: a file is itself, a folder all files below it in sorted order.

    Hidden ones are none of them, nor are links that lead out of the folder.

    Raises:
        CannotRead: a source is not there, or a folder holds nothing to read; raised when its turn comes.
    """
    named = Names()
    for source in sources:
        count = 0
        for path in _files_of(source):
            count += 1
            if str(path) not in named:
                named.add(str(path))
                yield path
        if not count:
            raise _unreadable(str(source), "the folder holds no documents", "Name a folder with documents in it.")


def _files_of(source: Path) -> Iterator[Path]:
    if source.is_dir():
        home = source.resolve()
        yield from (path for path in _files_below(source) if path.is_file() and not _leads_out(path, home))
    elif source.exists():
        yield source
    else:
        raise _unreadable(str(source), "there is no such file or folder", "Check the path.")


def _leads_out(path: Path, home: Path) -> bool:
    """Is it a link to a file elsewhere? Whoever packed a folder may have put one to a private file into it."""
    return path.is_symlink() and not path.resolve().is_relative_to(home)


def _files_below(folder: Path) -> Iterator[Path]:
    """Whatever is no folder below a folder, in the order of paths and without hidden names.

    One folder's names are in memory at a time.
    """
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        mend = "Check that it may be opened."
        raise _unreadable(str(folder), f"the folder cannot be read: {_reason(error)}", mend) from error
    for path in found:
        if is_hidden(Path(path.name)):
            continue
        if not path.is_dir():
            yield path
        elif not path.is_symlink():
            yield from _files_below(path)


def read_document(path: Path) -> Document:
    """Read a source document: its bytes' SHA-256 and its lines, whatever its encoding and line ends.

    `path` in the record is as given, with forward slashes, relative to the working folder where it lies below it.

    Raises:
        CannotRead: the file is empty, too large, binary or cannot be opened.
    """
    return parse_document(read_content(path), document_name(path))


def read_content(path: Path) -> bytes:
    """The bytes of a source document; only files are opened, since a pipe or a device may keep us waiting for ever.

    Raises:
        CannotRead: it is no file, too large or cannot be opened.
    """
    name = document_name(path)
    try:
        status = path.stat()
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            mend = "Save what it gives as a file, or hand it over with `bulletin import -`."
            raise _unreadable(name, "this is no file but a pipe or a device", mend)
        size = status.st_size
        if size > MOST_BYTES:
            raise _unreadable(name, f"the file has {size:,} bytes; at most {MOST_BYTES:,} are read", "Split the file.")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)  # it may have grown since
    except OSError as error:
        raise _unreadable(name, f"the file cannot be read: {_reason(error)}", "Check that it may be opened.") from error


def document_name(path: Path) -> str:
    """The path as messages and pages name it: forward slashes, relative where it lies below the working folder.

    Of any other only the folder and the file are named: pages are public, and their makers' folders are not. A name may
    come with the file from anywhere: what does not show, or would open markup, is not repeated.
    """
    absolute = path.absolute()
    if absolute.is_relative_to(Path.cwd()):
        return inert_name(absolute.relative_to(Path.cwd()).as_posix())
    return inert_name("/".join(absolute.parts[-2:]))


def parse_document(content: bytes, name: str) -> Document:
    """The bytes of a document as numbered lines, or as content for the reader of its format.

    `name` is what messages and pages call it.

    Raises:
        CannotRead: there is no text in it, or its format is one that we do not read.
    """
    if len(content) > MOST_BYTES:
        raise _unreadable(name, f"the document has more than {MOST_BYTES:,} bytes", "Split it.")
    form = recognise(content)
    if isinstance(form, Unsupported):
        raise _unreadable(name, form.what, form.mend)
    sha256 = hashlib.sha256(content).hexdigest()
    if form != "text":
        return Document(name, sha256, (), form, content)
    decoded = decode_text(content, name)
    text = decoded.text
    if is_blank(text):
        raise _unreadable(name, "the file is empty", "Leave it out, or save the document again.")
    # Lines are counted as editors' tools count them: other line ends (NEL, LS, form feed) are white space in a line.
    text = text.replace("\r\n", "\n")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    if len(text) > MOST_TEXT_CHARACTERS:
        what = f"the text has {len(text):,} characters; at most {MOST_TEXT_CHARACTERS:,} are read"
        raise _unreadable(name, what, "Split the file.")
    if text.count("\n") > MOST_LINES:
        raise _unreadable(name, f"the text has more than {MOST_LINES:,} lines", "Split the file.")
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return Document(name, sha256, lines, notes=decoded.notes)


def _unreadable(name: str, what: str, mend: str) -> CannotRead:
    return CannotRead(Note(name, 0, what, mend))


class PageTexts(Mapping[str, str]):
    """The text of every article page by its path relative to the docs folder, read when it is asked for.

    There may be 100,000 pages: only the one that was read last is kept. Bytes that are not UTF-8 are read as the
    replacement character: such a page is seen, and seen to be edited.
    """

    def __init__(self, docs: Path, names: Iterable[str]) -> None:
        self._docs = docs
        self._names = Names(names)
        self._last = ("", "")

    def __getitem__(self, name: str) -> str:
        if name not in self._names:
            raise KeyError(name)
        if name != self._last[0]:
            self._last = (name, _read_page(self._docs / name))
        return self._last[1]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def read_page_texts(docs: Path) -> PageTexts:
    """The texts of all article pages below `docs/articles`, in the order of the paths.

    Raises:
        CannotRead: a page cannot be opened; raised when its text is asked for.
    """
    folder = docs / "articles"
    found = _files_below(folder) if folder.is_dir() else ()
    return PageTexts(docs, (path.relative_to(docs).as_posix() for path in found if path.match("*.md")))


def _read_page(path: Path) -> str:
    return read_page_content(path, str(path)).decode("utf-8", errors="replace").replace("\r\n", "\n")


def is_hidden(path: Path) -> bool:
    """Does a name in the path begin with a dot? Such files are the importer's own, and no pages."""
    return any(part.startswith(".") for part in path.parts)


def find_aside(docs: Path) -> tuple[str, ...]:
    """The paths of the versions put aside for editors, relative to `docs`, in order."""
    return tuple(path.relative_to(docs).as_posix() for path in sorted((docs / FOLDER).glob("*.md")))


def read_pages(docs: Path) -> tuple[Article, ...]:
    """Every article page below `docs/articles`, in the order of their paths.

    Raises:
        BadPage: some headers cannot be used; every complaint of every page at once.
    """
    articles: list[Article] = []
    complaints: list[Note] = []
    for name in read_page_texts(docs):
        try:
            text = read_page_content(docs / name, name).decode("utf-8").replace("\r\n", "\n")
            article = parse_page(text, name)
        except UnicodeDecodeError:
            complaints.append(Note(name, 1, "the page is not in UTF-8", "Save it again with the encoding UTF-8."))
        except BadPage as error:
            complaints += error.notes
        except CannotRead as error:
            complaints.append(error.note)
        else:
            articles.append(article)
            complaints += find_costly_text(text, name)
    if complaints:
        raise BadPage(tuple(complaints))
    return tuple(articles)


def read_records(docs: Path, texts: Mapping[str, str]) -> Iterable[ImportRecord]:
    """What the importer remembers of earlier imports, one that broke off included; nothing where it never ran.

    `texts` are the pages that are there, by path.

    Raises:
        BadRecords: the file is damaged.
        CannotRead: it cannot be opened.
    """
    records, intended = (_read_record_file(docs, name) for name in (FILE_NAME, INTENDED_FILE_NAME))
    return settle_records(records, intended, texts) if len(intended) else records


def read_records_by_page(docs: Path) -> dict[str, ImportRecord]:
    """What the importer remembers of each page, by the path at which the page is now, wherever an editor moved it.

    A page that was deleted has its last path.

    Raises:
        BadRecords: the file is damaged.
        CannotRead: it cannot be opened.
    """
    texts = read_page_texts(docs)
    records = read_records(docs, texts)
    return {held.path: held.record for held in match_pages(texts, records, Spool()) if held.record}


def read_withdrawn(docs: Path) -> tuple[WithdrawnMarks, ...]:
    """What is kept of the articles that were withdrawn, in the order of the lines; nothing where none was.

    Raises:
        BadMarks: the file is damaged.
        CannotRead: it cannot be opened.
    """
    path = docs / MARKS_NAME
    if not _is_file(path):
        return ()
    try:
        with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
            return parse_marks(iter(partial(lines.readline, MOST_RECORD_CHARACTERS), ""))
    except OSError as error:
        raise _unreadable(
            str(path), f"the file cannot be read: {_reason(error)}", "Check that it may be opened."
        ) from error


def read_folder(docs: Path) -> Folder:
    """The docs folder as a withdrawal needs it.

    Raises:
        CannotImport: the importer's memory is damaged, or a file cannot be opened.
    """
    texts = read_page_texts(docs)
    records = tuple(read_records(docs, texts))
    found = {each.relative_to(docs).as_posix(): each for each in sorted(docs.rglob("*")) if each.is_file()}
    visible = {name: each for name, each in found.items() if not is_hidden(Path(name))}
    return Folder(
        pages=texts,
        other_pages={name: _read_page(each) for name, each in visible.items() if _is_other_page(name)},
        records=records,
        record_of={held.path: held.record for held in match_pages(texts, records, Spool()) if held.record},
        aside={name: _read_page(docs / name) for name in find_aside(docs)},
        files=frozenset(visible),
        marks=read_withdrawn(docs),
    )


def _is_other_page(name: str) -> bool:
    return name.endswith(".md") and not name.startswith("articles/")


def _read_record_file(docs: Path, name: str) -> Collection[ImportRecord]:
    path = docs / name
    if not _is_file(path):
        return ()
    try:
        with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
            # A longer line comes in pieces, the first of which is no record
            return parse_records(iter(partial(lines.readline, MOST_RECORD_CHARACTERS), ""), name)
    except OSError as error:
        raise _unreadable(
            str(path), f"the file cannot be read: {_reason(error)}", "Check that it may be opened."
        ) from error


def _is_file(path: Path) -> bool:
    """Is there such a file? What else stands in its place is not opened: a pipe would keep us waiting for ever.

    Raises:
        CannotRead: something else does.
    """
    if path.exists() and not path.is_file():
        raise _unreadable(str(path), "this is no file", "Take it away, or put the file there as it was last committed.")
    return path.exists()


def _reason(error: OSError) -> str:
    return error.strerror or "it cannot be opened"
