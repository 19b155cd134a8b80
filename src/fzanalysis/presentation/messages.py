"""What the reading of a file has to say, in the words of those who read the tables.

Tables keep the messages as they were written; notebooks and workbooks show them in Chinese. A
message that is not known here is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Message → Chinese; ``{}`` is whatever stands there.
MESSAGES: Mapping[str, str] = {
    # Doubts about a file that was read: column warnings of table reports.
    "some characters are damaged": "有些字符已损坏",
    "the document was read without an office suite": "文档是在没有办公软件的情况下读的",
    " (install LibreOffice)": "（请安装 LibreOffice）",
    "tracked changes were read as accepted": "修订按已接受读取",
    "numbers in a format that is not known were printed in digits: ": "未知格式的编号写成了数字：",
    "a table of contents was left out": "目录没有读入",
    "an embedded document was not read": "嵌入的文档没有读",
    "no container of the main text is known: the page is cut between title and footer": (
        "没有认出网页的正文区，按标题到页脚截取，请核对首尾"
    ),
    "the report may be the attachment of the page: ": "报告可能在网页的附件里：",
    "the page links to a next page: the report may go on there": (
        "网页有“下一页”，报告可能还没有完"
    ),
    "the page does not end as it should: it may be cut short": "网页没有正常结束，可能不完整",
    "the container of the main text holds {} characters, the page {}: text may be missing": (
        "正文区有{}字，整页有{}字，可能缺了文字"
    ),
    "a heading of the page stands outside the main text: ": "有标题在正文区之外：",
    "{} of {} pages hold no text: they may be pictures": "有{}页没有文字（共{}页），可能是图片",
    "{} characters could not be read": "有{}个字符读不出",
    "page {} of the PDF is damaged": "PDF 第{}页已损坏",
    "year not found; state it in sources.csv": "没有读到年度，请写进 sources.csv",
    "issuer not found; state it in sources.csv": "没有读到发文机关，请写进 sources.csv",
    "region ambiguous: {} is in {}; state it in sources.csv": (
        "地区不能确定：“{}”可能是{}，请写进 sources.csv"
    ),
    # Why a file could not be read, and what to do: columns reason and hint of table failures.
    "the file has {}, the limit is {}": "文件有{}，上限是{}",
    "the page has {} elements, the limit is {}": "网页有{}个元素，上限是{}",
    "the page has {}, the limit is {}": "网页有{}，上限是{}",
    "the PDF has {} pages, the limit is {}": "PDF 有{}页，上限是{}",
    "the file is empty": "文件是空的",
    "the file is a zip archive": "文件是 zip 压缩包",
    "the file unpacks from {} to {}": "文件由{}解压成{}",
    "the file is a link": "文件是一个链接",
    "the file is encrypted": "文件有密码",
    "the file is damaged within its archive": "压缩包里的这个文件已损坏",
    "the file is packed by a method that is not read": "文件的压缩方法读不了",
    "the file holds binary data, not text": "文件是二进制数据，不是文本",
    "the file is not text in UTF-8, GB18030, Big5 or UTF-16": (
        "文件不是 UTF-8、GB18030、Big5 或 UTF-16 编码的文本"
    ),
    "the file says it is {} but byte {} is not": "文件自称是 {} 编码，但第{}个字节不是",
    "the file is larger than the limit": "文件超过上限",
    "a RAR archive": " RAR 压缩包",
    "a 7z archive": " 7z 压缩包",
    "a gzip archive": " gzip 压缩包",
    "a bzip2 archive": " bzip2 压缩包",
    "an xz archive": " xz 压缩包",
    "a PNG picture": " PNG 图片",
    "a JPEG picture": " JPEG 图片",
    "a GIF picture": " GIF 图片",
    "a TIFF picture": " TIFF 图片",
    "a Windows program": " Windows 程序",
    "a program": "程序",
    "an Excel workbook": " Excel 工作簿",
    "a PowerPoint presentation": "幻灯片",
    "an OFD document": " OFD 文档",
    "an encrypted Office document": "有密码的 Office 文档",
    "a zip archive that is damaged or cut short": "损坏或不完整的 zip 压缩包",
    "an Office document that is cut short": "不完整的 Office 文档",
    "the file is ": "文件是",
    " without any text": "里没有文字",
    "the name of the file leads outside the archive": "文件名指向压缩包之外",
    "the zip archive has changed or is damaged": "zip 压缩包已改变或损坏",
    "the zip archive is damaged": "zip 压缩包已损坏",
    "the archive is empty": "压缩包是空的",
    "the archive holds more than {} files: the rest is not read": (
        "压缩包里超过{}个文件，其余的没有读"
    ),
    "the archive unpacks to more than {}: the rest is not read": (
        "压缩包解开后超过{}，其余的没有读"
    ),
    "archives lie more than {} deep within each other: this one and others like it are not read": (
        "压缩包套了{}层以上，这个和同样的没有读"
    ),
    "cannot open the file: ": "打不开文件：",
    "cannot open ": "打不开：",
    "there is no folder ": "没有这个文件夹：",
    "the page nests its elements more than {} deep": "网页的元素套了{}层以上",
    "a page of the PDF holds {} characters": "PDF 有一页多达{}个字符",
    "the PDF holds more than {} characters": "PDF 超过{}个字符",
    "the PDF took more than {} seconds": "PDF 读了{}秒以上",
    "LibreOffice took more than {} seconds": "LibreOffice 用了{}秒以上",
    "a part of the {} unpacks to {}, the limit is {}": "文件（{}）的一部分解压成{}，上限是{}",
    "the {} holds {} parts": "文件（{}）有{}个部分",
    "the link leads outside the folder": "链接指向文件夹之外",
    "the link leads nowhere": "链接指向的文件不存在",
    "it is no ordinary file": "不是普通文件",
    "there is no file": "没有这个文件",
    "the page holds no text but its title": "网页里只有标题，没有正文",
    "the page holds no text": "网页里没有文字",
    "the page is empty or damaged": "网页是空的或已损坏",
    "the page is empty": "网页是空的",
    "the saved page holds no HTML": "保存的网页里没有 HTML",
    "the PDF has no text layer": "PDF 没有文字层",
    "the PDF is encrypted": "PDF 有密码",
    "the PDF is damaged": "PDF 已损坏",
    "the fonts of the PDF do not say which characters they show": (
        "PDF 的字体没有说明显示的是哪些字"
    ),
    "the Word document has no text part": "Word 文档里没有正文",
    "the Word document is encrypted": "Word 文档有密码",
    "the Word document has {}, which only an office suite reads": (
        "Word 文档里有{}，要有办公软件才能读"
    ),
    "automatic numbers": "自动编号",
    "tracked changes": "修订",
    "hidden text": "隐藏文字",
    "the Word document is damaged": "Word 文档已损坏",
    "the {} defines entities, which no office program does": "文件（{}）里有不该有的实体定义",
    "the {} is encrypted": "文件（{}）有密码",
    "the {} is damaged": "文件（{}）已损坏",
    "the RTF document nests its groups more than {} deep": "RTF 文档的组套了{}层以上",
    "the file is an OpenDocument file of another kind": "文件是另一种 OpenDocument 文件",
    "the document is older than Word 97": "文档早于 Word 97",
    "a piece is longer than the document": "文档的片段比文档还长",
    "no office suite was found to convert the document": "没有找到可以转换文档的办公软件",
    "LibreOffice could not open the document": "LibreOffice 打不开这份文档",
    "the converted document is too large": "转换后的文档太大",
    "only {} Chinese characters were found": "只有{}个汉字",
    "none of the words 法治, 依法行政, 普法, 行政执法 occurs: not a report of this genre": (
        "没有出现“法治、依法行政、普法、行政执法”中的任何一个，不是这一类报告"
    ),
    "it is a scan: run OCR on it elsewhere, or look for the report as a web page or Word": (
        "是扫描件：请先做文字识别，或者找网页、Word 版"
    ),
    "not a report, or its text is in pictures; take the file out of the folder": (
        "不是报告，或者文字在图片里；请把它移出文件夹"
    ),
    "it may be made to fill the memory or to read other files: do not open it": (
        "可能是为占满内存或读取别的文件而造的：不要打开"
    ),
    "it may be made to fill the memory; otherwise raise the limit {}": (
        "可能是为占满内存而造的；如果不是，请调高上限 {}"
    ),
    "take the file out of the folder": "请把它移出文件夹",
    "its text may be loaded by a script or be a picture: save it from the browser": (
        "正文可能由脚本载入，或者是图片：请在浏览器里打开后另存"
    ),
    "download its attachment ": "请下载它的附件：",
    "it may be cut short or need a password: ": "可能不完整或有密码：",
    "download it again, or open it in Word and save it as .docx": (
        "请重新下载，或者用 Word 打开后存为 .docx"
    ),
    "open it and save its text as .docx": "请打开，把文字存为 .docx",
    "download the archive again": "请重新下载压缩包",
    "it may be cut short: download it again or print it to a new PDF": (
        "可能不完整：请重新下载，或者打印成新的 PDF"
    ),
    "the file may be cut short: download it again, or open it in Word and save it anew": (
        "文件可能不完整：请重新下载，或者用 Word 打开后另存"
    ),
    "the file may be cut short: save it again as UTF-8": "文件可能不完整：请重新存成 UTF-8",
    "it may be damaged or need a password: open it in Word and save it as .docx": (
        "可能已损坏或有密码：请用 Word 打开后存为 .docx"
    ),
    "download it again": "请重新下载",
    "save it again from the browser": "请在浏览器里重新保存",
    "save the text of the page alone, or raise the limit {}": "请只保存正文，或者调高上限 {}",
    "save the text of the page alone": "请只保存正文",
    "open it in a browser and save its text": "请用浏览器打开，保存其中的文字",
    "open it in the program that made it and save it as UTF-8 text": (
        "请用原来的程序打开，存为 UTF-8 文本"
    ),
    "open it in Word and save it as .docx": "请用 Word 打开，存为 .docx",
    "open the document in Word and save it as .docx": "请用 Word 打开，存为 .docx",
    "open it and save it as .docx": "请打开后存为 .docx",
    "open it and print it to a new PDF, or look for the report in another format": (
        "请打开后打印成新的 PDF，或者找其他格式"
    ),
    "open it in Word and save it anew, or raise the limit {}": "请用 Word 另存，或者调高上限 {}",
    "print it to a new PDF, or raise the limit {}": "请打印成新的 PDF，或者调高上限 {}",
    "print it to a new PDF with pages": "请打印成分页的新 PDF",
    "save it anew in Word": "请用 Word 另存",
    "save it as .docx": "请存为 .docx",
    "save it again": "请重新保存",
    "save it without a password": "请去掉密码后保存",
    "remove its password in Word and save it": "请在 Word 里去掉密码后保存",
    "remove its password and save it anew": "请去掉密码后另存",
    "unpack the archive with its password": "请用密码解开压缩包",
    "unpack it, or raise the limit {}": "请解开，或者调高上限 {}",
    "unpack the inner archives, or raise the limit {}": "请解开里层的压缩包，或者调高上限 {}",
    "pack it anew": "请重新打包",
    "list the folder again": "请重新列出文件夹",
    "move the files further up": "请把文件移到上层文件夹",
    "run again": "请再运行一次",
    "delete it": "请删除",
    "unpack it, or pack it as .zip": "请解开，或者打成 .zip",
    "give the folder that it lies in, or unpack it": "请给出它所在的文件夹，或者解开它",
    "give the report as text, HTML, Word or PDF": "请换成文本、网页、Word 或 PDF",
    "give the report alone, or raise the limit {}": "请只留下报告，或者调高上限 {}",
    "give the report alone": "请只留下报告",
    "a picture has no text: look for the report as Word, PDF or a web page": (
        "图片没有文字：请找 Word、PDF 或网页版"
    ),
    "look for the report elsewhere": "请另找这份报告",
    "the archive may be hostile: do not unpack it": "压缩包可能有害：不要解开",
    "pack the file that it leads to": "请打包它所指的文件",
    "copy the file into the folder": "请把文件复制进文件夹",
    "check its permissions": "请检查文件权限",
    "check the path": "请检查路径",
}
_ANY = re.escape("{}")


def _pattern(message: str) -> re.Pattern[str]:
    words = re.escape(message).replace(_ANY, "(.+?)")
    return re.compile(words[:-5] + r"([\w.-]+)" if words.endswith("(.+?)") else words)


def _filled(text: str) -> str:
    """The replacement of a pattern: what stood there, in its order."""
    parts = text.split("{}")
    return parts[0] + "".join(rf"\g<{n}>{part}" for n, part in enumerate(parts[1:], start=1))


# Long ones first: some contain others.
_PATTERNS = [
    (_pattern(message), _filled(MESSAGES[message]))
    for message in sorted(MESSAGES, key=len, reverse=True)
]


def in_chinese(message: str) -> str:
    """Warnings, a reason or a hint in Chinese; what is not known stays as it is.

    >>> in_chinese("tracked changes were read as accepted; year not found; state it in sources.csv")
    '修订按已接受读取；没有读到年度，请写进 sources.csv'
    >>> in_chinese("the PDF has 9000 pages, the limit is 5000")
    'PDF 有9000页，上限是5000'
    """
    said = message
    for pattern, text in _PATTERNS:
        said = pattern.sub(text, said)
    # Several messages stand in one cell; what a report says itself keeps its punctuation.
    return said if said == message else said.replace("; ", "；")
