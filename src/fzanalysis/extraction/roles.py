"""What a figure is for (something done, a rule, a plan, the setting) and which time it covers."""

from __future__ import annotations

import re

from fzanalysis.extraction.lexicon import words

ACTUAL, REQUIREMENT, PLAN, BACKGROUND = "actual", "requirement", "plan", "background"

_PER_TIME = re.compile(
    r"(?:每(?:一)?(?:季度?|月|周|年度?|半年|半月|旬|两月|学期|两周)|按(?:季|月|周))(?!会|例会|调度)[^,。;\d]{0,24}$"
)
_NORM = re.compile(r"(?:应当?|必须|须|不得|要求|规定|确保|原则上|标准为|明确)[^,。;]{0,24}$")
_NORM_BOUND = words("不少于 不低于 不得少于 不得低于 至少 最少 不超过 至多 最多 不多于")
_PLAN = re.compile(
    r"(?:力争|要(?:确保|达到|实现)|将于|预计|争取(?!到|了|中央|省|上级|资金|专项)|打算|目标是|下一?步"
    r"|到20\d\d年底?,?[^。;,]{0,6}(?:达|实现|建成))(?:(?!先后|累计|已有)[^。;]){0,30}$"
    # 拟 and 计划 reach no further than their clause: 拟出台的办法,组织听证1次 was done.
    # The first character comes first, what must not stand before it second: so it is found fast.
    r"|20(?<![照按据实成比]20)\d\d年计划(?:举办|开展|组织|培训|检查|完成|新建)[^,。;]{0,30}$"
    r"|计(?<![年度查作案照按划]计)划(?=20\d\d年|检查|抽查|开展|举办|组织|完成|新建|实施|建设|建成|培训|修订"
    r"|制定|于|在|再|新|用|对|出台|招|购|安排|投入|创建)[^,。;]{0,30}$"
    r"|拟(?<![模草对就将查核估]拟)(?!定|订|制|稿|人)[^,。;]{0,30}$"
)
_AHEAD = ("明年", "下一", "思路", "打算", "计划:")
_NEXT_YEAR = re.compile(
    r"(?:明年|(?<!编制)(?<!制定)(?<!谋划)下一?年度|(?:工作|下步|下一步)(?:思路|打算|计划)[:])(?:(?!先后|累计)[^。;]){0,30}$"
)
# 已完成检查46家 is a fact under any heading.
_PERFECT = re.compile(r"(?<!业)已(?:经)?(?:完成|开展|办理|检查|整改|建成|实现|制定)[^,。;]{0,10}$")
_SETTING = re.compile(
    r"(?:全(?:县|市|区|镇|乡|省|州|旗|街道|域|系统)|辖区(?:内)?|境内|我(?:县|市|区|镇|乡|省|街道))[^,。;]{0,10}(?:现有|共有|拥有|下辖|辖|设有|有)(?:[^。;]{0,8}|[^。;]{0,40}、[^,。;]{0,14})$"
    r"|(?:下辖|管辖|辖(?!区))[^,。;]{0,40}$"
    r"|(?:现有|共有|核定|在编|在职|在岗|内设|下设|下属|在册|储备|在校|应配|实配|实有|应有|登记建档)[^,。;]{0,16}$"
    r"|全(?:县|市|区|镇|乡|省|州)[^,。;]{0,10}(?:总长|总数|对象|保有量|人口|主体)[^,。;]{0,4}$"
    r"|(?:森林|草原|(?<!使用)(?<!占用)林地|耕地|湿地)(?:总?面积|覆盖率)[^。;]{0,4}$|成交额[^。;]{0,4}$|生产总值[^。;]{0,4}$"
    r"|(?:主体|企业|商户|社会组织|机动车)(?:总量|总数|保有量)[^。;]{0,32}$"
    r"|(?:辖区|区域|国土|行政区划)面积[^。;]{0,4}$|(?:总面积|总人口|常住人口|户籍人口|(?<![查对])在建|总长|(?:公路|道路|通车|管养)里程)[^。;]{0,8}$"
)
# 公示期为7天, 自收到之日起20个工作日内, 最高奖励5万元: what is allowed, not what was done.
_LIMIT = re.compile(
    # Each alternative begins with a plain character: so the engine runs fast to the next of them.
    r"公示期[^,。;]{0,6}$|整改期限[^,。;]{0,6}$|之日起[^,。;]{0,6}$|不得(?:超过|少于|低于)?$"
    r"|须达到$|应当?达到$|要求达到$"
    r"|奖励标准[^,。;]{0,6}$|补[贴助]标准[^,。;]{0,6}$|最高(?:奖励|补贴|补助)$"
)
_LIMIT_REACH = 16  # more than the longest of them
# A clause without any of these says what there is, not what was done.
_ACTION = re.compile(
    r"检查|开展|发放|举办|组织|培训|办理|受理|立案|查处|调解|化解|建成|新建|新增|创建|完成|制定|出台|审查|审核|公开|发布|走访|宣传|整改|取消|承接"
    r"|评查|抽查|约谈|聘请|配备|公布|学习|召开|覆盖|培养|印发|推送|接受|调处|清理|废止|处罚|罚|注销|换发|核发|服务|惠及|排查|签订|投入|安排|拨付|落实|实施|获|命名"
    r"|建立|设立|设置|打造|选派|出动|审批|备案|收到|参加|参与|提出|处理|执法|答复|办结|推进|改造|认定|征集|发现|报送|增|减|降|升|率|上报|评|奖|送|编|修订|建设|接报|接到|发生|死亡|受伤"
)
_PLACE = re.compile(
    r"(?:^|[。;,:\n])[ ]*(?:目前,?|截至[^,。]{0,10},)?(?:全(?:县|市|区|镇|乡|省|州|旗|街道|域)"
    r"|辖区(?:内)?|区内|县内|市内|境内|我(?:县|市|区|镇|乡|省|街道)|该(?:县|市|区))[^,。;]{0,16}$"
)
# 镇级调委会1个, 网格员230名: bodies and posts that are there, not something done.
_STOCK = re.compile(
    r"(?:调委会|调解委员会|调解组织|调解员|网格员|协管员|河长|行政村|自然村|社区|执法机构|预算单位|社会组织"
    r"|在编人员|在职人员|工作人员|执法对象|监管对象|经营户|便民服务中心|便民服务站|文化馆|图书馆|文化站|检测站|司法所)$"
)
# 县公安局等16个部门, 市本级60个部门: who took part, not how much was done.
_LISTED = re.compile(r"[,、;(:](?:其中,?)?[^,。;]{1,14}$")
_ENTITY = re.compile(r"(?:部门|单位|乡镇|镇街|街道|县区|区县|县市|开发区|园区)$")
_NAMED = re.compile(r"(?:等|本级)[ ]?$")
# 1.2万人参加培训: they did something.
_DID = re.compile(
    r"[^,。;]{0,10}?(?:参加|参与|接受|完成|通过|取得|实现|获|入选|受到|纳入|开展|进行|报名|取消|承接|调整|进驻)"
)
# 全县11座水库: what the place has.
_WHOLE_PLACE = re.compile(r"[,、;:\s]*(?:全(?:县|市|区|镇|乡|省|州|旗)|[^,。;]{0,8}辖区内)[ ]?$")
# 对全县12个乡镇开展督察: how many there are, whatever was done with them.
_ALL_BODIES = re.compile(
    r"(?:^|[,、;:对向在将把从到]|涉及|覆盖)全(?:县|市|区|镇|乡|街道?|省|州|旗)[ ]?$"
)
_BODIES = re.compile(
    r"[ ]?(?:乡镇|镇街|街道|行政村|村|社区|县区|区县|县市|部门|单位|镇|乡)"
    r"(?![长站]|主任|书记|干部|人员|负责人|主要|党组)"
)
_ACTS = words("次 场 期 场次 批次 轮 件次")
_CHANGED = re.compile(
    r"增|减|新|升|降|建成|设立|成立|完成|恢复|修复|责令|补种|治理|清退|辞退|处理|表彰|任命|解除|聘任"
)
# 上年欠下的全部补上,全年送法22场: what stands after 全年 is of this year again.
_OLDER = re.compile(
    r"(?<![比较与同由从])(?:去年|上年|上一年|往年|前年)(?!同期|相比|同比|度相比)"
    r"(?:(?![,;]全年)[^。;]){0,30}$"
)
_COMPARED = re.compile(r"(?:同比|比|较|与|从|由)(?:去年|上年|往年|20\d\d年)[^。;]{0,20}$")
_YEAR = re.compile(
    r"(?<![比较与同继自从由据照实])(20\d\d)年(?!之后|以来|修订|印发|出台|制定|发布|的?(?:办法|目标|要求|计划|规划|要点|标准|任务|工作要点)|同期|相比|持平|底前|前|-)"
    r"|(今年|本年度?)"
)
_AS_OF = re.compile(
    r"截[至止](?:到)?(?:(?P<y>20\d\d)年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|(?P<w>底|末|初|中旬|上旬|下旬))?"
    r"|截[至止](?:到)?(?P<y2>20\d\d)年(?P<w2>底|末)"
)
_MONTHS = re.compile(r"(?:(20\d\d)年)?(\d{1,2})(?:月(?:份)?)?(?:-{1,2}|~|至|到)(\d{1,2})月")
_HALF = re.compile(r"(上|下)半年")
_QUARTER = re.compile(r"(?P<first>前)?(?<!每)(?:第)?(?P<n>[一二三四1234])个?季度(?!例会|会)")


