"""``python -m nuzuh.cli``: the command line where nothing is installed."""

import sys

from nuzuh.cli import main

sys.exit(main())
