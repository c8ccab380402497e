"""What takes too long for `make test`: larger worlds, longer attacks, fuzzing. Run by `make proof`."""
