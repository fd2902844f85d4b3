"""Small tables that an officer keeps in a spreadsheet: rows of a .csv or .xlsx file, as texts, with their row numbers.

Hostile files are refused before anything is built from them: the limits are far above any list of institutions.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from factextract.errors import FactextractError
from factextract.ingest.limits import MAX_ENTRIES, MAX_RATIO

MAX_SHEET_BYTES: Final = 16 * 2**20
"""Size of a file."""

MAX_SHEET_INFLATED: Final = 128 * 2**20
"""Inflated size of all parts of an .xlsx together."""

MAX_SHEET_ROWS: Final = 200_000
MAX_SHEET_COLUMNS: Final = 64
_RATIO_GRACE_BYTES: Final = 2 * 2**20
_CHUNK_BYTES: Final = 262_144
_DOCTYPE: Final = b"<!DOCTYPE"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its number in the file (from 1) and its cells without blanks around them."""

    number: int
    cells: tuple[str, ...]


def read_sheet(path: Path, invalid: str) -> list[SheetRow]:
    """The rows that hold anything, of a .csv (UTF-8 or GB18030; commas or tabs) or the first sheet of an .xlsx that does.

    Raises ``FactextractError``: ``file_missing``, ``is_folder``, ``file_unreadable``, ``too_large``, ``spreadsheet_reader_missing``,
    and the code ``invalid`` (a table's own, with ``detail``) for what is no such file.
    """
    data = read_bytes(path)
    rows = (
        _xlsx_rows(path, data, invalid)
        if path.suffix.lower() in (".xlsx", ".xlsm")
        else _csv_rows(path, data, invalid)
    )
    found = []
    for number, cells in rows:
        if number > MAX_SHEET_ROWS:
            raise FactextractError("too_large", path=path, detail=f"超过 {MAX_SHEET_ROWS} 行")
        if any(cells):
            found.append(SheetRow(number, tuple(cells[:MAX_SHEET_COLUMNS])))
    return found


def read_bytes(path: Path) -> bytes:
    """A file of at most ``MAX_SHEET_BYTES``. Raises like ``read_sheet``."""
    try:
        if path.is_dir():
            raise FactextractError("is_folder", path=path)
        if path.stat().st_size > MAX_SHEET_BYTES:
            raise FactextractError("too_large", path=path, detail=f"超过 {MAX_SHEET_BYTES // 2**20} MB")
        return path.read_bytes()
    except FileNotFoundError:
        raise FactextractError("file_missing", path=path) from None
    except OSError as error:
        raise FactextractError("file_unreadable", path=path, detail=error.strerror or str(error)) from None


def _csv_rows(path: Path, data: bytes, invalid: str) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    if text is None or "\0" in text:
        raise FactextractError(invalid, path=path, detail="无法识别文本编码，请另存为 CSV（UTF-8）")
    heading = text.lstrip("\r\n").split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if "\t" in heading and "," not in heading else ","
    )
    try:
        start = 1
        for cells in reader:
            yield start, [cell.strip() for cell in cells]
            start = reader.line_num + 1
    except csv.Error as error:
        raise FactextractError(
            invalid, path=path, detail=f"{path}:{reader.line_num}: 不是有效的 CSV：{error}"
        ) from None


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _xlsx_rows(path: Path, data: bytes, invalid: str) -> Iterator[tuple[int, list[str]]]:
    try:
        import openpyxl
    except ImportError:
        raise FactextractError("spreadsheet_reader_missing", path=path) from None
    _refuse_hostile(path, data, invalid)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            rows = [
                (number, [_text(value) for value in values])
                for number, values in enumerate(
                    sheet.iter_rows(max_col=MAX_SHEET_COLUMNS, max_row=MAX_SHEET_ROWS + 1, values_only=True),
                    start=1,
                )
                if any(value is not None for value in values)
            ]
            if rows:
                yield from rows
                return
    except Exception as error:  # openpyxl raises whatever a broken part makes it trip over
        raise FactextractError(invalid, path=path, detail=f"不是有效的 .xlsx：{error!s:.80}") from None


def _text(value: Any) -> str:
    """A cell's value as one would type it: whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _refuse_hostile(path: Path, data: bytes, invalid: str) -> None:
    """Inflate every part once, counting: no bombs, and no document types, which XML readers could expand."""
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise FactextractError("too_large", path=path, detail=f"压缩包条目超过 {MAX_ENTRIES} 个")
    left = MAX_SHEET_INFLATED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for entry in package.infolist():
                left = _inspect(path, package, entry, left, invalid)
    except FactextractError:
        raise
    except Exception:  # zipfile raises a dozen kinds for broken or encrypted archives
        raise FactextractError(invalid, path=path, detail="不是有效的 .xlsx，或已加密") from None


def _inspect(path: Path, package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, invalid: str) -> int:
    """Inflate one entry; returns how many bytes may still come."""
    inflated, tail = 0, b""
    with package.open(entry) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            inflated += len(chunk)
            if inflated > left or inflated > max(_RATIO_GRACE_BYTES, MAX_RATIO * entry.compress_size):
                raise FactextractError("too_large", path=path, detail=f"{entry.filename} 解压后过大")
            seen = (tail + chunk).replace(b"\0", b"")
            if _DOCTYPE in seen:
                raise FactextractError(invalid, path=path, detail=f"{entry.filename} 含有不安全的内容")
            tail = seen[-len(_DOCTYPE) :]
    return left - inflated
