"""Whether text can be set as it should be on this machine."""

from __future__ import annotations

from ..model import Finding, Severity
from .fonts import faces_in, pack_folders, shaping_works

LATIN_PACK = "Inter"


def font_findings() -> list[Finding]:
    """Return what `doctor` says of shaping and fonts."""
    if shaping_works():
        shaping = Finding(subject="text shaping", severity=Severity.OK, message="Raqm, with the system's FriBidi")
    else:
        shaping = Finding(
            subject="text shaping",
            severity=Severity.WARNING,
            message="Pillow finds no FriBidi: Arabic and Hebrew are set by our own shaper, other complex scripts are not",
            remedy="Install the system's FriBidi (Debian: libfribidi0).",
        )
    return [shaping, _families()]


def _families() -> Finding:
    files = [path for folder in pack_folders() for path in folder.rglob("*.?tf")]
    families = {face.family for path in files for face in faces_in(str(path))}
    if LATIN_PACK not in families:
        return Finding(
            subject="fonts",
            severity=Severity.ERROR,
            message=f"the font package with {LATIN_PACK} is missing",
            remedy="Install justmytype-western-core and justmytype-intl-rtl again.",
        )
    return Finding(subject="fonts", severity=Severity.OK, message=f"{len(families)} families in font packages")
