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
# # 07 计划跟进：上年说要做的，下年写了没有
#
# **要回答的问题**：上一年的打算，在下一年的报告里有没有下文？有目标数的，达到没有？年年承认的问题是哪些？
#
# 做法：把每条打算和同一机关下一年的举措逐条比用词，再比目标数。**比的是报告写没写，不是事情做没做。**

# %% tags=["parameters"]
tables = "data/processed/demo"  # 用哪一套表；这一套是虚构的演示语料
issuer = "苇泊县水利局"  # 图里看哪个机关；没有这个机关就看全部
strong = 0.45  # 用词相合到多少算写到
weak = 0.2  # 到多少算部分写到
source = "数据来源：演示语料（虚构）"  # 图下的来源说明
out = "output/demo"  # CSV 和图写到哪里（其中的 follow_up 文件夹）

# %%
import fzanalysis as fz
from fzanalysis.analysis.follow_up import delivery, follow_up, recurring_problems
from fzanalysis.presentation import charts, lab

home = lab.home()
corpus = fz.load(home / tables)
lab.sortable()

# %% [markdown]
# ## 一张表：每条打算的下文
#
# “相合度”是打算里的词有多少（按稀有程度加权）也出现在下一年的那条举措里；打算所指的事物（“争取增加编制”的“编制”）没有出现的，
# 相合度减半计，免得同样的套话算成有下文。没有找到的，也列出最接近的一条，由您判断。

# %%
followed = follow_up(
    corpus.plans, corpus.measures, corpus.metrics, corpus.reports, strong=strong, weak=weak
)
judged = followed[followed["verdict"].ne("no_next_report")]
lab.table(
    judged,
    "issuer year plan_quote verdict measure_quote wording target outcome figure",
    caption="每条打算的下文",
)

# %% [markdown]
# 各机关各年度，有多少条有下文：

# %%
lab.table(
    delivery(judged).rename(columns={"n": "条数"}),
    "issuer year 条数 taken_up partly not_found taken_up_share",
    caption="各机关各年度的下文",
)

# %% [markdown]
# ## 一张图

# %%
shown = judged[judged["issuer"].eq(issuer)] if issuer in set(judged["issuer"]) else judged
pictures = {} if shown.empty else {"board": charts.follow_up_board(shown, source=source)}
pictures.get("board", "没有哪个机关有相邻两年的报告，无从跟进。")

# %% [markdown]
# ## 背后的原文
#
# 没有找到下文的打算，原文是这样写的：

# %%
dropped = judged[judged["verdict"].eq("not_found")]
plans = corpus.plans.merge(
    dropped[["report_plan", "item_id"]],
    left_on=["report_id", "item_id"],
    right_on=["report_plan", "item_id"],
)
lab.quotes(plans, corpus.texts, corpus.reports, context=20)

# %% [markdown]
# ## 年年都有的问题

# %%
again = recurring_problems(corpus.problems, corpus.reports)
lab.table(again, "issuer category year n_years streak wording quote", caption="不止一年承认的问题")

# %% [markdown]
# ## 导出

# %%
lab.export(home / out / "follow_up", {"follow_up": judged, "recurring_problems": again}, pictures)

# %% [markdown]
# ## 这里没有说明的
#
# - “没有找到”只是下一年的报告没有写到；事情可能做了没写，也可能换了说法。
# - “写到”也只是写到了，不说明做成了；有目标数并且达到的，最可靠。
# - 换词的承诺（“健全机制”“持续加强”）太空泛，相合度高低都说明不了什么。
