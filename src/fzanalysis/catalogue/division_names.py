"""How people shorten the names of administrative divisions.

Pure functions on strings: nothing here knows which divisions exist.
"""

from __future__ import annotations

import re

# Nationalities as they stand in names of autonomous divisions; some names leave out 族.
_NATIONS = (
    "维吾尔|哈萨克|柯尔克孜|塔吉克|达斡尔|鄂伦春|鄂温克|锡伯|土家|仡佬|布依|哈尼|拉祜|布朗|傈僳|独龙"
    "|纳西|普米|景颇|毛南|仫佬|裕固|撒拉|保安|东乡|蒙古|朝鲜|满|回|壮|藏|苗|彝|侗|瑶|白|黎|畲|羌|水"
    "|土|傣|佤|怒|京|各"
)
_AUTONOMOUS = re.compile(
    rf"^(?P<place>.{{2,}}?)(?P<nations>(?:(?:{_NATIONS})族|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|蒙古)*)"
    r"自治(?P<kind>[区州县旗])$"
)
# Longest first; what is left must have two characters, else the next one is tried.
_SUFFIXES = (
    "特别行政区",
    "行政区",
    "地区",
    "特区",
    "林区",
    "矿区",
    "新区",
    "省",
    "市",
    "区",
    "县",
    "旗",
    "州",
    "盟",
)
# The rest would be the name of the county next to it (井陉县).
_WHOLE = frozenset({"井陉矿区"})
# 前旗, 左旗 …: without 旗 the rest is a direction that nobody writes.
_BANNER = re.compile(r"[前中后左右]旗$|联合旗$")

# Short forms that follow no rule and mean one place only.
_OTHER_FORMS = {
    "巴音郭楞蒙古自治州": ("巴州",),
    "克孜勒苏柯尔克孜自治州": ("克州",),
    "博尔塔拉蒙古自治州": ("博州",),
    "湘西土家族苗族自治州": ("湘西自治州",),
    "锡林郭勒盟": ("锡盟",),
    "阿拉善盟": ("阿盟",),
    "科尔沁右翼前旗": ("科右前旗",),
    "科尔沁右翼中旗": ("科右中旗",),
    "科尔沁左翼中旗": ("科左中旗",),
    "科尔沁左翼后旗": ("科左后旗",),
    "察哈尔右翼前旗": ("察右前旗",),
    "察哈尔右翼中旗": ("察右中旗",),
    "察哈尔右翼后旗": ("察右后旗",),
    "阿拉善左旗": ("阿左旗",),
    "阿拉善右旗": ("阿右旗",),
    "土默特左旗": ("土左旗",),
    "土默特右旗": ("土右旗",),
    "东乌珠穆沁旗": ("东乌旗",),
    "西乌珠穆沁旗": ("西乌旗",),
    "达尔罕茂明安联合旗": ("达茂旗",),
    "喀喇沁左翼蒙古族自治县": ("喀左县",),
    "阜新蒙古族自治县": ("阜蒙县",),
    "前郭尔罗斯蒙古族自治县": ("前郭县",),
    "杜尔伯特蒙古族自治县": ("杜蒙县",),
}

#: New areas founded by the State Council that are no divisions, and the code of what they lie in.
NEW_AREAS = {
    "雄安新区": "130000",
    "金普新区": "210200",
    "长春新区": "220100",
    "哈尔滨新区": "230100",
    "江北新区": "320100",
    "舟山群岛新区": "330900",
    "福州新区": "350100",
    "赣江新区": "360100",
    "西海岸新区": "370200",
    "湘江新区": "430100",
    "南沙新区": "440100",
    "两江新区": "500000",
    "天府新区": "510000",
    "贵安新区": "520000",
    "滇中新区": "530100",
    "西咸新区": "610000",
    "兰州新区": "620100",
}


def short_name(name: str) -> str:
    """Shorten a full name to the form that people use, never below two characters.

    Args:
        name: A full name such as 大足区.

    Returns:
        The name without its kind and without nationalities.

    >>> [short_name(n) for n in ("大足区", "六盘水市", "恩施土家族苗族自治州", "广西壮族自治区")]
    ['大足', '六盘水', '恩施', '广西']
    >>> [short_name(n) for n in ("辉县市", "沙县区", "东区", "单县", "东乡族自治县")]
    ['辉县', '沙县', '东区', '单县', '东乡']
    """
    if match := _AUTONOMOUS.match(name):
        place = match["place"]
        return place[:-1] if len(place) > 2 and place.endswith("族") else place
    if name in _WHOLE or _BANNER.search(name):
        return name
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


def other_forms(name: str) -> tuple[str, ...]:
    """Give the forms between full and short: the kind is kept, the nationalities are not.

    Args:
        name: A full name.

    Returns:
        Forms that differ from the name, perhaps none.

    >>> other_forms("恩施土家族苗族自治州"), other_forms("新疆维吾尔自治区"), other_forms("大足区")
    (('恩施州',), ('新疆自治区',), ())
    """
    forms = []
    if match := _AUTONOMOUS.match(name):
        kind = "自治区" if match["kind"] == "区" else match["kind"]
        forms.append(short_name(name) + kind)
    forms.extend(_OTHER_FORMS.get(name, ()))
    return tuple(form for form in forms if form != name)
