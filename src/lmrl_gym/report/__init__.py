"""From a bench folder to tables, figures and one self-contained page.

A report is a function of records: it plays nothing and trains nothing.
"""