def role_of(
    before: str,
    pre: str,
    section_role: str,
    code_role: str,
    setting_ok: bool,
    clause: str = "",
    noun: str = "",
    after: str = "",
    unit: str = "",
) -> str:
    """The role of a quantity.

    Args:
        before: the folded sentence up to the quantity.
        pre: its words of bound, such as 不少于.
        section_role: the role of the section in which it stands.
        code_role: the role that its catalogue entry gives.
        setting_ok: whether the quantity may be a stock of the place (no catalogue entry wants it).
        clause: the clause up to the quantity.
        noun: what is counted.
        after: the words behind the quantity.
        unit: its unit; a price a year is paid, it is no duty.

    >>> role_of("每年中心组学法", "不少于", "measures", "actual", True)
    'requirement'
    >>> role_of("全年研究党风廉政工作", "不少于", "measures", "actual", True)
    'actual'
    """
    if code_role != ACTUAL:
        return code_role
    if section_role == "plans":
        return ACTUAL if _PERFECT.search(before) else PLAN
    if any(words in before for words in _AHEAD) and _NEXT_YEAR.search(before):
        return PLAN
    per_time = _PER_TIME.search(before) if "每" in before or "按" in before else None
    if (
        per_time
        and unit != "元"
        and not re.search(r"(?:共|累计|合计|全年)[^,。;]{0,16}$", before[per_time.start() :])
    ):
        return REQUIREMENT
    if (pre in _NORM_BOUND and _NORM.search(before)) or _LIMIT.search(before[-_LIMIT_REACH:]):
        return REQUIREMENT
    if pre in _NORM_BOUND and re.search(r"每[名位个人户家村镇乡][^,。;]{0,10}$", before):
        return REQUIREMENT
    if _PLAN.search(before):
        return PLAN
    if setting_ok and "全" in clause[-4:] and _ALL_BODIES.search(clause) and _BODIES.match(after):
        return BACKGROUND
    if setting_ok and unit not in _ACTS and not _CHANGED.search(clause) and not _DID.match(after):
        if _SETTING.search(before):
            return BACKGROUND
        if _STOCK.search(noun) and not _ACTION.search(clause):
            return BACKGROUND
        if _ENTITY.search(noun) and after.startswith(noun[:2]) and _NAMED.search(clause):
            return BACKGROUND
        if not _ACTION.search(clause) and _PLACE.search(before):
            return BACKGROUND
        if _WHOLE_PLACE.match(clause):
            return BACKGROUND
    return ACTUAL


