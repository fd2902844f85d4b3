"""The reading side's front door: a path, bytes or a text in, a ``Document`` or a ``FactextractError`` out."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from factextract.datamodel import Document
from factextract.errors import FactextractError
from factextract.ingest.docx import read_docx
from factextract.ingest.limits import MAX_FILE_BYTES, Refusal
from factextract.ingest.sniff import is_docx
from factextract.ingest.txt import decode, line_blocks


def read(path: str | Path) -> Document:
    """Read a .docx or .txt file, told apart by its bytes.

    Raises ``FactextractError``: ``file_missing``, ``is_folder``, ``file_unreadable``, and whatever ``read_bytes`` raises.
    """
    name = str(path)
    return read_bytes(_load(Path(path), name), name)


def read_bytes(data: bytes, name: str) -> Document:
    """Read the bytes of a file; ``name`` stands in the document and in messages, and its suffix may settle doubts.

    Raises ``FactextractError`` with the code of ``errors`` that tells what is wrong with the file.
    """
    try:
        if len(data) > MAX_FILE_BYTES:
            raise _oversized()
        sha256 = hashlib.sha256(data).hexdigest()
        if is_docx(data, name):
            found = read_docx(data)
            return Document(name, "docx", None, sha256, found.text, found.blocks, found.tables, found.notices)
        text, encoding = decode(data)
        return Document(name, "txt", encoding, sha256, text, line_blocks(text))
    except Refusal as refusal:
        raise _as_error(refusal, name) from None


def document_from_text(text: str, name: str = "-") -> Document:
    """A document of a text that is at hand already; the hash is that of its UTF-8 form.

    Raises ``FactextractError``: ``empty_file``, ``too_large``.
    """
    try:
        if not text or text.isspace():
            raise Refusal("empty_file")
        sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return Document(name, "txt", None, sha256, text, line_blocks(text))
    except Refusal as refusal:
        raise _as_error(refusal, name) from None


def _load(path: Path, name: str) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FactextractError("is_folder", path=name)
        if not stat.S_ISREG(status.st_mode):  # a pipe or device may never end
            raise FactextractError("file_unreadable", path=name, detail="不是普通文件")
        if status.st_size > MAX_FILE_BYTES:
            raise _as_error(_oversized(), name)
        return path.read_bytes()
    except FileNotFoundError:
        raise FactextractError("file_missing", path=name) from None
    except OSError as error:
        raise FactextractError("file_unreadable", path=name, detail=error.strerror or str(error)) from None
    except ValueError:  # a name with a NUL character
        raise FactextractError("file_missing", path=name) from None


def _oversized() -> Refusal:
    return Refusal("too_large", f"文件超过 {MAX_FILE_BYTES // 2**20} MB")


def _as_error(refusal: Refusal, name: str) -> FactextractError:
    return FactextractError(refusal.code, path=name, detail=refusal.detail)
