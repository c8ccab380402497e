"""Removes the one folder that lies outside the project: `make clean` runs this."""

import os
import shutil

from tandem.platform.home import tandem_home
from tandem.platform.postgres.cluster import folder_of_root


def main() -> None:
    if os.geteuid() == 0:
        shutil.rmtree(folder_of_root(tandem_home()), ignore_errors=True)


if __name__ == "__main__":
    main()
