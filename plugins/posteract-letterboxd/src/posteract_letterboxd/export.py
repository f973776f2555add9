"""Files that Letterboxd exports: `watchlist.csv`, `watched.csv`, `ratings.csv`, `diary.csv`, and one for each list."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from posteract_core.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """One row.

    Attributes:
        name: its title.
        year: of its release; None where the file says none.
        rating: what the owner gave it, of 5; None where the file says none.
        note: what the owner wrote to it in a list, or in a review.
    """

    name: str
    year: int | None = None
    rating: float | None = None
    note: str = ""


def films_of(path: Path, builder: str) -> list[Film]:
    """Return the films of a file, in its order.

    A list's file begins with lines about the list; the films come after the line that names their columns.

    Raises:
        ConfigError: the file cannot be read, or is none of Letterboxd's.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = list(csv.reader(file))
    except OSError as error:
        raise ConfigError(f"{builder}: {path} cannot be read: {error.strerror or error}") from error
    except csv.Error as error:
        raise ConfigError(f"{builder}: {path} is no CSV file: {error}") from error
    begin = next((number for number, row in enumerate(rows) if {"Name", "Year"} <= set(row)), None)
    if begin is None:
        raise ConfigError(f"{builder}: {path} has no columns Name and Year, as Letterboxd's exports have")
    return list(_films(rows[begin], rows[begin + 1 :]))


def name_of(path: Path) -> str:
    """Return what an exported list is called: its file says it above the films; else the file's own name.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.reader(file)
        for row in rows:
            if {"Name", "Year"} <= set(row):
                break
            if {"Name", "URL"} <= set(row):
                about = dict(zip(row, next(rows, []), strict=False))
                if about.get("Name", "").strip():
                    return about["Name"].strip()
    return path.stem


def _films(columns: list[str], rows: list[list[str]]) -> Iterator[Film]:
    for row in rows:
        cells = dict(zip(columns, (cell.strip() for cell in row), strict=False))
        if name := cells.get("Name"):
            year, rating = cells.get("Year", ""), _number(cells.get("Rating", ""))
            yield Film(
                name=name,
                year=int(year) if year.isdecimal() else None,
                rating=rating,
                note=cells.get("Description") or cells.get("Review") or "",
            )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
