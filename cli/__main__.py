"""``python -m cli``: the command line where nothing is installed."""

import sys

from cli import main

sys.exit(main())
