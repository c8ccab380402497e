"""`make bench-peers`: Tandem beside programs that a region could take instead. An optional extra."""
