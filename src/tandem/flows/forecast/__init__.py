"""How many pupils there will be, with an interval. Start reading in `model`, then `outlook`."""
