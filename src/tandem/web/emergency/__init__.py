"""Break-glass on the screen: noodtoegang. Start reading at `views.start`."""
