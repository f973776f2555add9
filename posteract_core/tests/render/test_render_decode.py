"""Bytes of every kind: the good are drawn right, the bad refused with a reason."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, ImageDraw
from posteract_core.errors import PictureRefused
from posteract_core.render import decode_check
from posteract_core.render.decode import Crop, decode, decode_alpha

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 60), (40, 60, 220), (250, 250, 250)
CORNERS = (RED, GREEN, BLUE, WHITE)


def four_corners(size: tuple[int, int] = (600, 400)) -> Image.Image:
    """Red at the left top, green at the right top, blue at the left bottom, white at the right bottom."""
    image = Image.new("RGB", size)
    pen = ImageDraw.Draw(image)
    half = size[0] // 2, size[1] // 2
    for at, colour in zip(((0, 0), (half[0], 0), (0, half[1]), half), CORNERS, strict=True):
        pen.rectangle((*at, at[0] + half[0], at[1] + half[1]), fill=colour)
    return image


def whole(size: tuple[int, int], target: tuple[int, int] | None = None):
    return lambda found: Crop(box=(0, 0, *found), size=target or size)


def near(a: tuple[int, ...], b: tuple[int, ...], tolerance: int = 14) -> bool:
    return all(abs(x - y) <= tolerance for x, y in zip(a, b, strict=True))


def corners_of(image: Image.Image) -> list[tuple[int, ...]]:
    width, height = image.size
    return [image.getpixel((round(width * x), round(height * y))) for y in (0.2, 0.8) for x in (0.2, 0.8)]


def all_near(found: list[tuple[int, ...]], wanted: tuple[tuple[int, ...], ...], tolerance: int = 14) -> bool:
    return all(near(a, b, tolerance) for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_a_picture_that_says_how_it_was_held_comes_out_upright(encoded, orientation, format_):
    back = {2: 0, 3: 1, 4: 3, 5: 5, 6: 2, 7: 6, 8: 4}
    turns = {0: Image.Transpose.FLIP_LEFT_RIGHT, 1: Image.Transpose.ROTATE_180, 3: Image.Transpose.FLIP_TOP_BOTTOM,
             5: Image.Transpose.TRANSPOSE, 2: Image.Transpose.ROTATE_90, 6: Image.Transpose.TRANSVERSE,
             4: Image.Transpose.ROTATE_270}  # fmt: skip
    stored = four_corners() if orientation == 1 else four_corners().transpose(turns[back[orientation]])
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(stored, format_, exif=exif)
    assert decode_check(data)[:2] == (600, 400)
    decoded = decode(data, whole((300, 200)))
    assert decoded.size == (300, 200)
    assert all_near(corners_of(decoded), CORNERS)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8, 5, 7])
def test_a_crop_is_taken_from_the_upright_picture(encoded, orientation):
    turns = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270,
             5: Image.Transpose.TRANSPOSE, 7: Image.Transpose.TRANSVERSE}  # fmt: skip
    stored = four_corners() if orientation == 1 else four_corners().transpose(turns[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    right_top = decode(encoded(stored, exif=exif), lambda size: Crop(box=(300, 0, 600, 200), size=(60, 40)))
    assert near(right_top.getpixel((30, 20)), GREEN)


def test_a_large_jpeg_is_decoded_smaller_than_it_is(encoded):
    data = encoded(four_corners((2000, 3000)))
    decoded = decode(data, whole((1000, 1500)))
    assert decoded.mode == "RGB"
    assert all_near(corners_of(decoded), CORNERS)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P", "RGBA", "LA", "PA"])
def test_every_mode_becomes_rgb(encoded, mode):
    source = four_corners().convert("L" if mode in ("LA", "PA", "1") else "RGB")
    image = source.convert("LA").convert("PA") if mode == "PA" else source.convert(mode)
    format_ = "JPEG" if mode == "CMYK" else "TIFF" if mode == "PA" else "PNG"
    decoded = decode(encoded(image, format_), whole((300, 200)))
    assert decoded.mode == "RGB"
    shade = four_corners().convert("L").getpixel((5, 5))
    if mode != "1":
        assert near(decoded.getpixel((30, 30)), RED if mode in ("CMYK", "P", "RGBA") else (shade,) * 3, 30)


def test_sixteen_bit_grey_keeps_its_tones(encoded):
    image = Image.new("I;16", (100, 100), 0x8080)
    assert near(decode(encoded(image, "PNG"), whole((50, 50))).getpixel((9, 9)), (128, 128, 128), 2)


def test_sixteen_bit_colour_keeps_its_tones():
    rows = b"".join(b"\x00" + struct.pack(">HHH", 0xFFFF, 0x8000, 0) * 8 for _ in range(8))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 16, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    assert near(decode(data, whole((8, 8))).getpixel((4, 4)), (255, 128, 0), 2)


def test_transparency_lies_on_the_matte(encoded):
    clear = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    assert decode(encoded(clear, "PNG"), whole((40, 40)), matte=(1, 2, 3)).getpixel((20, 20)) == (1, 2, 3)
    grey = Image.new("LA", (40, 40), (255, 0))
    assert decode(encoded(grey, "PNG"), whole((40, 40)), matte=(9, 9, 9)).getpixel((20, 20)) == (9, 9, 9)


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_taken(encoded, format_):
    frames = [Image.new("RGB", (60, 60), colour) for colour in (RED, BLUE)]
    data = encoded(frames[0], format_, save_all=True, append_images=frames[1:], duration=100)
    assert near(decode(data, whole((60, 60))).getpixel((30, 30)), RED, 20)


def test_colours_of_another_profile_are_brought_to_srgb(encoded):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    swapped = swapped_profile()
    data = encoded(Image.new("RGB", (64, 64), (200, 40, 90)), "PNG", icc_profile=swapped)
    decoded = decode(data, whole((64, 64))).getpixel((30, 30))
    assert not near(decoded, (200, 40, 90), 20)
    for useless in (srgb.tobytes(), lab.tobytes(), b"not a profile"):
        data = encoded(Image.new("RGB", (64, 64), (200, 40, 90)), "PNG", icc_profile=useless)
        assert near(decode(data, whole((64, 64))).getpixel((30, 30)), (200, 40, 90), 2)


def swapped_profile() -> bytes:
    """An RGB profile whose red and blue primaries have changed places, and that does not call itself sRGB."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    entries = {bytes(data[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, blue = entries[b"rXYZ"], entries[b"bXYZ"]
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data).replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be")).replace(b"sRGB", b"swap")


