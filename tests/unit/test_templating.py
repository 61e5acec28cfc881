from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel import Locale

from briefwright.errors import InvalidSources
from briefwright.html.templating import environment, render_template
from briefwright.language import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = Catalogue(Locale("en"), {"word": "Word"})


def rendered(folder: Path, template: str, **values: object) -> str:
    path = folder / "a/b.j2"
    path.parent.mkdir(exist_ok=True)
    path.write_text(template, "utf-8")
    return render_template(environment(folder, CATALOGUE), folder, "a/b.j2", values)


def test_uses_strings_dates_and_lists_of_the_catalogue(tmp_path: Path) -> None:
    text = "{{ t('word') }} {{ day | date }} {{ ['a', 'b'] | listing }} {{ '<' }}"
    assert rendered(tmp_path, text, day="2015-11") == "Word November 2015 a and b &lt;"


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("one\n{{ gone }}\n", 2, "'gone' is undefined"),
        ("one\n\n{% if %}\n", 3, "Expected an expression"),
        ("one\n{{ t('gone') }}\n", 2, "missing 'gone' for “gone”"),
        ("one\n\n{{ ''.__class__.__mro__ }}\n", 3, "access to attribute '__class__' of 'str' object is unsafe"),
        ("{% include 'gone.j2' %}", 1, "gone.j2"),
    ],
)
def test_template_errors_have_file_and_line(tmp_path: Path, template: str, line: int, message: str) -> None:
    with pytest.raises(InvalidSources) as error:
        rendered(tmp_path, template)
    (problem,) = error.value.problems
    assert problem.path == f"{tmp_path}/a/b.j2"
    assert problem.line == line
    assert problem.excerpt == template.splitlines()[line - 1]
    assert message in problem.message


def test_templates_cannot_change_values(tmp_path: Path) -> None:
    with pytest.raises(InvalidSources, match="unsafe"):
        rendered(tmp_path, "{{ list.append(1) }}", list=[])
