"""Many people at once: a file is read, judged row by row, applied as a whole, and can be taken back as a whole."""
