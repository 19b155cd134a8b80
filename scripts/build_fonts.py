"""Build the two font files in ``presentation/fonts/``: Noto Sans SC, Regular and Bold, subset.

Input: the npm package ``@expo-google-fonts/noto-sans-sc`` (static fonts of Google's Noto Sans SC,
SIL Open Font License 1.1), downloaded and unpacked into any folder::

    npm pack @expo-google-fonts/noto-sans-sc && tar xzf expo-google-fonts-noto-sans-sc-*.tgz
    python scripts/build_fonts.py package

The characters are: GB2312, every character in the names of administrative divisions, the usual
traditional characters among those that reading folds, and the signs and numbers that reports and
charts use.
Time stamps come from the source, so the same input gives the same bytes. Needs fonttools, which
comes with matplotlib.
"""

from __future__ import annotations

import argparse
import gzip
import io
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SOURCE = Path(__file__).resolve().parents[1] / "src" / "fzanalysis"
OUT = SOURCE / "presentation" / "fonts"
DATA = SOURCE / "catalogue" / "data"
WEIGHTS = {"Regular": "NotoSansSC_400Regular.ttf", "Bold": "NotoSansSC_700Bold.ttf"}
MAX_BYTES = 3_100_000

# In names of towns and subdistricts of today, outside GB2312.
TOWNSHIP_CHARACTERS = (
    "伾俵倴僰剅勍咇嘡圐圙坬坮垇垕垞垟垯垱垵垾埇埌埫堌堎堨堽塅塚塝墕墘奓岞峃崀崄嵖巉廻弶旴旸昄"
    "朳枹栟桲椑榃橦氾汈汫汭沚泃洈洑洣洩洸洺浉浛浬浭浰涢涴淜淯滍滘漈漋漖漷漹澛澥澴澺濛瀍瀼灈烔"
    "燊牁牂牤獏玕琯璪甪甽畖癿砲硍碁碶磏磑磜磻祐窊竜筜筼篢簕簰耈脿舲荄荍菉萩蔈虒邨邽郚郪鄌鄚酂"
    "鲊鲖鲘鲹鴜鶂鿎㙍㙟㙦㮾㯊㳇㴔㵲䃥䢺"
)

# Unicode blocks taken as far as the font has them (first and last code point).
BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x2000, 0x206F),  # general punctuation: — – … ‰ “”
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x2122),  # letter-like: ℃ №
    (0x2160, 0x217B),  # Ⅰ-Ⅻ, ⅰ-ⅻ
    (0x2190, 0x21D4),  # arrows
    (0x2200, 0x22A5),  # mathematical: ≥ ≤ ≈ −
    (0x2460, 0x249B),  # ① ⑴ ⒈
    (0x2500, 0x25FF),  # box drawing, ■ □ ▲ ▼ ● ○ ◆
    (0x2605, 0x2606),  # ★ ☆
    (0x2610, 0x2612),  # ☐ ☑ ☒
    (0x2713, 0x2713),  # ✓ (the source has no ✗: use ×)
    (0x2776, 0x277F),  # ❶
    (0x3000, 0x3029),  # CJK punctuation, 〇
    (0x3220, 0x3229),  # ㈠-㈩
    (0x3251, 0x325F),  # ㉑-㉟
    (0x338E, 0x33A5),  # ㎏ ㎡
    (0xFF00, 0xFF5E),  # full-width forms
    (0xFFE0, 0xFFE6),  # ￥
)


def gb2312() -> set[int]:
    """All code points of the simplified standard set GB2312."""
    rows = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(char) for pair in rows for char in pair.decode("gb2312", "ignore")}


def is_common_traditional(point: int) -> bool:
    """Tell whether a character stands in the first level of Big5, the 5,401 usual ones."""
    try:
        pair = chr(point).encode("big5")
    except UnicodeEncodeError:
        return False
    return len(pair) == 2 and 0xA4 <= pair[0] <= 0xC6


def characters(data: Path) -> set[int]:
    """Collect the code points to keep; data is the folder with the catalogue's data files."""
    points = gb2312() | set(map(ord, TOWNSHIP_CHARACTERS))
    for first, last in BLOCKS:
        points.update(range(first, last + 1))
    with gzip.open(data / "divisions.tsv.gz", "rt", encoding="utf-8") as stream:
        points.update(map(ord, stream.read()))
    folded = (data / "folding.tsv").read_text(encoding="utf-8").splitlines()
    # All folded characters would add another half megabyte for signs that nobody writes today.
    points.update(filter(is_common_traditional, (ord(line[0]) for line in folded)))
    return points - {ord("\n"), ord("\t")}


def subset(source: Path, points: set[int]) -> bytes:
    """Cut a font down to some code points; raise SystemExit when it lacks a Chinese one."""
    font = TTFont(source, recalcTimestamp=False)
    # The name table keeps copyright, licence and family; hinting is not used on screens today.
    options = Options(name_IDs=["*"], name_languages=["*"], hinting=False, notdef_outline=True)
    options.recalc_timestamp = False
    # Charts write horizontally and use no OpenType alternates: tables for those are dead weight.
    options.layout_features = ["kern", "mark", "mkmk", "locl", "ccmp"]
    options.drop_tables += ["vhea", "vmtx", "BASE", "STAT", "VORG"]
    cmap = font.getBestCmap()
    lacking = [chr(p) for p in sorted(points) if 0x4E00 <= p <= 0x9FFF and p not in cmap]
    if lacking:
        print(f"{source.name} has no glyph for: {''.join(lacking)}")
    cutter = Subsetter(options)
    cutter.populate(unicodes=points & set(cmap))
    cutter.subset(font)
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=True)
    return buffer.getvalue()


def find_one(root: Path, name: str) -> Path:
    """Find the only file of that name below root, or say what is missing."""
    found = sorted(root.rglob(name))
    if len(found) != 1:
        raise SystemExit(
            f"{root}: expected one {name}, found {len(found)}; "
            "unpack the package @expo-google-fonts/noto-sans-sc there"
        )
    return found[0]


def main() -> None:
    """Write both fonts and their licence."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="folder with the unpacked npm package")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    points = characters(options.data)
    options.out.mkdir(parents=True, exist_ok=True)
    for weight, name in WEIGHTS.items():
        data = subset(find_one(options.package, name), points)
        if len(data) > MAX_BYTES:
            raise SystemExit(f"{weight} has {len(data):,} bytes, more than {MAX_BYTES:,}")
        (options.out / f"NotoSansSC-{weight}.ttf").write_bytes(data)
        print(f"NotoSansSC-{weight}.ttf: {len(data):,} bytes")
    licence = find_one(options.package, "LICENSE_FONT").read_text(encoding="utf-8")
    text = "\n".join(line.rstrip() for line in licence.splitlines()).strip() + "\n"
    (options.out / "OFL.txt").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
