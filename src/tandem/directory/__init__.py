"""The directory of services (sociale kaart) and good examples: what help there is, and whether that is still true."""