def goes_on(between: str) -> bool:
    """Whether a list of stocks goes on from one number to the next: 现有学校349所,教职工5399人.

    >>> goes_on(",其中初级中学"), goes_on(",检查企业")
    (True, False)
    """
    return (
        bool(_LISTED.match(between))
        and not _ACTION.search(between)
        and not _CHANGED.search(between)
    )


def time_of(before: str, report_year: int | None) -> tuple[str | None, str | None]:
    """The period that a figure covers and the day up to which it counts, where the text says so.

    Returns:
        ``period`` as ``2024`` or ``2024-03/2024-06``; ``as_of`` as ``2024-10`` or ``2024-10-31``.

    >>> time_of("截至10月底,共办理", 2024)
    ('2024', '2024-10')
    >>> time_of("3月-6月开展检查", 2023)
    ('2023-03/2023-06', None)
    """
    year = report_year
    if (
        "年" not in before and "月" not in before and "季" not in before
    ):  # nothing below can speak of a time
        return str(year) if year else None, None
    stated = _YEAR.findall(before)
    if stated and not _COMPARED.search(before):
        year = int(stated[-1][0]) if stated[-1][0] else report_year
    elif report_year and _OLDER.search(before):
        year = report_year - 1
    period = str(year) if year else None
    months = _last(_MONTHS, before)
    if months and year and 1 <= int(months.group(2)) < int(months.group(3)) <= 12:
        y = months.group(1) or year
        period = f"{y}-{int(months.group(2)):02d}/{y}-{int(months.group(3)):02d}"
    elif year and (quarter := _last(_QUARTER, before)):
        last = 3 * ("一二三四".find(quarter.group("n")) + 1 or int(quarter.group("n")))
        first = 1 if quarter.group("first") else last - 2
        period = f"{year}-{first:02d}/{year}-{last:02d}"
    elif year and (halves := _HALF.findall(before)):
        period = f"{year}-01/{year}-06" if halves[-1] == "上" else f"{year}-07/{year}-12"
    return period, _as_of(before, year)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda m: m.start(), default=None)


def _as_of(before: str, year: int | None) -> str | None:
    found = _last(_AS_OF, before)
    if found is None:
        return None
    if found.group("y2"):
        return f"{found.group('y2')}-12-31"
    stated = found.group("y") or year
    month = int(found.group("m"))
    if not stated or not 1 <= month <= 12:
        return None
    day = found.group("d")
    return f"{stated}-{month:02d}-{int(day):02d}" if day else f"{stated}-{month:02d}"
