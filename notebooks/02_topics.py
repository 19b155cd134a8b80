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
# # 02 主题聚类：举措都在说什么
#
# **要回答的问题**：不看官方分类，只看用词，这些报告的举措自然分成哪几类？各机关的侧重有何不同？
#
# 做法：jieba 分词（带本领域词表）→ TF-IDF → 非负矩阵分解（NMF）；每类用它最有区别力的词命名。
# 同样的报告、同样的参数，每次结果都一样。

# %% tags=["parameters"]
tables = "data/processed/five"  # 用哪一套表
k = None  # 分成几类；None 由程序按稳定性选
method = "nmf"  # "nmf" 或 "kmeans"
by = "issuer"  # 与什么交叉："issuer" 机关、"year" 年度、"region" 地区
labels = None  # 自己起名，如 {1: "学法用法"}，编号见下表；或文件，如 "topic_labels.csv"
source = None  # 图下的来源说明；None 用默认的
out = "output/five"  # CSV 和图写到哪里（其中的 topics 文件夹）

# %%
import pandas as pd

import fzanalysis as fz
from fzanalysis.analysis.topics import find_topics, themes_against_topics, topic_quotes, topic_table
from fzanalysis.presentation import charts, lab
from fzanalysis.presentation.labels import THEMES, source_note

home = lab.home()
corpus = fz.load(home / tables)
note = source or source_note(corpus.reports)
lab.sortable()

# %% [markdown]
# ## 分成了哪几类

# %%
names = pd.read_csv(home / labels) if isinstance(labels, str) else labels
found = find_topics(corpus.measures, k=k, method=method, labels=names)
lab.table(
    found.topics, "topic label terms n_points n_reports chars share stability", caption="话题一览"
)

# %% [markdown]
# 靠不靠得住：每次只留八成要点重新分一遍，看这一类还在不在（“稳定性”，1 为每次都在）。

# %%
lab.steadiness(found.topics)

# %% [markdown]
# 类数是怎么定的：把要点反复抽样重分，看两次结果合不合（稳定性，1 为完全一致），在差不多稳定的类数里取最少的。

# %%
lab.table(found.curve, caption="类数与稳定性")

# %% [markdown]
# ## 谁说得多
#
# 每一行加起来是 100%；“未归入”是跟哪一类都不够像的要点。

# %%
shares = topic_table(found, corpus.reports, by=by)
chart = charts.topic_heatmap(shares, source=note)
chart

# %% [markdown]
# 一个小记号是一个要点，用词相近的挨在一起；圆的面积是话题的要点数。话题分得开，图上就分得开，混在一处的要看原文。

# %%
plane = charts.topic_map(found.points, source=note)
plane

# %% [markdown]
# ## 背后的原文
#
# 每类最典型的要点，尽量来自不同的报告。

# %%
lab.quotes(topic_quotes(found, each=2), corpus.texts, corpus.reports, context=0, most=24)

# %% [markdown]
# ## 和官方主题对照
#
# 行是自然分出的话题，列是官方主题，格里是要点数。一行只落在一两列，说明两种分法一致；散开的，值得看看原文。

# %%
crossed = themes_against_topics(found)
lab.table(crossed.rename(columns=THEMES).rename_axis("话题"), caption="话题与官方主题")

# %% [markdown]
# ## 导出

# %%
lab.export(
    home / out / "topics",
    {"topics": found.topics, "topic_points": found.points},
    {"topics": chart, "map": plane},
)

# %% [markdown]
# ## 这里没有说明的
#
# - 话题是按用词分的：同一件事换了说法，可能分到两类；套话相同，也可能凑到一类。
# - 名称是程序从高区别度的词里拼出来的，读着不顺可在参数格的 `labels` 里改，改的是名字，不动归类。要长期用，
#   写一个 `topic_labels.csv`，两列：`auto_label`（上表的名称）、`label`（新名称）；话题变了，对不上的名字会报错，不会张冠李戴。
# - 要点少的语料（几十条）分得粗；报告越多越稳。
# - 各类占比按字数算，写得长不等于做得多。
