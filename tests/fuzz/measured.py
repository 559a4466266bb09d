"""What taking one document apart costs, measured from inside the cage; the cage imports this by name."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from pathlib import Path

from importer.describe import Describer
from importer.pipeline import DescribedDocument, describe_content
from importer.records import CannotImport, Note

# Opened before the cage lets nothing be written any more
_RESET = Path("/proc/self/clear_refs").open("w") if Path("/proc/self/clear_refs").exists() else None  # noqa: SIM115


@dataclass(frozen=True, slots=True)
class Measured:
    """A document described, or the note that says why it cannot be; processor seconds and the most memory filled."""

    described: DescribedDocument | None
    refusal: Note | None
    cpu_seconds: float
    peak_bytes: int


def describe_measured(content: bytes, name: str, describer: Describer) -> Measured:
    """Take a document apart as the import does, and measure it."""
    _forget_peak()
    start = time.process_time()
    described, refusal = None, None
    try:
        described = describe_content(content, name, describer)
    except CannotImport as error:
        refusal = error.note
    return Measured(described, refusal, time.process_time() - start, _peak_bytes())


def _forget_peak() -> None:
    if _RESET:
        _RESET.write("5")
        _RESET.flush()


def _peak_bytes() -> int:
    """The most memory that this process filled: since it was last forgotten, or since the start on other systems."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
