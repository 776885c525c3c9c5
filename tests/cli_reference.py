"""docs/cli.md from the program itself: `make docs` writes it, test_cli_reference.py compares."""

from __future__ import annotations

import argparse

from ui.cli import build_parser


def render() -> str:
    """The reference as Markdown; groups that several commands share are listed once, at the end."""
    parser = build_parser()
    [commands] = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    summaries = {choice.dest: choice.help for choice in commands._choices_actions}
    lines = [
        "# The `dateline` command",
        "",
        "<!-- Made from the program by `make docs`; a test compares. -->",
        "",
        str(parser.description),
        "",
        str(parser.epilog),
    ]
    shared: dict[str, tuple[argparse._ArgumentGroup, list[str]]] = {}
    for name, command in commands.choices.items():
        own, groups = _parts(command)
        for group in groups:
            shared.setdefault(str(group.title), (group, []))[1].append(name)
        operands = " ".join(_operand(a) for a in own if not a.option_strings)
        lines += [
            "",
            f"## dateline {name}",
            "",
            f"    dateline {name} [options] {operands}".rstrip(),
        ]
        lines += ["", f"{_sentence(summaries[name])}", "", *_table(own)]
        if groups:
            lines += ["", f"Also: {', '.join(str(group.title) for group in groups)} (below)."]
    for title, (group, names) in shared.items():
        lines += ["", f"## {_sentence(title).rstrip('.')}", ""]
        lines += [f"Options of {', '.join(f'`{name}`' for name in names)}."]
        lines += ["", *_table(group._group_actions)]
    return "\n".join(lines) + "\n"


def _parts(
    command: argparse.ArgumentParser,
) -> tuple[list[argparse.Action], list[argparse._ArgumentGroup]]:
    """A command's own arguments, and its titled groups of settings."""
    standard = (command._positionals, command._optionals)
    own = [a for group in standard for a in group._group_actions if a.dest != "help"]
    return own, [group for group in command._action_groups if group not in standard]


def _table(actions: list[argparse.Action]) -> list[str]:
    rows = [f"| `{_spelling(action)}` | {_help(action)} |" for action in actions]
    return ["| option | meaning |", "|---|---|", *rows]


def _spelling(action: argparse.Action) -> str:
    if not action.option_strings:
        return _operand(action)
    value = "" if action.nargs == 0 else f" {_value(action)}"
    return ", ".join(action.option_strings) + value


def _operand(action: argparse.Action) -> str:
    name = _value(action)
    return {"*": f"[{name} …]", "+": f"{name} …", "?": f"[{name}]"}.get(str(action.nargs), name)


def _value(action: argparse.Action) -> str:
    if action.choices:
        return "/".join(str(choice) for choice in action.choices)
    if isinstance(action.metavar, tuple):
        return " ".join(action.metavar)
    return str(action.metavar or action.dest.upper())


def _help(action: argparse.Action) -> str:
    return str(action.help or "").replace("|", "\\|").replace("%%", "%")


def _sentence(text: str | None) -> str:
    return f"{str(text)[:1].upper()}{str(text)[1:].rstrip('.')}."


if __name__ == "__main__":
    print(render(), end="")
