"""The frame of every page that is written: one file that needs neither scripts nor a network."""

from __future__ import annotations

from html import escape


def web_page(title: str, style: str, body: str, *, pictures: bool = True) -> str:
    """A whole HTML page in Chinese that may load nothing.

    Args:
        title: plain text.
        style: CSS.
        body: HTML, already escaped.
        pictures: whether the page may show pictures that lie within it.

    >>> web_page("甲 & 乙", "", "<p>丙</p>").splitlines()[0]
    '<!DOCTYPE html>'
    """
    images = "img-src data:; " if pictures else ""
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; {images}style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>
{style}
</style>
</head>
<body>
{body}
</body>
</html>
"""
