"""The data subject on the screen: inzage. Start reading at `views.start`."""
