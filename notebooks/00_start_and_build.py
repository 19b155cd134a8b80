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
# # 00 从这里开始：把一个文件夹的报告建成表
#
# **要回答的问题**：这个文件夹里的法治政府建设年度报告，程序读出了什么？有没有读不了的文件、拿不准的地方？
#
# 从菜单选“运行 → 运行所有单元格”即可；全部跑完只要几秒。换成自己的文件夹，只改下面这一格参数。

# %% tags=["parameters"]
raw = "data/raw/five"  # 原始报告所在的文件夹：txt、html、docx、doc、pdf、zip 均可
built = "data/processed/five"  # 各张表写到哪里（原有的表会整体替换）
show_report = 0  # 下面看哪一份报告的原文：第几行，从 0 数起

# %%
import pandas as pd

import fzanalysis as fz
from fzanalysis.corpus import TABLE_TITLES, TABLES
from fzanalysis.presentation import charts, lab

home = lab.home()  # 项目所在的文件夹；参数里的相对路径都从这里算起
lab.sortable()  # 让下面的表格可以排序、筛选

# %% [markdown]
# ## 建表
#
# 读取 → 识别结构 → 提取 → 写表。每一行都带着原文中的起止位置和引文；对不上原文的行不会写出。

# %%
summary = fz.build(home / raw, home / built, progress=lab.Progress())
corpus = fz.load(home / built)

# %% [markdown]
# ## 一张表：读出了多少
#
# 每张表同时写成两份：`tables/` 里的 Parquet 供程序用，`csv/` 里的 CSV 用 Excel 双击就能打开。

# %%
rows = pd.DataFrame(
    {
        "表": [TABLE_TITLES[name] for name in summary.rows],
        "文件名": list(summary.rows),
        "行数": list(summary.rows.values()),
        "一行是什么": [TABLES[name].definition for name in summary.rows],
    }
)
lab.table(rows, caption="各张表的行数")

# %% [markdown]
# 各份报告的身份：单位、地区、年度来自正文（或 `sources.csv`），空白就是没有读到。“提示”一列写着拿不准的地方。

# %%
lab.table(
    corpus.reports, "issuer region province year published_on title chars", caption="读到的报告"
)

# %% [markdown]
# 每个文件是怎样读的，有没有拿不准的地方（例如没有读到单位，需要写进 `sources.csv`）：

# %%
lab.table(corpus.reports, "source_path format encoding warnings", caption="文件与提示")

# %% [markdown]
# 读不了的文件列在这里，写明原因和办法；一个文件读不了，不影响其他文件。空表就是都读出来了。

# %%
lab.table(corpus.failures, name="failures", caption="未能读取的文件")

# %% [markdown]
# ## 一张图：该有的部分齐不齐，发布得及不及时

# %%
kept = corpus.reports["duplicate_of"].isna()  # 同一份报告收了两遍的，只画一遍
reports = corpus.reports[kept].sort_values(["issuer", "year"])
charts.completeness_grid(corpus.completeness, reports)

# %% [markdown]
# ## 背后的原文
#
# 任取一份报告，看它的数字各从哪句话读出。标黄的就是表里 `quote` 一列的内容，一字不差。

# %%
report = reports.iloc[[show_report]]
figures = corpus.metrics[corpus.metrics["report_id"].isin(report["report_id"])]
lab.quotes(figures, corpus.texts, corpus.reports, most=8)

# %% [markdown]
# ## 换成自己的文件夹
#
# 1. 把报告放进一个文件夹，例如 `data/raw/mine`（子文件夹也会读）。不同来源的报告请分开放、分开建表。
# 2. 把上面参数格里的 `raw`、`built` 改成 `data/raw/mine`、`data/processed/mine`，重新运行全部单元格。
# 3. 后面各本笔记的参数格里也有 `tables`，改成同一个文件夹即可。
#
# 单位、地区、年度、发布日期如果没有读到或读错，在该文件夹放一个 `sources.csv`，写上您知道的，程序以它为准：
#
# ```
# path,url,issuer,region,year,published_on
# 甲县-2023.txt,https://example.org/1.html,甲县科学技术局,甲县,2023,2024-03-20
# ```
#
# 不用笔记本也行，命令是 `fzanalysis build data/raw/mine --out data/processed/mine`。
#
# ## 这里没有说明的
#
# - 行数多少只说明报告写了多少，不说明工作做了多少。
# - `data/raw/five` 的五份报告事实和数字与公开原件一致，文字是重新写的，引文不能当作该单位的原话；说明见 `data/README.md`。
# - 提取难免有错。第 08 本讲怎样对着原文复核、怎样把更正写下来，重建时不会丢。
