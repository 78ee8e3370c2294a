"""The verbs that training adds to the command line."""

from __future__ import annotations

import argparse
import sys

from .scoring.evaluate import Test


class Train:
    """`rtstgcn-edge train`: a checkpoint from a configuration."""

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("configuration", help="bundled configuration (as demo) or JSON file")
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="SECTION.KEY=VALUE",
            help="another value than the configuration's, as optimizer.epochs=5; may be repeated",
        )
        parser.add_argument("--leave-one-out", action="store_true", help="one training a subject, scored on it alone")
        former = parser.add_mutually_exclusive_group()
        former.add_argument("--resume", action="store_true", help="go on with the run in processor.out, if any")
        former.add_argument("--overwrite", action="store_true", help="begin anew in place of the run in processor.out")

    @staticmethod
    def run(arguments: argparse.Namespace) -> int:
        from .configuration import find_configuration, load_configuration
        from .run.leave_one_out import table, train_each_subject
        from .run.trainer import train

        configuration = load_configuration(find_configuration(arguments.configuration), arguments.set)
        former = {"resume": arguments.resume, "overwrite": arguments.overwrite}
        if arguments.leave_one_out:
            print(table(train_each_subject(configuration, **former)))
            return 0
        checkpoint = train(configuration, **former)
        print(f"wrote {checkpoint} and {checkpoint.with_suffix('.json').name}", file=sys.stderr)
        return 0


train = Train
test = Test
