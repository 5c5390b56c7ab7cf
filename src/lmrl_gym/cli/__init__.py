"""The command `lmrl`. Only this package prints, and only it turns errors into a sentence and an exit code (2 for a wrong request, 1 for a failure).

Every subcommand is a dataclass whose fields are its options and whose `run` does the work; heavy imports happen inside `run`, so `--help` and
`list` are quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import tyro

from lmrl_gym.cli.asking import Ask
from lmrl_gym.cli.data import Collect, Import, View
from lmrl_gym.cli.runs import Bench, Configs, Evaluate, Report, Train
from lmrl_gym.cli.screen import err
from lmrl_gym.cli.talks import Converse, Distill
from lmrl_gym.cli.tasks import Check, List, Play, References
from lmrl_gym.core.errors import LmrlError

Command = (
    Annotated[List, tyro.conf.subcommand("list")]
    | Annotated[Check, tyro.conf.subcommand("check")]
    | Ask
    | Collect
    | Converse
    | Distill
    | Annotated[Import, tyro.conf.subcommand("import")]
    | Configs
    | Train
    | Evaluate
    | Bench
    | Report
    | Play
    | View
    | References
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the command."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    given = [a for a in given if a != "--debug"]
    try:
        command: Any = tyro.cli(
            Command,
            prog="lmrl",
            description="Multi-turn reinforcement learning with language models: tasks, data, training, scores. Add --debug to see tracebacks.",
            args=given,
            config=(tyro.conf.OmitArgPrefixes,),
        )
        command.run()
    except LmrlError as error:
        if debug:
            raise
        err.print(f"lmrl: {error}", markup=False, highlight=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        err.print("lmrl: interrupted; what was finished is kept, call the same command again to go on", markup=False)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