def test_a_logo_keeps_its_transparency_and_is_never_blown_up(encoded):
    logo = Image.new("RGBA", (300, 100), (255, 255, 255, 0))
    logo.paste((255, 0, 0, 255), (100, 20, 200, 80))
    decoded = decode_alpha(encoded(logo, "PNG"), (1000, 400))
    assert decoded.size == (300, 100)
    assert decoded.getpixel((5, 5))[3] == 0
    assert decode_alpha(encoded(logo, "PNG"), (150, 400)).size == (150, 50)


def chunk_bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge, and holds nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + body
        + struct.pack(">I", zlib.crc32(body))
        + b"\x00\x00\x00\x00IDAT"
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"\n  <html lang='en'>", "web page"),
        (b'{"status_code": 7}', "JSON"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\x00" * 4096, "no known format"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 60, "not a picture"),
        (chunk_bomb(30_000, 30_000), "too large"),
        (chunk_bomb(25_000, 100), "too large"),
        (chunk_bomb(9_500, 9_400), "too large"),
    ],
)
def test_what_is_no_usable_picture_is_refused_with_the_reason(data, reason):
    for check in (decode_check, lambda data: decode(data, whole((10, 10))), lambda data: decode_alpha(data, (10, 10))):
        with pytest.raises(PictureRefused, match=reason):
            check(data)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_a_truncated_picture_is_refused(encoded, format_, share):
    noise = Image.effect_noise((600, 400), 80).convert("RGB")
    data = encoded(noise, format_)
    with pytest.raises(PictureRefused):
        decode(data[: int(len(data) * share)], whole((300, 200)))


def test_flipped_bits_never_do_more_than_refuse(encoded):
    import random

    rng = random.Random(949)
    for format_ in ("JPEG", "PNG", "WEBP", "GIF"):
        original = encoded(four_corners((120, 80)), format_)
        for _ in range(60):
            broken = bytearray(original)
            for _ in range(rng.randrange(1, 8)):
                broken[rng.randrange(len(broken))] = rng.randrange(256)
            try:
                assert decode(bytes(broken), whole((60, 40))).size == (60, 40)
            except PictureRefused:
                continue


def test_the_header_alone_says_size_and_format(encoded):
    assert decode_check(encoded(four_corners(), "WEBP")) == (600, 400, "webp")
    whole_file = encoded(four_corners(), "JPEG")
    assert decode_check(whole_file[: len(whole_file) // 2]) == (600, 400, "jpeg")


def test_a_file_is_read_like_bytes(encoded, tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(encoded(four_corners()))
    assert decode(path, whole((30, 20))).tobytes() == decode(path.read_bytes(), whole((30, 20))).tobytes()
    assert io.BytesIO(path.read_bytes()).read(2) == b"\xff\xd8"
