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
# # 03 年度变化：同一个机关，今年比去年
#
# **要回答的问题**：哪些数字升了、降了，哪些其实无法判断？谁开始披露、谁不再披露？
#
# “至少 15 次”之后又说“至少 20 次”，不能断定增加了；只计到年中的数，也不能和全年比。程序按每个数可能的范围判断。

# %% tags=["parameters"]
tables = "data/processed/demo"  # 用哪一套表；这一套是虚构的演示语料
code = "pub_materials"  # 画图的指标：下表“指标代码”一列里的任何一个
years = (2023, 2024)  # 重点比较的两个年度
source = "数据来源：演示语料（虚构）"  # 图下的来源说明；用真实报告时改成 None
out = "output/demo"  # CSV 和图写到哪里（其中的 trends 文件夹）

# %%
import fzanalysis as fz
from fzanalysis.analysis.trends import changes, directions, yearly
from fzanalysis.presentation import charts, lab
from fzanalysis.presentation.labels import metric_name

home = lab.home()
corpus = fz.load(home / tables)
lab.sortable()

# %% [markdown]
# ## 一张表：每个机关、每个指标，和上一份报告比
#
# “增减”是按字面算的；“至少”“至多”是考虑限定词之后，真实增减可能的范围，空着就是没有界。
# 在右上角输入机关或指标名即可筛选。

# %%
changed = changes(corpus.indicators, corpus.reports)
columns = "issuer name code unit year_before shown_before year_after shown_after direction change change_low change_high part_year"
lab.table(changed, columns, caption="逐年变化")

# %% [markdown]
# ## 这个指标，各机关怎样变

# %%
one = changed[changed["code"].eq(code)]
lab.table(
    one,
    "issuer year_before shown_before year_after shown_after unit direction percent gap",
    caption=metric_name(code),
)

# %% [markdown]
# 线断开的地方是那一年没有披露（灰叉）；三角是“至少”。

# %%
lines = charts.panel_lines(corpus.indicators, code, corpus.reports, source=source)
lines

# %% [markdown]
# 只看两个年度：空心是前一年，实心是后一年；有一年没披露就不连线。

# %%
pair = charts.dumbbell(corpus.indicators, code, corpus.reports, years=years, source=source)
pair

# %% [markdown]
# ## 背后的原文

# %%
mentions = corpus.metrics[corpus.metrics["code"].eq(code)].merge(
    corpus.reports[["report_id", "issuer", "year"]]
)
lab.quotes(mentions.sort_values(["issuer", "year"]), corpus.texts, corpus.reports, most=30)

# %% [markdown]
# ## 整体看：多少机关升，多少降
#
# 中位数只算每年都有报告的机关，免得把“谁交了报告”当成变化。

# %%
lab.table(directions(one), caption="升降的机关数")

# %%
lab.table(
    yearly(corpus.indicators, corpus.reports, codes=[code]),
    "year name n_reports n_disclosed n_bounded min q1 median q3 max",
    caption="逐年分布",
)

# %% [markdown]
# ## 导出

# %%
lab.export(home / out / "trends", {"changes": changed}, {"panel": lines, "dumbbell": pair})

# %% [markdown]
# ## 这里没有说明的
#
# - 同一个词，前后两年的口径可能不同（例如从“次”改为“人次”，或把物品也算进“资料”）。单位变了程序会标“不能比”，口径悄悄变了只有看原文。
# - 基数小的时候百分比没有意义：从 1 件到 3 件是增长 200%。
# - 演示语料里的单位、事件和数字都是编的，不能引用。
