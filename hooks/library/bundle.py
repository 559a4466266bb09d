"""The offline copy: the built site as one zip that a school unpacks and opens with a double click."""

from __future__ import annotations

import hashlib
import html
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from hooks.gate.own import OwnFiles, read_own_files
from hooks.gate.site import UnsafeSite, describe_copy, find_faults
from hooks.library.addresses import DEVICE_NAMES
from hooks.library.british_dates import render_date
from hooks.library.bulletin import Bulletin
from hooks.library.file_modes import FILE_MODE, let_everybody_read
from hooks.library.offline_pages import Edition, fill_in, render_offline_page
from hooks.library.offline_search import CannotPack, pack_search
from hooks.library.pagefind import CannotIndex
from hooks.library.security_policy import write_policies
from hooks.library.shown import ShownSource
from hooks.library.source_pages import LICENCE_WORDS
from importer.references import decode_references

TOP_FOLDER = "bulletin"
# Windows allows 260 characters with the folders above: OFFLINE.md, “Windows and mail”
LONGEST_PATH = 100
START = "START-HERE.html"
MANIFEST = "MANIFEST.txt"
DOWNLOADS = "download"
SUMS = "SHA256SUMS"
# What has no use on a disk, or stands there in another form (`pagefind/`)
ONLINE_ONLY = re.compile(
    rf"404\.html|robots\.txt|_headers|sitemap\.xml(\.gz)?|feed\.(xml|json)|topics/[^/]+\.xml|pagefind/.*|{DOWNLOADS}/.*|.*\.map"
    r"|assets/social-card\.png"
)
DEVICES = DEVICE_NAMES | {"conin$", "conout$"}
# What each copy must have for a reader to find anything; what these ask for must be there too.
ESSENTIAL = ("index.html", "search.html", "help.html", "offline.html", "timeline/index.html", "topics/index.html")
_LINK = re.compile(r'(?:href|src)="([^"]*)"')
_VERSION = re.compile(r'data-version="([^"]*)"')
_DOWNLOAD = re.compile(r"(<!--download-->)(?:(?!<!--/?download-->).)*+(<!--/download-->)", re.DOTALL)
_COMMENT = re.compile(r"<!--(?:(?!-->).)*+(?:-->|\Z)", re.DOTALL)  # one that does not end hides the rest
_UNSAFE_FOR_WINDOWS = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
# A zip cannot hold a time before 1980; one fixed time makes the same input the same bytes.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
ZIP_MODE = 0o100644 << 16
UNIX = 3


class CannotBundle(Exception):
    """The offline copy cannot be made; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A finished zip: where it is, its size and its SHA-256."""

    path: Path
    size_bytes: int
    sha256: str


def write_bundle(site: Path, bulletin: Bulletin, edition: Edition, out: Path) -> Bundle:
    """Make the zip from the built site, and `SHA256SUMS` beside it. The same input gives the same bytes.

    Raises:
        CannotBundle: the site is not built, not of these articles, holds what may not be published, or has a
                path that Windows cannot unpack.
    """
    if edition.since and not bulletin.articles:
        raise CannotBundle(
            f"No article is known to be of {render_date(edition.since)} or later: there is nothing to pack."
        )
    try:
        own = read_own_files()
    except CannotIndex as error:
        raise CannotBundle(str(error)) from error
    files = _copied_files(site, bulletin, edition, own)
    files[MANIFEST] = _render_manifest(files, bulletin, edition).encode()
    complaints = path_complaints(files)
    if complaints:
        raise CannotBundle("\n".join(complaints))
    copy = describe_copy(files, edition, bulletin.moves, own)
    if faults := list(find_faults(files.keys() - {MANIFEST}, files.__getitem__, copy)):
        raise CannotBundle(str(UnsafeSite(faults)))
    try:
        _write_zip(files, out)
        bundle = Bundle(out, out.stat().st_size, hashlib.sha256(out.read_bytes()).hexdigest())
        sums = out.parent / SUMS
        told = sums.read_text(encoding="utf-8", errors="replace").splitlines() if sums.is_file() else []
        others = [line for line in told if not line.endswith((f" {out.name}", f"*{out.name}"))]
        _replace(sums, "".join(f"{line}\n" for line in [*others, _checksum_line(bundle)]).encode())
    except OSError as error:
        raise _cannot_write(out, error) from error
    return bundle


