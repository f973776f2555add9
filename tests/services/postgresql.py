"""A PostgreSQL server of our own, where the machine has one, and empty databases on it, as pytest fixtures."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SAFE_ENOUGH_FOR_TESTS = "-c listen_addresses= -c fsync=off -c full_page_writes=off"


def _server_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl: PG_BIN, Debian's newest, or that on the PATH."""
    if named := os.environ.get("PG_BIN"):
        return Path(named)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Return the address of a new PostgreSQL server's folder of sockets."""
    programs = _server_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server here (Debian: postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path has at most 107 bytes
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        owner = next(user for user in ("postgres", "nobody") if any(each.pw_name == user for each in pwd.getpwall()))
        account = pwd.getpwnam(owner)
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def run(program: str, *words: str) -> None:
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        command = [str(programs / program), "-D", str(folder / "data"), *words]
        subprocess.run(command, check=True, cwd=folder, env=environment, stdout=subprocess.DEVNULL, **as_user)

    run("initdb", "-U", "posteract", "-A", "trust", "-E", "UTF8", "--no-sync")
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-k {folder} {SAFE_ENOUGH_FOR_TESTS}", "start")
    try:
        yield str(folder)
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql(postgresql_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address of an empty PostgreSQL database."""
    import psycopg

    name = f"test{abs(hash(request.node.nodeid))}"
    with psycopg.connect(f"postgresql://posteract@/postgres?host={postgresql_server}", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield f"postgresql://posteract@/{name}?host={postgresql_server}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
