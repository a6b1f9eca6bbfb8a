"""Makes the fonts in this directory from Debian's packages; README.md says how to call it.

The fonts for Latin, Cyrillic, Greek and Arabic are copied. The font for Chinese is cut down to the characters that the
texts of a conference and the names of its people need, and to what horizontal lines need.
"""

import bz2
import pathlib
import shutil
import sys

from fontTools import subset

COPIED = [
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSans-Italic.ttf",
    "NotoSans-BoldItalic.ttf",
    "NotoNaskhArabic-Regular.ttf",
    "NotoNaskhArabic-Bold.ttf",
]
# Where in the collection the forms of mainland China are.
SIMPLIFIED_CHINESE = 2


def main(packages: pathlib.Path) -> None:
    """Makes all fonts; `packages` is where the packages were unpacked."""
    here = pathlib.Path(__file__).parent
    for name in COPIED:
        shutil.copyfile(packages / "usr/share/fonts/truetype/noto" / name, here / name)
    characters = needed(packages)
    for weight in ["Regular", "Bold"]:
        collection = packages / f"usr/share/fonts/opentype/noto/NotoSansCJK-{weight}.ttc"
        cut(collection, characters, here / f"NotoSansCJKsc-{weight}.otf")


def needed(packages: pathlib.Path) -> set[int]:
    """The characters that are kept."""
    characters = {*range(0x20, 0x7F), *range(0x3000, 0x3040), *range(0xFF01, 0xFF5F)}
    # GB 2312, with kana, Greek and Cyrillic; the Hangul of KS X 1001; the kanji of JIS X 0208; the common part of Big5.
    characters |= table("gb2312", range(0xA1, 0xF8))
    characters |= table("euc_kr", range(0xB0, 0xC9))
    characters |= table("euc_jp", range(0xB0, 0xF5))
    characters |= table("big5", range(0xA4, 0xC7))
    # China's Table of General Standard Characters of 2013: those that names are registered in.
    with bz2.open(packages / "usr/share/unicode/Unihan_OtherMappings.txt.bz2", "rt") as lines:
        words = [line.split("\t") for line in lines if "\tkTGH\t" in line]
    return characters | {int(word[0].removeprefix("U+"), 16) for word in words}


def table(encoding: str, rows: range) -> set[int]:
    """What the two-byte codes of these rows stand for."""
    found = set()
    for row in rows:
        for cell in range(0x40, 0xFF):
            try:
                found.update(map(ord, bytes([row, cell]).decode(encoding)))
            except UnicodeDecodeError:
                pass
    return found


def cut(collection: pathlib.Path, characters: set[int], to: pathlib.Path) -> None:
    """Writes the Chinese font of a collection with these characters only."""
    options = subset.Options(font_number=SIMPLIFIED_CHINESE)
    # Neither vertical lines nor the forms that a character has in other countries.
    options.layout_features = [
        feature for feature in options.layout_features if feature not in {"locl", "vert", "vrt2"}
    ]
    # With the copyright and the licence.
    options.name_IDs = ["*"]
    font = subset.load_font(collection, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    subset.save_font(font, to, options)


main(pathlib.Path(sys.argv[1]))
