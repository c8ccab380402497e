"""The command line in Dutch: what Typer says itself, in help and about wrong use, in the words of the user.

`Commands` takes the place of `typer.Typer`. Typer has no translations; its sentences are made here from what an error
knows: which option, which value, which choices. This is also the one place where a command ends, with code 0, 1 or 2.
"""

import os
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

import typer
from typer import rich_utils

# Typer carries a click of its own and publishes no other name for its errors.
from typer._click import Command, Context, HelpFormatter, Parameter
from typer._click import exceptions as wrong
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from tandem.cli.failures import said
from tandem.cli.output import messages

rich_utils.OPTIONS_PANEL_TITLE = "Opties"
rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenten"
rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
rich_utils.DEFAULT_STRING = "[anders: {}]"
rich_utils.REQUIRED_LONG_STRING = "[verplicht]"

CTRL_C = 130  # what Typer's main returns after it
EXTRA = "extra argument(s) ("  # only Typer's sentence knows which words were too many


class _Dutch(Command):
    """What commands and groups have in common."""

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Gebruik: ")

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """`PAD …` for one or more, `[BRON] …` for none or more."""
        pieces = super().collect_usage_pieces(ctx)
        return [piece.replace("{", "").replace("}", "").replace("...", " …") for piece in pieces]

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Without the kind of value where it says nothing: at a switch, and at words whose help says what they are."""
        parameters = super().get_params(ctx)
        for one in parameters:
            if isinstance(one, TyperArgument):
                one.display_type_rich = _nothing  # type: ignore[method-assign]
            elif isinstance(one, TyperOption) and one.is_flag:
                one.metavar = ""
        return parameters

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Toon deze uitleg."
        return option

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """An error of the parser does not know in which command it was made."""
        try:
            return super().parse_args(ctx, args)
        except wrong.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class DutchCommand(_Dutch, TyperCommand):
    def __init__(self, *args: Any, **given: Any) -> None:
        texts = {"options_metavar": "[OPTIES]", "help": _paragraphs(given.get("help") or "")}
        super().__init__(*args, **{**given, **texts})


class DutchGroup(_Dutch, TyperGroup):
    def __init__(self, *args: Any, **given: Any) -> None:
        metavars = {"options_metavar": "[OPTIES]", "subcommand_metavar": "OPDRACHT …"}
        super().__init__(*args, **{**given, **metavars})

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except wrong.NoSuchOption:
            raise
        except wrong.UsageError:
            near = get_close_matches(args[0], self.commands, n=1)
            advice = f"Bedoel je '{near[0]}'?" if near else f"Kies uit: {', '.join(self.commands)}."
            raise wrong.UsageError(f"De opdracht '{args[0]}' bestaat niet. {advice}", ctx) from None

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> Any:  # type: ignore[override]
        """Run the command and end the program with its code: 0, 1 or 2."""
        try:
            code = super().main(args, prog_name, **{**extra, "standalone_mode": False})
            sys.stdout.flush()  # a full disk or a closed pipe shows itself here, not after the end
            if code == CTRL_C:
                raise typer.Abort
        except wrong.ClickException as error:
            _tell(error)
            code = error.exit_code
        except typer.Abort:
            messages.print("Afgebroken.")
            code = 1
        except BrokenPipeError:
            _let_go_of_output()
            code = 1
        except Exception as error:
            if (reason := said(error)) is None:
                raise  # our mistake; it shows itself
            messages.print(reason, style="red", markup=False, soft_wrap=True)
            if isinstance(error, OSError):
                _let_go_of_output()  # or what could not be written is tried, and told, once more at the end
            code = 1
        sys.exit(code or 0)


class Commands(typer.Typer):
    """A group of commands that speaks Dutch."""

    def __init__(self, **given: Any) -> None:
        super().__init__(cls=DutchGroup, no_args_is_help=True, rich_markup_mode="rich", **given)

    def command(self, name: str | None = None, **given: Any) -> Callable[[Any], Any]:
        return super().command(name, **{"cls": DutchCommand, **given})


def _paragraphs(text: str) -> str:
    """The text of a docstring without its line ends: the screen has a width of its own."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _nothing(ctx: Context) -> str:  # noqa: ARG001 - Typer's form
    return ""


def _tell(error: wrong.ClickException) -> None:
    """How the command is used, where to read more, and last what was wrong."""
    if isinstance(error, wrong.NoArgsIsHelpError):
        return  # the help has just been shown
    ctx = getattr(error, "ctx", None)
    if ctx is not None:
        messages.print(ctx.get_usage(), markup=False, soft_wrap=True)
        messages.print(f"Meer uitleg: {ctx.command_path} --help", markup=False, soft_wrap=True)
    messages.print(what_is_wrong(error), style="red", markup=False, soft_wrap=True)


def what_is_wrong(error: wrong.ClickException) -> str:
    """One sentence about one wrong use."""
    match error:
        case wrong.NoSuchOption():
            near = get_close_matches(error.option_name, error.possibilities or (), n=1)
            return f"De optie {error.option_name} bestaat niet." + (f" Bedoel je {near[0]}?" if near else "")
        case wrong.BadOptionUsage():
            return f"Achter {error.option_name} hoort {'een' if 'requires' in error.message else 'geen'} waarde."
        case wrong.MissingParameter() if error.param is not None:
            return _missing(error.param)
        case wrong.BadParameter() if error.param is not None:
            return _wrong_value(error, error.param)
    if EXTRA in error.message:
        return f"Dit is te veel: {error.message.partition(EXTRA)[2].rstrip(')')}."
    return error.format_message()


def _missing(parameter: Parameter) -> str:
    if isinstance(parameter, TyperOption):
        return f"De optie {parameter.opts[-1]} ontbreekt."
    return f"Er ontbreekt iets: {parameter.metavar or parameter.name}."


def _wrong_value(error: wrong.BadParameter, parameter: Any) -> str:
    """Typer judges values with pydantic, which keeps the value that it refused."""
    name = parameter.opts[-1] if isinstance(parameter, TyperOption) else parameter.metavar
    problems: list[Any] = getattr(error.__cause__, "errors", list)()
    typed = f"'{problems[0]['input']}'" if problems else "deze waarde"
    if parameter.type_descriptor.is_choice:
        return f"{name}: {typed} kan hier niet. Kies uit: {', '.join(map(str, parameter.type_descriptor.choices))}."
    if parameter.type_descriptor.annotation is int:
        return f"{name}: {typed} is geen getal."
    return f"{name}: {typed} kan hier niet."


def _let_go_of_output() -> None:
    """Who read our output has stopped reading: nothing more to say, also not at the very end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
