"""The root command and its groups."""

import sys
from io import TextIOWrapper

import click

from diagnosis import __version__
from diagnosis.cli.ask.command import ask
from diagnosis.cli.audit import audit
from diagnosis.cli.backup import backup, restore
from diagnosis.cli.codes import codes
from diagnosis.cli.content import content
from diagnosis.cli.deletions import deletions
from diagnosis.cli.forms import forms
from diagnosis.cli.keys import keys
from diagnosis.cli.learning import evaluate, train
from diagnosis.cli.migrate import migrate
from diagnosis.cli.models import models
from diagnosis.cli.overstatement import overstatement
from diagnosis.cli.report import report
from diagnosis.cli.retention import retention
from diagnosis.cli.roadmap import roadmap
from diagnosis.cli.score import score
from diagnosis.cli.shares import shares
from diagnosis.cli.standards import standards
from diagnosis.cli.support import support
from diagnosis.cli.visits import visits


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="diagnosis")
def main() -> None:
    """Diagnose a manufacturer's digital maturity and AI readiness. 诊断—改造—推广。"""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal of ASCII has no 诊断
            stream.reconfigure(errors="backslashreplace")


for command in (
    *(score, roadmap, support, report, ask, content, standards, forms),
    *(train, evaluate, models, overstatement, shares, visits),
    *(migrate, backup, restore, keys, codes, audit, deletions, retention),
):
    main.add_command(command)
