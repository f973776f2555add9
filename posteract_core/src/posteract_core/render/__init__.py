"""From a base picture, a look and facts to a finished picture. Pure: same inputs, same bytes.

`LookBook` reads styles and overlays, `Look.signature` says what a picture depends on without drawing it,
`OverlayService.draw` draws it.
"""

from ..providers import Subject
from .canvas import Canvas
from .decode import decode_check
from .look import Look
from .lookbook import LookBook
from .mark import Mark, foreign_mark, read_mark
from .service import OverlayService, Rendering
from .toolbox import Sheet, Toolbox, toolbox

__all__ = [
    "Canvas",
    "Look",
    "LookBook",
    "Mark",
    "OverlayService",
    "Rendering",
    "Sheet",
    "Subject",
    "Toolbox",
    "decode_check",
    "foreign_mark",
    "read_mark",
    "toolbox",
]
