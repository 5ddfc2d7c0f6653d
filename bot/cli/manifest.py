"""`drumbeat manifest`: the Slack app, to paste at api.slack.com/apps."""

import argparse
import json

from bot.cli.speech import OK, say
from config.slack_app import manifest, manifest_for_http

SUMMARY = "Print the Slack app's manifest, for Socket Mode or for your own address"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the public address."""
    parser.add_argument(
        "--url",
        type=_https,
        metavar="https://…",
        help="where Slack reaches you; without it the manifest is for Socket Mode, which needs no address",
    )


def run(options: argparse.Namespace) -> int:
    """Print the manifest as JSON."""
    document = manifest_for_http(options.url) if options.url else manifest()
    say(json.dumps(document, indent=2, ensure_ascii=False))
    return OK


def _https(text: str) -> str:
    if not text.startswith("https://") or len(text) == len("https://"):
        raise argparse.ArgumentTypeError(
            "Slack calls https addresses only, like https://drumbeat.example.com"
        )
    return text
