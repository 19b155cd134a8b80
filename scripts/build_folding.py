"""Build ``catalogue/data/folding.tsv``: traditional characters folded for matching.

Input: the PyPI package ``opencc-python-reimplemented`` (dictionary data of OpenCC, Apache-2.0),
downloaded and unpacked into any folder::

    pip download --no-deps opencc-python-reimplemented
    unzip opencc_python_reimplemented-*.whl -d opencc
    python scripts/build_folding.py opencc

The table must be safe for simplified text: applied to a page that is simplified already it may
change next to nothing. OpenCC decides 乾, 徵 or 覆 by the word around them; a table of single
characters cannot. So a character that belongs to the simplified standard set GB2312 is never
folded, apart from a short list of those that stand in it but hardly occur in simplified prose.
"""

from __future__ import annotations

import argparse
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "fzanalysis" / "catalogue" / "data"

# In GB2312, yet practically only written in traditional text (於 and 甯 also in a few surnames).
FOLDED_THOUGH_IN_GB2312 = frozenset("於後徵夥菸麽")

# Variants that OpenCC reaches over a second table: Hong Kong and older printed forms.
VARIANT_TABLES = ("HKVariantsRev.txt", "TWVariantsRev.txt")


def encodable(char: str, encoding: str) -> bool:
    """Tell whether a character belongs to a legacy character set."""
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def read_dictionary(path: Path) -> dict[str, str]:
    """Read an OpenCC text dictionary; of several targets the first one, the most usual, counts."""
    pairs = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        source, tab, targets = line.partition("\t")
        if tab:
            pairs[source] = targets.split()[0]
    return pairs


def is_safe(source: str, target: str) -> bool:
    """Tell whether folding source into target can do no harm to simplified text."""
    if len(source) != 1 or len(target) != 1 or source == target:
        return False
    if encodable(source, "gb2312") and source not in FOLDED_THOUGH_IN_GB2312:
        return False
    # A target outside GBK is a character that no report and no vocabulary contains.
    return encodable(target, "gbk")


def build(dictionary: Path) -> dict[str, str]:
    """Make the folding table, sorted by code point and without chains."""
    characters = read_dictionary(dictionary / "TSCharacters.txt")
    for name in VARIANT_TABLES:
        for variant, standard in read_dictionary(dictionary / name).items():
            characters.setdefault(variant, characters.get(standard, standard))
    safe = {s: t for s, t in characters.items() if is_safe(s, t)}
    resolved = {s: safe.get(t, t) for s, t in safe.items()}
    return dict(sorted((s, t) for s, t in resolved.items() if s != t))


def find_one(root: Path, pattern: str) -> Path:
    """Find the only file or folder below root that matches, or say what is missing."""
    found = sorted(root.rglob(pattern))
    if len(found) != 1:
        raise SystemExit(
            f"{root}: expected one {pattern}, found {len(found)}; "
            "unpack the wheel of opencc-python-reimplemented there"
        )
    return found[0]


def main() -> None:
    """Write the table and the licence text beside it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="folder with the unpacked wheel")
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    table = build(find_one(options.package, "TSCharacters.txt").parent)
    options.out.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{source}\t{target}\n" for source, target in table.items())
    (options.out / "folding.tsv").write_text(lines, encoding="utf-8", newline="\n")
    notice = find_one(options.package, "NOTICE.txt").read_text(encoding="utf-8").strip()
    licence = find_one(options.package, "LICENSE.txt").read_text(encoding="utf-8").strip()
    text = (
        "folding.tsv is derived from the dictionary data of OpenCC (TSCharacters, HKVariantsRev,\n"
        "TWVariantsRev), taken from the package opencc-python-reimplemented. It was changed: only\n"
        "mappings of one character to one other character that are safe for simplified text are\n"
        "kept, with one target each. Notice and licence of the source follow.\n\n"
        f"NOTICE\n\n{notice}\n\nLICENSE\n\n{licence}\n"
    )
    text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    (options.out / "folding.LICENSE.txt").write_text(text, encoding="utf-8", newline="\n")
    print(f"folding.tsv: {len(table)} characters")


if __name__ == "__main__":
    main()
