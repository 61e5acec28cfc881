"""`briefwright quote`: print the YAML that quotes words of the essay."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer

from briefwright.cli.common import Brief
from briefwright.errors import BriefwrightError, InvalidSources

_MAX_SHOWN = 5


def quote(
    folder: Brief,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="Words of the essay, as you remember them.")],
) -> None:
    """Print the YAML that quotes words of the essay.

    Prints the most similar words first, each with the keys that make the quote unique. Needs only the essay.
    """
    from briefwright.sources import loading
    from briefwright.sources.quotes.relocation import compare_with_lock
    from briefwright.sources.quotes.suggestions import suggest_quotes, yaml_lines

    loaded, path = loading.load(folder), (folder / "essay.md").as_posix()
    if loaded.essay is None:
        raise InvalidSources(problem for problem in loaded.problems if problem.path in {folder.as_posix(), path})
    suggestions = list(islice(suggest_quotes(compare_with_lock(loaded.essay, None), " ".join(words)), _MAX_SHOWN + 1))
    if not suggestions:
        raise BriefwrightError(
            f"{path} has no words like “{' '.join(words)}”\n"
            "  hint: give more words in their order, or a few words of one sentence"
        )
    for suggestion in suggestions[:_MAX_SHOWN]:
        similarity = suggestion.similarity
        found = "a sentence with these words" if similarity is None else f"{int(similarity)}% alike"
        typer.echo(f"# ¶{suggestion.paragraph}, {found}")
        typer.echo("\n".join(yaml_lines(suggestion.quote)))
    if len(suggestions) > _MAX_SHOWN:
        typer.echo("# There are more places; give more words.")
