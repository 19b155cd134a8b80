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
# # 05 用词比较：两组报告，各爱说什么
#
# **要回答的问题**：这个机关（或年度）和其他的相比，哪些词用得格外多、格外少？这些词在原文里怎么用？
#
# 做法：分词后比较两组的词频，用带先验的对数优势比（z 值）排序，避免偶然出现一两次的词冲到前面。

# %% tags=["parameters"]
tables = "data/processed/demo"  # 用哪一套表；这一套是虚构的演示语料
group = "issuer"  # 按什么分组："issuer" 机关、"year" 年度、"region" 地区
target = "荻汀区市场监督管理局"  # 看哪一组，其余的作对照；没有这一组就看报告最多的
term = None  # 在原文里查哪个词；None 为差异最大的那个
source = "数据来源：演示语料（虚构）"  # 图下的来源说明
out = "output/demo"  # CSV 和图写到哪里（其中的 words 文件夹）

# %%
import fzanalysis as fz
from fzanalysis.analysis.words import collocations, keyness, kwic
from fzanalysis.presentation import charts, lab

home = lab.home()
corpus = fz.load(home / tables)
texts = corpus.texts.merge(
    corpus.reports[["report_id", "issuer", "year", "region"]], on="report_id"
)
lab.sortable()

# %% [markdown]
# ## 一张表：差异最大的词
#
# z 大于 1.96 是这一组用得显著多，小于 -1.96 是显著少。

# %%
if target not in set(texts[group]):
    target = texts[group].value_counts().index[0]
chosen = texts[group].eq(target)
words = keyness(texts[chosen], texts[~chosen], min_n=4)
lab.table(
    words,
    "term n_target n_reference per_10k_target per_10k_reference z g2 g2_p",
    caption=f"{target} 与其余",
)

# %% [markdown]
# ## 一张图

# %%
chart = charts.keyness_plot(words, target=str(target), reference="其余", source=source)
chart

# %% [markdown]
# ## 背后的原文
#
# 一个词好不好用来说明问题，要看它在句子里怎么用（KWIC：关键词居中）。

# %%
shown = term or words["term"].iloc[0]
lines = kwic(texts[chosen], shown, context=24)
where = lines.merge(corpus.reports[["report_id", "issuer", "year"]], on="report_id")
lab.table(where, "issuer year left node right", caption=f"“{shown}”在 {target} 的报告里")

# %%
lab.quotes(lines.assign(quote=lines["node"]), corpus.texts, corpus.reports, most=6)

# %% [markdown]
# ## 常连在一起说的词

# %%
lab.table(collocations(texts[chosen]), "first second n npmi g2", caption="固定搭配")

# %% [markdown]
# ## 导出

# %%
lab.export(home / out / "words", {"keyness": words, "kwic": lines}, {"keyness": chart})

# %% [markdown]
# ## 这里没有说明的
#
# - 用词差异多半来自职能不同（市场监管当然多说“市场”），不是法治水平不同。比较同类机关、或同一机关的不同年度，更有意义。
# - 分词会有错，专有名词可以写进自己的词表（目录文件夹里的 `userwords.txt`）。
# - 词多次出现可能只是抄了同一段话，见第 06 本。
