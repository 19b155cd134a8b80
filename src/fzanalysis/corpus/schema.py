# ruff: noqa: E501 (a definition stands on the line of its column; Chinese is twice as wide)
"""The tables: columns, types, Chinese titles, definitions. The one source of the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

#: Version of the tables' layout; raised when a column changes its name or meaning.
TABLES_VERSION = 1
#: Where the version stands in a file's metadata.
VERSION_KEY = b"fzanalysis.tables"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: as in the tables.
        kind: text, int, float, bool or date (ISO text).
        zh: title in Chinese.
        definition: what a cell holds, in Chinese.
        required: whether every row has a value.
        allowed: the values that may occur; empty if any may.
        vocabulary: where the allowed values come from the catalogue: ``theme``, ``problem`` or
            ``metric``; a user's own catalogue may add to them.
        unit: the unit of a number.
    """

    name: str
    kind: str
    zh: str
    definition: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    vocabulary: str = ""
    unit: str = ""

    @property
    def arrow(self) -> pa.DataType:
        """The type on disk."""
        import pyarrow as pa

        return {
            "text": pa.string(),
            "date": pa.string(),
            "int": pa.int64(),
            "float": pa.float64(),
            "bool": pa.bool_(),
        }[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """One table with its key."""

    name: str
    zh: str
    definition: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [c.name for c in self.columns]

    @property
    def titles(self) -> dict[str, str]:
        """Column name → Chinese title."""
        return {c.name: c.zh for c in self.columns}

    def arrow_schema(self) -> pa.Schema:
        """The schema on disk, which empty tables keep too."""
        import pyarrow as pa

        return pa.schema([pa.field(c.name, c.arrow) for c in self.columns])


def _c(
    name: str, kind: str, zh: str, definition: str, required: bool = False, **more: Any
) -> Column:
    return Column(name, kind, zh, definition, required, **more)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


BOUNDS = _words("exact at_least about at_most between")
_REPORT = _c(
    "report_id", "text", "报告编号", "报告的稳定编号：区划代码-机关-年度，缺其一时为内容摘要", True
)
_SPAN = (
    _c(
        "start",
        "int",
        "起点",
        "引文在全文（texts.text）中的起点，按字符计，从0起",
        True,
        unit="字符",
    ),
    _c("end", "int", "终点", "引文在全文中的终点（不含）", True, unit="字符"),
    _c("quote", "text", "引文", "全文中从起点到终点的原文", True),
)
_CORRECTED = _c(
    "corrected_by", "text", "更正人", "据 corrections.csv 改过或补上的行：更正人与日期；未改的为空"
)

_TABLES = (
    Table("reports", "报告", "一份报告一行：来源与身份", ("report_id",), (
        _REPORT,
        _c("source_path", "text", "来源文件", "相对于所建文件夹的路径；压缩包内文件为 包.zip!文件", True),
        _c("source_sha256", "text", "文件摘要", "原始文件的 SHA-256", True),
        _c("format", "text", "格式", "按内容判定，不看扩展名；wordml 为 Word 2003 的 XML 文档", True, allowed=_words("text html docx doc rtf odt wordml pdf")),
        _c("encoding", "text", "编码", "字节如何读成文字；对没有编码的格式为空"),
        _c("title", "text", "标题", "原文标题；多行标题已连成一行"),
        _c("issuer", "text", "发文机关", "报告机关的名称，以文中所见为准"),
        _c("region", "text", "地区", "机关所在的最低一级行政区划名称"),
        _c("city", "text", "地市", "所属地级区划；直辖市的区县为空"),
        _c("province", "text", "省份", "所属省级区划；同名地区无法判定时为空"),
        _c("division_code", "text", "区划代码", "六位行政区划代码"),
        _c("level", "text", "层级", "province、city、county、district、township、subdistrict，中央机关为 state", allowed=_words("state province city county district township subdistrict")),
        _c("bureau_type", "text", "机关类型", "机关类型的通称，如 科技局、教育局、人民政府"),
        _c("year", "int", "年度", "报告所述年度", unit="年"),
        _c("published_on", "date", "发布日期", "网页或文末所见的发布日期（年-月-日）"),
        _c("chars", "int", "字数", "全文字符数，不计空白", True, unit="字"),
        _c("duplicate_of", "text", "重复于", "同一报告的另一份（别的格式或副本）的报告编号"),
        _c("warnings", "text", "提示", "读取与识别中的存疑之处，以分号分隔"),
        _c("url", "text", "网址", "报告的网址，据 sources.csv；没有写明的为空"),
        _CORRECTED,
    )),
    Table("sections", "章节", "报告的层级结构，一个标题一行", ("report_id", "section_id"), (
        _REPORT,
        _c("section_id", "text", "章节编号", "报告内的章节编号", True),
        _c("parent_id", "text", "上级章节", "上一级章节的编号；一级为空"),
        _c("level", "int", "层次", "0 为引言，1 为一级标题，依次类推", True),
        _c("marker", "text", "序号", "原文的序号，如 （一）、一是；无序号为空"),
        _c("heading", "text", "标题", "不含序号的标题；无标题为空"),
        _c("role", "text", "作用", "intro 引言、measures 举措、first_responsible 第一责任人履职、problems 问题、plans 计划、other 其他", True, allowed=_words("intro measures first_responsible problems plans other")),
        *_SPAN,
        _CORRECTED,
    )),
    Table("measures", "举措", "举措与履职部分的段落和要点", ("report_id", "measure_id"), (
        _REPORT,
        _c("measure_id", "text", "举措编号", "报告内的举措编号", True),
        _c("parent_id", "text", "上级举措", "所属段落的举措编号"),
        _c("section_id", "text", "章节编号", "所在章节", True),
        _c("kind", "text", "类别", "paragraph 段落、point 要点", True, allowed=_words("paragraph point")),
        _c("marker", "text", "序号", "原文的序号"),
        _c("heading", "text", "标题", "段落标题或要点首句"),
        _c("text", "text", "正文", "标题之后的文字"),
        _c("theme", "text", "主题", "15 个主题之一；没有任何线索时为空", vocabulary="theme"),
        _c("theme_share", "float", "主题占比", "该主题所占份额，0 至 1：要点按得分，段落按要点字数"),
        _c("leaf", "bool", "末级", "其下是否再无要点；统计字数时只取末级", True),
        *_SPAN,
        _CORRECTED,
    )),
    Table("metrics", "指标", "文中每个数字一行，不论有无编码", ("report_id", "metric_id"), (
        _REPORT,
        _c("metric_id", "text", "指标编号", "报告内的数字编号", True),
        _c("measure_id", "text", "举措编号", "所在举措"),
        _c("section_id", "text", "章节编号", "所在章节"),
        _c("code", "text", "指标代码", "指标目录中的代码；目录解释不了的为空", vocabulary="metric"),
        _c("counted", "text", "所计事物", "数字所计的名词短语", True),
        _c("value", "float", "数值", "以基本单位计的数：万、亿已乘出，金额以元计", True, unit="见 unit 列"),
        _c("lower", "float", "下限", "已知的下限；不知为空"),
        _c("upper", "float", "上限", "已知的上限；不知为空"),
        _c("bound", "text", "界", "exact 确数、at_least 至少、about 约数、at_most 至多、between 区间", True, allowed=BOUNDS),
        _c("unit", "text", "单位", "原文的计量单位", True),
        _c("role", "text", "性质", "actual 实绩、requirement 要求、plan 计划、background 背景", True, allowed=_words("actual requirement plan background")),
        _c("part_of", "text", "分项于", "所属总数的指标编号；分项不再与总数相加"),
        _c("period", "text", "时期", "数字所指的时期，如 2024 或 2024-03/2024-06"),
        _c("as_of", "text", "截至", "文中写明的截止日期，如 2024-10"),
        *_SPAN,
        _CORRECTED,
    )),
    Table("problems", "问题", "报告承认的问题与不足", ("report_id", "item_id"), (
        _REPORT,
        _c("item_id", "text", "条目编号", "报告内的条目编号", True),
        _c("ordinal", "int", "序次", "在本报告中的次序，从 1 起", True),
        _c("text", "text", "内容", "问题的原文，不含序号", True),
        _c("category", "text", "类别", "12 类问题之一；无线索时为空", vocabulary="problem"),
        _c("also", "text", "兼及类别", "同一条兼及的其他类别，以分号分隔"),
        _c("reason", "text", "原因", "文中说明原因的文字；没有则为空"),
        *_SPAN,
        _CORRECTED,
    )),
    Table("plans", "计划", "下一年的打算与安排", ("report_id", "item_id"), (
        _REPORT,
        _c("item_id", "text", "条目编号", "报告内的条目编号", True),
        _c("ordinal", "int", "序次", "在本报告中的次序，从 1 起", True),
        _c("text", "text", "内容", "计划的原文，不含序号", True),
        _c("theme", "text", "主题", "15 个主题之一；无线索时为空", vocabulary="theme"),
        _c("also", "text", "兼及主题", "兼及的其他主题，以分号分隔"),
        *_SPAN,
        _CORRECTED,
    )),
    Table("citations", "引用", "《》中的法律、文件与其他名称", ("report_id", "citation_id"), (
        _REPORT,
        _c("citation_id", "text", "引用编号", "报告内的引用编号", True),
        _c("name", "text", "名称", "书名号内的文字", True),
        _c("kind", "text", "种类", "law 法律、regulation 法规规章与制度、plan 规划方案、document 公文、other 其他", True, allowed=_words("law regulation plan document other")),
        _c("in_marks", "bool", "书名号", "是否以《》标出（否则为〈〉）", True),
        _c("nested_in", "text", "嵌于", "外层名称的引用编号"),
        *_SPAN,
        _CORRECTED,
    )),
    Table("completeness", "完整性", "国家规定要求的四个部分各处于何种状态", ("report_id", "part"), (
        _REPORT,
        _c("part", "text", "部分", "measures 举措、first_responsible 第一责任人履职、problems 问题、plans 计划", True, allowed=_words("measures first_responsible problems plans")),
        _c("state", "text", "状态", "section 独立成节、unheaded 有段落无标题、embedded 嵌于他节、missing 未见", True, allowed=_words("section unheaded embedded missing")),
        _c("section_id", "text", "章节编号", "作为依据的章节"),
        _CORRECTED,
    )),
    Table("indicators", "指标汇总", "一份报告一个指标代码一行", ("report_id", "code"), (
        _REPORT,
        _c("issuer", "text", "发文机关", "报告机关"),
        _c("region", "text", "地区", "所在地区"),
        _c("year", "int", "年度", "报告年度"),
        _c("code", "text", "指标代码", "指标目录中的代码，或汇总项名称（学习次数、宣传资料份数、公开信息条数）", True, vocabulary="metric"),
        _c("value", "float", "数值", "见 rule；互相矛盾时为空", unit="见 unit 列"),
        _c("lower", "float", "下限", "已知的下限"),
        _c("upper", "float", "上限", "已知的上限"),
        _c("bound", "text", "界", "同 metrics.bound", True, allowed=BOUNDS),
        _c("unit", "text", "单位", "计量单位", True),
        _c("rule", "text", "取法", "single 单次、repeated 多次同值、stated_total 文中总数、sum 互不重叠之和、conflict 互相矛盾、rollup 汇总项", True, allowed=_words("single repeated stated_total sum conflict rollup")),
        _c("n_mentions", "int", "提及次数", "纳入计算的提及数", True),
        _c("metric_ids", "text", "所据指标", "所据 metrics 行的编号，以分号分隔", True),
        _c("complete_year", "bool", "整年", "否：文中写明只计到年中某时或某几个月", True),
        _CORRECTED,
    )),
    Table("texts", "全文", "规范化全文，所有起止位置均以此为准", ("report_id",), (
        _REPORT,
        _c("text", "text", "全文", "规范化全文", True),
    )),
    Table("failures", "失败", "未能读取的文件及处理建议", ("source_path",), (
        _c("source_path", "text", "来源文件", "文件路径", True),
        _c("stage", "text", "环节", "reading 读取、parsing 解析、extraction 提取、validation 校验", True, allowed=_words("reading parsing extraction validation")),
        _c("reason", "text", "原因", "发现了什么", True),
        _c("hint", "text", "建议", "可以怎么办"),
    )),
)  # fmt: skip

TABLES: dict[str, Table] = {t.name: t for t in _TABLES}
#: table → column → Chinese title.
TITLES: dict[str, dict[str, str]] = {t.name: t.titles for t in _TABLES}
#: table → Chinese name.
TABLE_TITLES: dict[str, str] = {t.name: t.zh for t in _TABLES}
#: Tables with spans into ``texts``.
WITH_SPANS = tuple(t.name for t in _TABLES if "quote" in t.names)
#: Tables that a person may correct; ``indicators`` follow from ``metrics``, the others from files.
CORRECTABLE = tuple(t.name for t in _TABLES if "corrected_by" in t.names and t.name != "indicators")


def row_key(table: str) -> str | None:
    """The column that tells the rows of one report apart; None where a report has one row.

    >>> row_key("metrics"), row_key("reports")
    ('metric_id', None)
    """
    key = TABLES[table].key
    return key[1] if len(key) > 1 else None


def arrow_schema(table: str) -> pa.Schema:
    """The schema of a table on disk, with the version of the tables in it.

    >>> arrow_schema("texts").names
    ['report_id', 'text']
    """
    return TABLES[table].arrow_schema().with_metadata({VERSION_KEY: str(TABLES_VERSION).encode()})
