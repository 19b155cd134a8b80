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
# # 04 完整性与及时性：该写的写了没有，该公开的时候公开了没有
#
# **要回答的问题**：四项规定内容齐不齐？4 月 1 日前公开了没有？问题写没写原因？用多少数字说话？
#
# 依据《法治政府建设与责任落实督察工作规定》第二十四条：年度报告应在次年 4 月 1 日前公开；各地通知还要求写明措施成效、
# 第一责任人履职、不足和原因、下一年度安排。这里只列事实，不打总分。

# %% tags=["parameters"]
tables = "data/processed/demo"  # 用哪一套表；这一套是虚构的演示语料
years = None  # 只看哪些年度，如 [2022, 2023]；None 为全部
source = "数据来源：演示语料（虚构）"  # 图下的来源说明；用真实报告时改成 None
out = "output/demo"  # CSV 和图写到哪里（其中的 completeness 文件夹）

# %%
import fzanalysis as fz
from fzanalysis.analysis.completeness import overview
from fzanalysis.presentation import charts, lab
from fzanalysis.presentation.briefing import choose

home = lab.home()
chosen = choose(fz.load(home / tables).tables, years=years).tables
reports = chosen["reports"].sort_values(["issuer", "year"])
lab.sortable()

# %% [markdown]
# ## 一张表：四项内容和发布时间
#
# “提前天数”以 4 月 1 日为界，负数是逾期；“发布日期未见”不等于没有发布。

# %%
whole = overview(
    reports, chosen["completeness"], chosen["sections"], chosen["problems"], chosen["metrics"]
)
lab.table(
    whole,
    "issuer year measures first_responsible problems plans n_present published_on days_left timing",
    caption="四项内容和发布时间",
)

# %% [markdown]
# ## 一张图

# %%
grid = charts.completeness_grid(chosen["completeness"], reports, source=source)
grid

# %% [markdown]
# ## 写得怎样：篇幅、原因、数字
#
# “写明原因的比例”空着，是因为没有写问题。

# %%
lab.table(
    whole,
    "issuer year chars measures_share problems_share plans_share n_problems reason_share n_actual n_bounded figures_per_1000_chars",
    caption="篇幅、原因、数字",
)

# %% [markdown]
# ## 承认了哪些问题

# %%
problems = charts.problem_typology(chosen["problems"], reports, source=source)
problems

# %% [markdown]
# ## 背后的原文
#
# 每个机关最近一份报告承认的问题。

# %%
latest = reports.groupby("issuer")["report_id"].last()
said = chosen["problems"][chosen["problems"]["report_id"].isin(latest)]
lab.quotes(said, chosen["texts"], reports, most=20)

# %% [markdown]
# ## 导出

# %%
lab.export(
    home / out / "completeness", {"overview": whole}, {"completeness": grid, "problems": problems}
)

# %% [markdown]
# ## 这里没有说明的
#
# - “缺失”是程序没有找到：可能真没写，也可能写得太散。先看原文再下结论。
# - 发布日期取网页或文末所见；另有页面先行公开的，程序不知道，可在 `sources.csv` 里写明。
# - 写了问题不等于问题多，不写也不等于没有。
