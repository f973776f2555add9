"""Language codes, and what people write instead of them."""

from __future__ import annotations

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu
ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na
nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so
sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu cn
"""

ISO_639_1 = frozenset(_CODES.split())
"""ISO 639-1, with `bh` (withdrawn, still in use) and `cn` (what TMDB calls Cantonese)."""

_OTHER_WORDS: dict[str, tuple[str, ...]] = {
    "textless": ("xx", "00", "null", "none", "zxx", "no text", "notext", "no_text", "text-less", "clean"),
    "any": ("all", "every", "*"),
    "original": ("orig",),
    "en": ("eng", "english"),
    "de": ("ger", "deu", "german", "deutsch"),
    "fr": ("fre", "fra", "french"),
    "es": ("spa", "spanish"),
    "it": ("ita", "italian"),
    "ja": ("jpn", "japanese", "jp"),
    "ko": ("kor", "korean"),
    "zh": ("chi", "zho", "chinese"),
    "pt": ("por", "portuguese"),
    "ru": ("rus", "russian"),
    "nl": ("dut", "nld", "dutch"),
    "sv": ("swe", "swedish"),
    "da": ("dan", "danish"),
    "no": ("nor", "norwegian"),
    "fi": ("fin", "finnish"),
    "pl": ("pol", "polish"),
    "tr": ("tur", "turkish"),
    "ar": ("ara", "arabic"),
    "he": ("heb", "hebrew", "iw"),
    "hi": ("hin", "hindi"),
    "th": ("tha", "thai"),
    "uk": ("ukr", "ukrainian"),
    "cs": ("cze", "ces", "czech"),
    "hu": ("hun", "hungarian"),
    "el": ("gre", "ell", "greek", "gr"),
    "ro": ("rum", "ron", "romanian"),
    "vi": ("vie", "vietnamese"),
    "id": ("in", "ind", "indonesian"),
}

MEANT = {other: word for word, others in _OTHER_WORDS.items() for other in others}
"""The right word for what is often written, all in lower case; asked only for what is no code itself."""

SPECIAL = ("textless", "original", "any")
"""What may stand in `languages` besides codes."""


def meant_language(word: str) -> str | None:
    """Return the code or special word that `word` was probably meant to be; None when there is no telling.

    >>> meant_language("German"), meant_language("pt-BR"), meant_language("eng")
    ('de', 'pt', 'en')
    """
    lowered = word.strip().lower()
    if lowered in MEANT:
        return MEANT[lowered]
    main = lowered.replace("_", "-").partition("-")[0]
    return main if main in ISO_639_1 and main != lowered else None
