"""What the runner makes of a compose file is what Docker makes of it."""

from pathlib import Path

import pytest

from tests.scale.compose_file import ComposeError, read_compose_file, read_dockerfile, seconds


def _read(folder: Path, text: str, **settings: str) -> dict[str, object]:
    path = folder / "docker-compose.yml"
    path.write_text(text, "utf-8")
    return read_compose_file(path, settings)


def test_settings_are_put_in(tmp_path: Path) -> None:
    text = "a: ['x${ONE}y', '${TWO:-two}', '${TWO:-}', '${ONE:?set it}', '$$ONE', 7]"
    assert _read(tmp_path, text, ONE="1") == {"a": ["x1y", "two", "", "1", "$ONE", 7]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: ${ONE:?set ONE in .env}", "set ONE in .env"),
        ("a: ${ONE}", "ONE is not set"),
        ("a: echo $ONE", r"stands for nothing; write \$\$"),
    ],
)
def test_what_is_not_set_is_an_error(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ComposeError, match=told):
        _read(tmp_path, text)


def test_the_environment_of_an_image_is_read(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    path.write_text('FROM python\nENV ONE=1 \\\n    TWO="2 and 3"\nWORKDIR /opt/x\nENV ONE=one\nRUN y\n', "utf-8")
    image = read_dockerfile(path)
    assert image.directory == "/opt/x"
    assert image.environment == {"ONE": "one", "TWO": "2 and 3"}


def test_durations() -> None:
    assert [seconds("5s"), seconds("10m"), seconds("1m30s")] == [5, 600, 90]
    with pytest.raises(ComposeError):
        seconds("5 s")
