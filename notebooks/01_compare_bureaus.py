# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: tags,-all
#     notebook_metadata_filter: kernelspec,jupytext,-jupytext.text_representation.jupytext_version
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 01 机关比较：同一个指标，各家怎么说
#
# **要回答的问题**：各机关披露了哪些数字，谁多谁少？哪些根本没有披露？各家的精力放在哪些方面？
#
# 报告里的“余”“以上”“不少于”是下限，不是确数；没写就是“未披露”，不是 0。表和图都照此办理。

# %% tags=["parameters"]
tables = "data/processed/five"  # 用哪一套表（由第 00 本或 fzanalysis build 建成）
code = "pub_materials"  # 画图的指标：下面大表“代码”一列里的任何一个
codes = None  # 大表里放哪些指标，如 ["pub_materials", "open_info"]；None 为全部
issuers = None  # 只看哪些机关，如 ["高青县科学技术局"]；None 为全部
years = None  # 只看哪些年度，如 [2022, 2023]；None 为全部
within_year = False  # 名次是否只在同一年度内排；正式比较请用 True
out = "output/five"  # CSV 和图写到哪里（其中的 compare 文件夹）

# %%
import fzanalysis as fz
from fzanalysis.analysis.compare import compare, matrix
from fzanalysis.presentation import charts, lab
from fzanalysis.presentation.briefing import choose
from fzanalysis.presentation.labels import metric_name

home = lab.home()
chosen = choose(fz.load(home / tables).tables, reports=issuers, years=years, codes=codes).tables
reports = chosen["reports"].sort_values(["year", "issuer"])
lab.sortable()

# %% [markdown]
# ## 谁披露了什么
#
# 一行一个指标，一列一份报告。`≥` 是“至少”，“约”照写；“未披露”就是报告里没有这个数。
# 标“汇总”的是同类指标合计，不与分项重复。右上角的框可以筛选，点表头可以排序。

# %%
compared = compare(chosen["indicators"], reports, codes=codes, within_year=within_year)
wide = matrix(compared).T
wide.columns = [f"{issuer} {year}" for issuer, year, *_ in wide.columns]
about = compared.dropna(subset=["unit"]).groupby("name").agg({"unit": "unique", "code": "first"})
wide = wide.rename_axis("指标")
wide.insert(0, "单位", about["unit"].str.join(" / "))
wide["代码"] = about["code"]
lab.table(wide, caption="各机关披露的指标")

# %% [markdown]
# ## 一个指标，摊开看
#
# “可能最低”“可能最高”是这个数实际能取的范围，“可能最高”空着就是没有上限。
# “名次”因此有最好和最差两个：只说“至少 1000”的机关，可能排第一，也可能排在后面。
# “可比性”说明这个数能不能直接拿来比：有的要除以人数，有的只能作背景。

# %%
one = compared[compared["code"].eq(code)]
columns = "issuer year shown unit low high rank_best rank_worst comparable rule"
lab.table(one, columns, caption=metric_name(code))

# %%
chart = charts.bounded_bars(chosen["indicators"], code, reports=reports)
chart

# %% [markdown]
# ### 背后的原文

# %%
mentions = chosen["metrics"][chosen["metrics"]["code"].eq(code)]
lab.quotes(mentions, chosen["texts"], reports)

# %% [markdown]
# ## 各家写得最多的是什么
#
# 按末级要点的字数算各主题所占份额；写得多不等于做得多。

# %%
themes = charts.theme_shares(chosen["measures"], reports)
themes

# %% [markdown]
# ### 背后的原文
#
# 每份报告里最长的一个要点，各举一例。

# %%
leaves = chosen["measures"][chosen["measures"]["leaf"]]
longest = leaves.loc[leaves["quote"].str.len().groupby(leaves["report_id"]).idxmax()]
lab.quotes(longest, chosen["texts"], reports, context=0, most=5)

# %% [markdown]
# ## 该有的部分齐不齐
#
# 督察工作规定要求年度报告写明四项内容。“嵌于他节”是写了但没有单独成节，“缺失”是没有找到。

# %%
grid = charts.completeness_grid(chosen["completeness"], reports)
grid

# %% [markdown]
# ## 导出
#
# CSV 的表头是中文，带 BOM，Excel 双击打开不乱码；以 `=`、`+`、`-`、`@` 开头的内容已作无害处理。

# %%
lab.export(
    home / out / "compare",
    {**chosen, "comparison": compared},
    {"bars": chart, "themes": themes, "completeness": grid},
)

# %% [markdown]
# ## 这里没有说明的
#
# - 披露的数大，可能是工作多，也可能是口径宽、人多、辖区大。“可比性”一列写着能不能直接比。
# - “未披露”只说明报告没写，不说明没做。
# - 五份报告年度不同（2020—2024），并列只是为了演示；正式比较请选同一年度。
# - 主题由程序按用词判定，个别要点会归错；引文就在表里，可以逐条核对。
