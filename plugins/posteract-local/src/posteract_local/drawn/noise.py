"""Smooth noise from hashed lattices: whole-number arithmetic, so the same on every machine and with every numpy."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .colour import Floats


def hashed(values: NDArray[np.uint32], seed: int) -> Floats:
    """Return a number from 0 to 1 for each lattice value."""
    mixed = values ^ np.uint32(seed & 0xFFFFFFFF)
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        mixed = (mixed ^ (mixed >> np.uint32(shift))) * np.uint32(factor)
    mixed ^= mixed >> np.uint32(16)
    return (mixed >> np.uint32(8)).astype(np.float32) * np.float32(2**-24)


def _lattice(values: Floats) -> tuple[NDArray[np.int64], Floats]:
    floor = np.floor(values)
    part = values - floor
    return floor.astype(np.int64), (part * part * part * (part * (part * 6 - 15) + 10)).astype(np.float32)


def line(x: Floats, seed: int) -> Floats:
    """Return one-dimensional noise, -1 to 1, with about one hill per unit of `x`."""
    cell, eased = _lattice(x)
    part = (x - np.floor(x)).astype(np.float32)
    left = hashed((cell & 0xFFFFFFFF).astype(np.uint32), seed) * 2 - 1
    right = hashed(((cell + 1) & 0xFFFFFFFF).astype(np.uint32), seed) * 2 - 1
    return 2 * (left * part + (right * (part - 1) - left * part) * eased)


def fractal_line(x: Floats, seed: int, octaves: int, roughness: float = 0.5) -> Floats:
    """Return `line` with finer lines on it, each octave twice as fine and `roughness` as high."""
    total, height = np.zeros_like(x), 1.0
    for octave in range(octaves):
        total += height * line(x * 2.0**octave + 17.3 * octave, seed + octave)
        height *= roughness
    return total


def crested_line(x: Floats, seed: int, octaves: int, roughness: float = 0.5) -> Floats:
    """Return a line with sharp crests and round valleys, about -1 to 1: what mountains have."""
    total, height, weight = np.zeros_like(x), 1.0, np.ones_like(x)
    for octave in range(octaves):
        crest = 1 - np.abs(line(x * 2.0**octave + 31.7 * octave, seed + octave))
        crest = crest * crest
        total += height * (crest * 2 - 1) * weight
        weight = np.clip(crest * 1.2, 0.15, 1)
        height *= roughness
    return (total / 1.6).astype(np.float32)


def plane(x: Floats, y: Floats, seed: int) -> Floats:
    """Return two-dimensional noise, about -1 to 1; `x` and `y` are broadcast against each other."""
    column, across = _lattice(x)
    row, down = _lattice(y)
    part_x, part_y = (x - np.floor(x)).astype(np.float32), (y - np.floor(y)).astype(np.float32)

    def corner(dx: int, dy: int) -> Floats:
        key = (column + dx) * 0x1F1F1F1F + (row + dy) * 0x5F356495
        angle = hashed((key & 0xFFFFFFFF).astype(np.uint32), seed) * np.float32(2 * np.pi)
        return np.asarray(np.cos(angle) * (part_x - dx) + np.sin(angle) * (part_y - dy))

    top = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * across
    bottom = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * across
    return np.asarray((top + (bottom - top) * down) * 1.4, dtype=np.float32)


def fractal_plane(x: Floats, y: Floats, seed: int, octaves: int, roughness: float = 0.5) -> Floats:
    """Return `plane` with finer noise on it."""
    total, height = plane(x, y, seed), 1.0
    for octave in range(1, octaves):
        height *= roughness
        scale = np.float32(2.0**octave)
        total = total + height * plane(x * scale + 9.1 * octave, y * scale + 5.7 * octave, seed + octave)
    return np.asarray(total, dtype=np.float32)


GRAIN_SIZE = 1024


@lru_cache(maxsize=1)
def grain() -> Floats:
    """Return a tile of film grain, (GRAIN_SIZE, GRAIN_SIZE), mean 0, deviation about 1, seamless, one for all pictures."""
    cells = np.arange(GRAIN_SIZE * GRAIN_SIZE, dtype=np.uint32)
    white = hashed(cells, 0x9E3779B9) + hashed(cells, 0x85EBCA6B) - 1
    tile = white.reshape(GRAIN_SIZE, GRAIN_SIZE)
    soft = (tile + np.roll(tile, 1, 0) + np.roll(tile, 1, 1) + np.roll(tile, (1, 1), (0, 1))) / 2
    mixed = tile * 0.75 + soft * 0.9
    mixed /= mixed.std()
    mixed.setflags(write=False)
    return np.asarray(mixed, dtype=np.float32)
