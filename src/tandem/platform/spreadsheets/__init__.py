"""Workbooks and CSV files that people send: read as text, with limits before anything is opened."""