def _write_zip(files: Mapping[str, bytes], out: Path) -> None:
    """The zip is wholly there or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(out.name + ".part")
    try:
        with zipfile.ZipFile(partial, "w") as archive:
            for name in (START, *sorted(files.keys() - {START})):
                info = zipfile.ZipInfo(f"{TOP_FOLDER}/{name}", ZIP_TIME)
                info.create_system, info.external_attr, info.compress_type = UNIX, ZIP_MODE, zipfile.ZIP_DEFLATED
                archive.writestr(info, files[name], compresslevel=9)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _checksum_line(bundle: Bundle) -> str:
    """A line as `sha256sum --check` reads it."""
    return f"{bundle.sha256}  {bundle.path.name}"


def _cannot_write(path: Path, error: OSError) -> CannotBundle:
    reason = error.strerror or "the disk refused"
    return CannotBundle(f"{path.as_posix()}: cannot be written: {reason}. Make room, or name another place with --out.")


def publish_bundle(site: Path, bundle: Bundle, edition: Edition) -> None:
    """Offer the zip for download: put it into the site, and its size and checksum on `offline.html`.

    Raises:
        CannotBundle: the site has no such page, or the page no place for it.
    """
    page = site / "offline.html"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    if not _DOWNLOAD.search(text):
        raise CannotBundle(f"{page.as_posix()}: there is no place for the download. Run first: bulletin build")
    name = html.escape(bundle.path.name)
    offer = (
        f'<p><a href="{DOWNLOADS}/{name}" download>{name}</a>, {bundle.size_bytes / 1_000_000:.1f} MB, '
        f"of {render_date(edition.day.isoformat())}</p>\n"
        f'<p>SHA-256: <code class="checksum">{bundle.sha256}</code> '
        f'(also in <a href="{DOWNLOADS}/{SUMS}">{SUMS}</a>)</p>'
    )
    offered = _DOWNLOAD.sub(lambda place: f"{place[1]}\n{offer}\n{place[2]}", text)
    folder = site / DOWNLOADS
    try:
        folder.mkdir(exist_ok=True)
        # The page names the zip only once that is there, and an older one goes when no page names it any more.
        _replace(folder / bundle.path.name, bundle.path.read_bytes())
        _replace(folder / SUMS, f"{_checksum_line(bundle)}\n".encode())
        _replace(page, offered.encode())
        for path in folder.iterdir():
            if path.name not in {bundle.path.name, SUMS}:
                path.unlink()
        let_everybody_read(folder)
        page.chmod(FILE_MODE)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _replace(path: Path, content: bytes) -> None:
    """The file is wholly old or wholly new."""
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def path_complaints(names: Iterable[str]) -> list[str]:
    """What Windows, macOS or an old unzip program could not unpack, a sentence each."""
    complaints: list[str] = []
    seen: dict[str, str] = {}
    for name in sorted(names):
        path = f"{TOP_FOLDER}/{name}"
        parts = name.split("/")
        if not name.isascii():
            complaints.append(f"{path}: the path has characters that are not plain letters. Rename the file.")
        if len(path) > LONGEST_PATH:
            complaints.append(f"{path}: the path has {len(path)} characters; at most {LONGEST_PATH}. Shorten the name.")
        if any(_UNSAFE_FOR_WINDOWS.search(part) for part in parts):
            complaints.append(f"{path}: Windows cannot hold this name. Rename the file.")
        if any(part.split(".")[0].rstrip(" ").casefold() in DEVICES for part in parts):
            complaints.append(f"{path}: Windows keeps this name for a device. Rename the file.")
        for depth in range(1, len(parts) + 1):
            part = "/".join(parts[:depth])
            other = seen.setdefault(part.casefold(), part)
            if other != part:
                complaints.append(f"{path}: differs from {TOP_FOLDER}/{other} only in capitals. Rename one of the two.")
                break
        if any(part.startswith(".") for part in parts):
            complaints.append(f"{path}: is a hidden file. Take it out of the site.")
    return complaints


def _copied_files(site: Path, bulletin: Bulletin, edition: Edition, own: OwnFiles) -> dict[str, bytes]:
    """Every file of the copy by its path below the top folder."""
    if not (site / "index.html").is_file():
        raise CannotBundle(f"{site.as_posix()}: there is no built site. Run first: bulletin build")
    files: dict[str, bytes] = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_symlink():
            raise CannotBundle(f"{path.as_posix()}: leads out of the site. Put the file itself there.")
        if path.is_file() and not ONLINE_ONLY.fullmatch(name):
            files[name] = path.read_bytes()
    built = {name for name in files if name.startswith("articles/") and name.endswith(".html")}
    paths = {*(shown.article.path for shown in bulletin.articles), *bulletin.moves}
    paths |= {page.path for page in bulletin.withdrawn}
    wanted = {path.removesuffix(".md") + ".html" for path in paths}
    version = _VERSION.search(files.get("offline.html", b"").decode("utf-8", errors="replace"))
    if built != wanted or not version or version[1] != bulletin.version:
        raise CannotBundle(f"{site.as_posix()}: is not built from the pages as they are now. Run first: bulletin build")
    try:
        shards = pack_search(site / "pagefind")
    except CannotPack as error:
        raise CannotBundle(str(error)) from error
    if bulletin.articles and not shards:
        raise CannotBundle(f"{site.as_posix()}: has no search index. Build it again: bulletin build")
    files |= {f"pagefind/{name}": content for name, content in shards.items()}
    for name in [name for name in files if name.endswith(".html")]:
        try:
            files[name] = render_offline_page(files[name].decode("utf-8"), edition).encode()
        except UnicodeDecodeError as error:
            raise CannotBundle(f"{name}: the page is not in UTF-8. Save it again with the encoding UTF-8.") from error
    for name, content in own.copy_only.items():
        files[name] = write_policies(fill_in(content.decode("utf-8"), edition), own.inline).encode()
    missing = _missing_files(files)
    if missing:
        raise CannotBundle(f"{site.as_posix()}: lacks {missing[0]}. Build it again: bulletin build")
    return files


def _missing_files(files: Mapping[str, bytes]) -> list[str]:
    """What a copy cannot do without and has not: the essential pages, and what they link to and load."""
    missing = [name for name in ESSENTIAL if name not in files]
    for name in ESSENTIAL:
        page = _COMMENT.sub("", files.get(name, b"").decode("utf-8"))
        for link in _LINK.findall(page):
            address = urlsplit(urljoin(f"http://copy/{name}", decode_references(link)))
            target = unquote(address.path).lstrip("/")
            if address.netloc == "copy" and target not in files and target != MANIFEST:
                missing.append(target)
    return sorted(set(missing))


def _terms_of(source: ShownSource) -> str:
    return LICENCE_WORDS[source.licence] if source.listed else "terms not known to us"


def _render_manifest(files: Mapping[str, bytes], bulletin: Bulletin, edition: Edition) -> str:
    """What the copy is, on what terms its texts stand in it, and how to check that it is whole."""
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    version = hashlib.sha256("".join(f"{sums[name]} {name}\n" for name in sorted(sums)).encode()).hexdigest()[:16]
    licences = [f"  {' '.join(source.name.split())}: {_terms_of(source)}" for source in bulletin.sources]
    return "\n".join(
        [
            "Safeguarding bulletin: offline copy",
            "",
            f"Date: {render_date(edition.day.isoformat())}",
            f"Contents: {edition.contents}",
            f"Articles: {len(bulletin.articles)}",
            f"Version of the content: {version}",
            f"Website: {edition.website or 'not named'}",
            "",
            "Terms of the sources:",
            *licences,
            "",
            "How to check this copy: the zip's own SHA-256 stands in the file SHA256SUMS beside it and on the website.",
            "On Windows, in PowerShell:  Get-FileHash <the zip>",
            "On Linux and macOS:  shasum -a 256 <the zip>",
            "Capital or small letters make no difference.",
            "Once unpacked, each file has the SHA-256 that stands before its name below. Only local/contacts.html may",
            "differ: there your school writes its own contacts. On Linux: sha256sum --check MANIFEST.txt",
            "",
            *(f"{sums[name]}  {name}" for name in sorted(sums)),
            "",
        ]
    )
