"""Lets `python -m statusquo` be the command line."""

from statusquo.cli.app import main

main()
