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
# # 06 文字复用：哪些段落是照搬的
#
# **要回答的问题**：哪份报告大段沿用了上一年的文字？有没有两个机关写得一字不差？
#
# 做法：给每份报告取文字指纹，容许改几个字、换一个数；多数机关都有的套话不算照搬。

# %% tags=["parameters"]
tables = "data/processed/demo"  # 用哪一套表；这一套是虚构的演示语料
min_chars = 40  # 多长才算一段（不计标点，一个数字算一个字）
passage = 1  # 细看第几处，从 0 数起（最长的在前）
source = "数据来源：演示语料（虚构）"  # 图下的来源说明；用真实报告时改成 None
out = "output/demo"  # CSV 和图写到哪里（其中的 reuse 文件夹）

# %%
import fzanalysis as fz
from fzanalysis.analysis.reuse import find_reuse
from fzanalysis.analysis.reuse_pairs import reuse_pairs
from fzanalysis.presentation import charts, lab
from fzanalysis.presentation.labels import report_labels

home = lab.home()
corpus = fz.load(home / tables)
reports = corpus.reports.sort_values(["issuer", "year"])
lab.sortable()

# %% [markdown]
# ## 一张表：每份报告有多少是旧的
#
# “沿用自己”是和本机关往年相同的部分，“与他家相同”是和别的机关同年或往年相同的部分，“套话”是大家都这么写的，不算照搬。

# %%
found = find_reuse(corpus.texts, corpus.reports, min_chars=min_chars)
shares = found.shares.sort_values("recycled_share", ascending=False)
lab.table(
    shares,
    "issuer year chars own_share others_share recycled_share boilerplate_share longest",
    caption="每份报告的旧文字",
)

# %% [markdown]
# 相同的段落，长的在前：

# %%
lab.table(
    found.passages,
    "issuer_a year_a issuer_b year_b kind chars similarity quote_a",
    caption="相同段落",
)

# %% [markdown]
# ## 一张图：谁和谁相同
#
# 横着读：这一行的报告，有百分之几（套话不算）也见于列头编号的那一份。和谁都没有相同段落的报告不画。

# %%
pairs = reuse_pairs(found, corpus.texts)
busy = reports[reports["report_id"].isin(pairs["report_a"])]
pictures = {"matrix": charts.reuse_matrix(pairs, reports if busy.empty else busy, source=source)}
pictures["matrix"]

# %% [markdown]
# ## 背后的原文
#
# 挑一处，左右两份对着看。

# %%
one = found.passages.iloc[passage : passage + 1]
sides = [one[[f"{name}_{side}" for name in ("report", "start", "end", "quote")]] for side in "ab"]
names = ["report_id", "start", "end", "quote"]
left, right = (side.set_axis(names, axis=1) for side in sides)
lab.quotes(left, corpus.texts, reports, context=0)

# %%
lab.quotes(right, corpus.texts, reports, context=0)

# %% [markdown]
# 这两份报告里所有相同的段落，各在什么位置：

# %%
if not one.empty:
    same = found.passages.merge(one[["report_a", "report_b"]]).rename(columns={"quote_a": "quote"})
    both = one[["report_a", "report_b"]].iloc[0]
    names = both.map(report_labels(reports, columns=99))
    chars = both.map(corpus.texts.set_index("report_id")["text"].str.len())
    pictures["aligned"] = charts.aligned_passages(
        same, names=tuple(names), chars=tuple(chars), source=source or ""
    )
pictures.get("aligned", "没有找到相同的段落。")

# %% [markdown]
# ## 导出

# %%
lab.export(
    home / out / "reuse",
    {"shares": found.shares, "passages": found.passages},
    pictures,
)

# %% [markdown]
# ## 这里没有说明的
#
# - 文字相同不等于工作没做：制度照旧，写法也可能照旧。
# - 两家相同，可能是一家抄另一家，也可能都用了上级的范本；程序只说谁的年度在前。
# - 短于 `min_chars` 的、换了说法的，找不出来。
