"""From a bench folder to tables, figures and one self-contained page.

A report is a function of records: it plays nothing and trains nothing.
"""

from lmrl_gym.report.folder import read_bench
from lmrl_gym.report.page import write_report
from lmrl_gym.report.table import Row, collect_rows, rows_of, terminal_table

__all__ = ["Row", "collect_rows", "read_bench", "rows_of", "terminal_table", "write_report"]
