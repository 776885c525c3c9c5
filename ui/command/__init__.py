"""The subcommands of `dateline`, one file each; `ui/cli.py` chooses."""
