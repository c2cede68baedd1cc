"""`python -m saldo.cli` is the `saldo` command."""

import sys

from saldo.cli.main import main

sys.exit(main())
