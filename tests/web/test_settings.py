"""The names that documents show, set by the person; and the settings of the installation."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapper.errors import InvalidError
from tests.web.conftest import Visitor
from tests.web.markup import Page
from web.settings import read_settings


def test_names_are_saved_and_shown_on_every_page(visitor: Visitor) -> None:
    form = visitor.page("/settings").forms[0]
    answer = visitor.send(form, institution="Harbour University", person="Ada Keeper")
    assert answer.status_code == 303
    assert "stand under “" in visitor.page(answer.location).words("//*[@role='status']")
    assert visitor.page("/").words("//*[@class='where']").startswith("Harbour University · Ada Keeper")


@pytest.mark.parametrize("field", ["institution", "person"])
@pytest.mark.parametrize("value", ["", "  ", "x" * 201])
def test_a_name_that_is_empty_or_endless_is_told_beside_its_field(
    visitor: Visitor, field: str, value: str
) -> None:
    form = visitor.page("/settings").forms[0]
    answer = visitor.send(form, **{field: value})
    page = Page(answer.text)
    control = page.one(f"//input[@id='{field}']")
    assert answer.status_code == 422
    assert control.get("aria-invalid") == "true"
    assert f"{field}-fault" in control.get("aria-describedby").split()
    assert "Give 1 to 200." in page.words(f"//*[@id='{field}-fault']")
    assert control.get("value") == value


def test_every_page_says_that_nobody_signs_in(visitor: Visitor) -> None:
    for path in ("/", "/settings", "/programmes/new"):
        assert "Single user, this machine only, no sign-in" in visitor.page(path).said


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAPPER_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("MAPPER_MAX_FILE_MB", "3")
    monkeypatch.delenv("MAPPER_DATABASE_URL", raising=False)
    settings = read_settings()
    assert settings.limits.max_bytes == 3 * 2**20
    assert settings.database_url == f"sqlite:///{tmp_path}/mapper.sqlite3"


@pytest.mark.parametrize("said", ["0", "-1", "2.5", "many"])
def test_a_setting_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("MAPPER_TOP", said)
    with pytest.raises(InvalidError) as refused:
        read_settings()
    assert str(refused.value) == f"MAPPER_TOP: “{said}” is no whole number from 1. Mend the setting."
