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
# # 08 复核与更正：对着原文看，把更正写下来
#
# **要回答的问题**：表里的数对不对？不对的怎样改，改了以后重建会不会丢？
#
# 提取难免有错，有的还要人来拿主意。这里走一遍：先看该查哪些，再对着原文查一份，然后写一条更正、重建、看前后差别。

# %% tags=["parameters"]
raw = "data/raw/demo"  # 原始报告；这一套是虚构的演示语料
tables = "data/processed/demo"  # 已经建好的表
code = "pub_materials"  # 例子：核对哪个指标
phrase = "反光背心"  # 例子：原文里有这个词的，不算宣传资料
source = "数据来源：演示语料（虚构）"  # 图下的来源说明
out = "output/demo"  # 例子写到哪里（其中的 review 文件夹；原始文件夹不动）

# %%
import shutil

import fzanalysis as fz
from fzanalysis.analysis.compare import check_totals
from fzanalysis.presentation import charts, lab
from fzanalysis.presentation.audit import Audit
from fzanalysis.presentation.labels import metric_name

home = lab.home()
corpus = fz.load(home / tables)
lab.sortable()

# %% [markdown]
# ## 先查哪些
#
# 一查读取时的提示；二查总数与分项对不上的（报告自己写错，或读错；只列了一部分分项的不算错）；三查前后矛盾的数。

# %%
lab.table(
    corpus.reports[corpus.reports["warnings"].fillna("").ne("")],
    "report_id issuer year warnings source_path",
    caption="读取时的提示",
)

# %%
lab.table(
    check_totals(corpus.metrics, only_disagreements=True),
    "report_id metric_id code total parts parts_low parts_high state quote part_quotes",
    caption="总数与分项对不上的",
)

# %%
lab.table(
    corpus.indicators[corpus.indicators["rule"].eq("conflict")],
    "issuer year code lower upper unit metric_ids",
    caption="前后矛盾的数",
)

# %% [markdown]
# ## 对着原文查一份
#
# 左边是全文，读出来的东西都标在原处；右边的卡片写着代码、数值、限定、性质和理由。点标记前的小字跳到卡片，再点回来。

# %%
doubtful = corpus.metrics[
    corpus.metrics["code"].eq(code) & corpus.metrics["quote"].str.contains(phrase, regex=False)
]
report_id = [*doubtful["report_id"], corpus.reports["report_id"].iloc[0]][0]
Audit(report_id, corpus.tables)

# %% [markdown]
# ## 背后的原文
#
# 这几处把物品也算进了“资料”，和往年口径不同：

# %%
lab.quotes(doubtful, corpus.texts, corpus.reports)

# %% [markdown]
# ## 写下更正
#
# 一行一处：哪张表、哪一行、哪一列，**原来是什么**（对不上就不执行，并告诉您现在是什么），改成什么，理由，谁，哪天。
# 这里把指标代码改成空，意思是“不再当作宣传资料份数”。正式使用时，把 `corrections.csv` 放进原始文件夹即可；
# 用 Excel 写成 `corrections.xlsx` 也行，表头可用中文。

# %%
lines = doubtful[["report_id"]].assign(
    table="metrics",
    row=doubtful["metric_id"],
    column="code",
    expected=code,
    value="",
    reason="含物品，与往年口径不同",
    who="演示",
    date="2025-06-01",
    action="set",
)
lab.table(lines, dict.fromkeys(lines, "") | {"value": "新值", "reason": "理由"}, caption="更正")

# %%
work = home / out / "review"
shutil.copytree(home / raw, work / "raw", dirs_exist_ok=True)
lines.to_csv(work / "raw" / "corrections.csv", index=False, encoding="utf-8-sig")
fz.build(work / "raw", work / "tables", progress=lab.Progress())
corrected = fz.load(work / "tables")

# %% [markdown]
# ## 前后对照
#
# 改过的行，“更正人”一列写着是谁、哪天改的。

# %%
changed = corrected.metrics[corrected.metrics["corrected_by"].notna()]
lab.table(changed, "report_id metric_id code counted value unit quote corrected_by", name="metrics")

# %%
name = metric_name(code)
before = charts.panel_lines(
    corpus.indicators, code, corpus.reports, title=f"{name}：更正前", source=source
)
before

# %%
after = charts.panel_lines(
    corrected.indicators, code, corrected.reports, title=f"{name}：更正后", source=source
)
after

# %% [markdown]
# ## 导出

# %%
lab.export(work, {"corrections": lines, "corrected": changed}, {"before": before, "after": after})

# %% [markdown]
# ## 这里没有说明的
#
# - 上面列的只是容易出错的地方，没列出的不等于没错；重要的数请逐条看引文。
# - 更正改的是读出来的结果，不改原文，也不改引文的位置。
# - 同一类错误反复出现，值得告诉维护者，或写进自己的目录文件夹，而不是一条条更正。
