"""`python -m elo` is `elo`."""

import sys

from elo.cli import main

sys.exit(main())
