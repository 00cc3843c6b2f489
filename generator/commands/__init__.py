"""One module per `atlas` subcommand, each with `add_parser(subparsers)` and `run(arguments) -> exit code`."""
