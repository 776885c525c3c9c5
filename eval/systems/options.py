"""The options that `eval.systems` and `eval.systems.published` share."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.asking.chosen import SEED
from eval.systems.spec import ENDPOINT, SYSTEMS, check_names
from eval.systems.types import SystemSetupError
from qa.settings import Settings, load_settings


def parser(name: str, description: str | None) -> argparse.ArgumentParser:
    """A parser with what both commands take; `name` is the module below `eval`."""
    found = argparse.ArgumentParser(
        prog=f"python -m eval.{name}",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="systems:\n"
        + "".join(f"  {name:16} {what}\n" for name, what, _ in SYSTEMS)
        + f"  {ENDPOINT + 'URL':16} any OpenAI-compatible chat endpoint (--model)\n",
    )
    found.add_argument("--systems", default="product", help="names below, between commas")
    found.add_argument("--llm", default="", help="for systems that write: smollm2, ollama:NAME, …")
    found.add_argument("--llm-base-url", help="the server of --llm, where it is not the usual one")
    # What a busy machine cuts short would be scored as if the system had said no more.
    found.add_argument(
        "--llm-timeout-seconds", type=float, default=600.0, help="for one reply (default 600)"
    )
    found.add_argument("--model", default="default", help="model of an openai: endpoint")
    found.add_argument("--questions", type=int, help="a random sample of so many (default: all)")
    found.add_argument("--seed", type=int, default=SEED, help="of the sample")
    found.add_argument("--out", type=Path, help="folder for table, figures and answers")
    found.add_argument("--embedder", help="for a new index (an index there keeps its own)")
    found.add_argument("--reranker", help='of Dateline: "none", or a CrossEncoder by name')
    found.add_argument("--top-k", type=int, help="passages that Dateline reads")
    found.add_argument("--refuse-below", type=float, help="Dateline refuses under this probability")
    return found


def systems_of(chosen: argparse.Namespace) -> list[str]:
    """The names of `--systems`. Raises SystemSetupError, also where a model would be needed."""
    names = [name.strip() for name in chosen.systems.split(",") if name.strip()]
    check_names(names)
    writers = [n for n in names if n in ("product_llm", "quickstart", "citation_engine")]
    if writers and not chosen.llm:
        raise SystemSetupError(
            f"{', '.join(writers)}: written by a language model; name one, such as --llm smollm2."
        )
    return names


def settings_of(chosen: argparse.Namespace, home: Path) -> Settings:
    """The product's settings with these options; no file and no environment."""
    names = (
        "embedder", "reranker", "top_k", "refuse_below", "llm", "llm_base_url",
        "llm_timeout_seconds",
    )  # fmt: skip
    flags = {name: getattr(chosen, name) for name in names if getattr(chosen, name) is not None}
    return load_settings({**flags, "home": home}, environ={}, folder=home / "no settings file")
