"""Workbooks and CSV files: those people send, read with limits before anything is opened, and those we hand out."""
