"""How `wijkpeil analyse` is written: options that take several names, and what they mean together."""

from collections.abc import Sequence

import click

SEVERAL = ("--mean", "--proportion", "--total", "--ratio", "--quantile", "--by")
FILES = (".csv", ".csv.gz", ".parquet")


class Several(click.Command):
    """A command of which some options take all names that follow: `--mean a b --by wijk leeftijd`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat an option for each name after it, so that click understands it."""
        return super().parse_args(ctx, repeated(args))


def repeated(args: Sequence[str]) -> list[str]:
    """`--mean a b` as `--mean a --mean b`; the name of the file is left where it stands.

    The file is the first argument that belongs to no option; behind an option of several names it is known by its
    end (.csv, .csv.gz or .parquet).
    """
    found: list[str] = []
    option, taken = "", 0
    file = bool(args) and not args[0].startswith("-")
    for place, one in enumerate(args):
        if one.startswith("--"):
            if option in SEVERAL and not taken:
                raise click.UsageError(f"Noem na {option} ten minste één kolom.")
            option, taken = one, 0
        elif option in SEVERAL:
            if taken and not file and one.lower().endswith(FILES):
                file = True
            else:
                taken += 1
                if taken > 1:
                    found.append(option)
        elif place and not option.startswith("--"):
            file = True
        found.append(one)
    return found


def names(given: Sequence[str]) -> tuple[str, ...]:
    """Names that were given apart or with commas between them."""
    return tuple(part.strip() for one in given for part in one.split(",") if part.strip())


def quantiles(given: Sequence[str]) -> tuple[str, ...]:
    """`a@0.25,0.5,b@0.5` as `a@0.25,0.5` and `b@0.5`: a part without @ is a further share of the column before it."""
    found: list[str] = []
    for one in names(given):
        if "@" in one or not found:
            found.append(one)
        else:
            found[-1] += f",{one}"
    return tuple(found)
