"""Whether text can be set as it should be on this machine."""

from __future__ import annotations

import uharfbuzz as hb  # type: ignore[import-untyped, unused-ignore]

from ..model import Finding, Severity
from .fonts import faces_in, pack_folders
from .linebreak import knows_unspaced_words

LATIN_PACK = "Inter"


def font_findings() -> list[Finding]:
    """Return what `doctor` says of shaping, line breaks and fonts."""
    shaping = Finding(subject="text shaping", severity=Severity.OK, message=f"HarfBuzz {hb.version_string()}")
    words = (
        "Thai, Lao, Khmer and Burmese break between words, by ICU's dictionaries"
        if knows_unspaced_words()
        else "Thai breaks between words, Lao, Khmer and Burmese at spaces only (posteract-core[line-breaking] knows their words)"
    )
    breaks = Finding(subject="line breaks", severity=Severity.OK, message=f"titles in {words}")
    return [shaping, breaks, _families()]


def _families() -> Finding:
    files = [path for folder in pack_folders() for path in folder.rglob("*.?tf")]
    families = {face.family for path in files for face in faces_in(str(path))}
    if LATIN_PACK not in families:
        return Finding(
            subject="fonts",
            severity=Severity.ERROR,
            message=f"the font package with {LATIN_PACK} is missing",
            remedy="Install justmytype-western-core, justmytype-intl-rtl, -sea and -south-asia again.",
        )
    return Finding(subject="fonts", severity=Severity.OK, message=f"{len(families)} families in font packages")
