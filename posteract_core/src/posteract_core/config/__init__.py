"""The configuration: YAML with positions, secrets from elsewhere, models, and errors that say what was meant.

`load_config` gives a `Loaded`; `Config` answers what holds for a library and kind. `search` finds the file, `edit` and `fix`
change it in place, `schema` and `show` describe it.
"""

from .load import Loaded, default_config, examine_config, load_config
from .models import Config
from .search import find_config
from .views import LibraryView, TargetLook

__all__ = [
    "Config",
    "LibraryView",
    "Loaded",
    "TargetLook",
    "default_config",
    "examine_config",
    "find_config",
    "load_config",
]
