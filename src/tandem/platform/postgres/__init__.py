"""The database of development, demonstration and tests: started by ourselves, over a Unix socket only."""
