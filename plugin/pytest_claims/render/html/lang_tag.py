"""The language of a text, as far as its letters tell it: browsers choose fonts by it, and screen readers a voice."""

import re

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3041-\u309f\u30a0-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_LETTER = re.compile(r"[^\W\d_]")
#: One letter in so many is enough: sentences on Python are full of its names, and a Chinese word takes two letters.
ONE_IN = 6
#: Characters that are looked at.
LONGEST = 2000


def language(text: str) -> str:
    """The tag of the language, or an empty text where it may be any that is written in another script.

    >>> language("线程在 join 之后结束")
    'zh'
    >>> language("join waits for one thread")
    ''
    """
    text = text[:LONGEST]
    if text.isascii():
        return ""
    letters = len(_LETTER.findall(text))
    for tag, script in {"ja": _KANA, "ko": _HANGUL, "zh": _HAN}.items():
        found = len(script.findall(text))
        if found and found * ONE_IN >= letters:
            return tag
    return ""
