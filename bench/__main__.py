"""`python -m bench [--quick] [names...]`: ask the questions one after the other, show the table, keep the answers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from rich.console import Console

from bench import closing, hot_lot, report, screen, search, spread
from bench.apart import Failed, apart
from bench.questions import Answer, Scale, Tell

QUESTIONS: dict[str, Callable[[Scale, Tell], Answer]] = {
    "hot-lot": hot_lot.measure,
    "spread": spread.measure,
    "screen": screen.measure,
    "closing": closing.measure,
    "search": search.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *QUESTIONS], help="which questions; all by default")
    parser.add_argument("--quick", action="store_true", help="only show that everything runs; keep no results")
    asked = parser.parse_args()
    console = Console(stderr=True)
    answers: dict[str, Answer] = {}
    for name in asked.names or QUESTIONS:
        with console.status(name) as status:

            def tell(said: str) -> None:
                status.update(said)
                if not console.is_terminal:
                    console.print(said)

            try:
                answers[name] = apart(QUESTIONS[name], Scale(asked.quick), tell=tell)
            except Failed:
                console.print(f"{name}: failed, see above")
    Console().print(report.table(answers))
    if not asked.quick and answers:
        report.keep(answers)
    return 0 if len(answers) == len(asked.names or QUESTIONS) else 1


if __name__ == "__main__":
    sys.exit(main())
