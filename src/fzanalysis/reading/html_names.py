"""Names on government pages: of containers, titles and navigation, and the labels of metadata."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Containers that content systems of government sites put around the text and nothing else.
EDITORS = _words("""
    #zoom #zoomcon #fontzoom #ucap-content #ivs_content #vsb_content #vsb_content_2 #js_content
    #bodylabel #neirong #info_content #xxgk_content #articlecontent #article_content
    #contenttext #contentbody #div_zhengwen #zhengwen #maintext #doccontent #wh_x_c #j_content
    #mainbody #textbody #content_text #xlrllt .trs_editor .trs_ueditor .trs_editor_view
    .wordsection1 .section1 .trs_web .trs_word .custom_unionstyle .zoom .zoomty .j-fontcontent
    .fontzoom .pages_content .v_news_content .wp_articlecontent .rich_media_content .bt_content
    .ue_table .xxgk_content_nr .xxgkcont .ls-article-info .con_zhengwen .zhengwen .zw_content
""")
# Elements of their own that content systems put around the text.
TAGS = _words("ucapcontent founder-content")
# Names that many use for the text, and some for more than the text.
ARTICLES = _words("""
    .article-content .article_content .articlecontent .article-body .article_body .articlebody
    .article-con .article_con .articlecon .art_con .artcon .art-con .arc_content .news_content
    .news-content .newscontent .newscontnet .news_con .newscon .newsbody .news_body .news_text
    .xxgk_content .xxgkcontent .content-body .content_body .content-main .content_main
    .main_content_p .main-txt .detail-content .detail_content .detailcontent .detail-con
    .detail_con .det_content .con-detail .con_text .con_txt .contentbox .contenttextbox
    .contenttxt .content_txt .text_content .text-content .textcontent .txt-content .txt_content
    .generalcontent .common-content .nrcontent .nr_p .wzcon .wz_content .wz_con .xl_cont
    .xl_content .xl_con .xlcontent .view .entry-content .post-content .message_con .infocontent
    #zw .zw .info_content .conzw .conneirong .nycontent .wenzhang .rm_txt_con
""")
GENERIC = _words("""
    #content #con #article #text #main #maincontent #main_content #barrierfree_container
    .content .con .cont .article .text .txt .detail .details .main .nr .neirong .main-content
    .main_content .maincontent
""")
# Parts of a page that are never its text.
FURNITURE = _words("""
    nav footer breadcrumb breadcrumbs crumb crumbs share bdsharebuttonbox bdshare social-share
    sidebar topnav mainnav navbar menu pagination related relnews xgwj xgxw friendlink
    friendlinks copyright weather position dqwz location print toolbar fontsize font-size ewm
    qrcode erweima
""")
# Elements that hold the title.
TITLES = _words("""
    title ti tit titles bt biaoti articletitle article-title article_title arttitle art_title
    arc_title arctitle newstitle news_title news-title xl_title xltitle xl_tit wztitle wz_title
    nr_title nrbt contenttitle content-title content_title con_title contitle con_tit
    detail-title detail_title detailtitle detail_tit xxgk_title xxgktitle ucaptitle pagetitle
    page_title infotitle info_title maintitle main_title doc_title doctitle activity-name
    rich_media_title ls-article-title texttitle txt_title zw_title zwtitle xx_title zoom_title
""")
TITLE_TAGS = _words("ucaptitle founder-title")
# Labels that end the value before them.
OTHER_LABELS = _words("""
    发文字号 文号 文件编号 有效性 效力状态 主题分类 体裁分类 组配分类 服务对象分类 主题词 关键词
    关键字 内容概述 废止日期 失效日期 生效日期 有效期 公开方式 公开范围 公开时限
    公开形式 公开属性 字体 字号 字体大小 浏览次数 浏览量 点击数 点击量 访问次数 访问量 阅读次数
    阅读量 阅读 点击 作者 责任编辑 编辑 审核 审签 打印 分享 分享到 保护视力色 背景色 是否有效
    状态 信息类别 分类 栏目
""")
# What stands on pages, most trustworthy first. Blanks inside a label are layout.
LABELS: dict[str, tuple[str, ...]] = {
    "title": ("信息名称", "文件名称", "文件标题", "公文标题", "名称", "标题"),
    "index_number": ("索引号", "信息索引号", "信息索引", "索号"),
    "source": (
        "发布机构", "发文机关", "发文机构", "公开主体", "发布单位", "发布部门", "公开机构",
        "制发机关", "制发机构", "信息来源", "文章来源", "稿件来源", "发布机关", "来源",
    ),
    "published_on": (
        "发布日期", "发布时间", "公开日期", "公开时间", "发文时间", "发文日期", "发表时间",
        "更新时间", "日期", "时间", "成文日期", "成文时间", "生成日期", "印发日期",
    ),
}  # fmt: skip
