"""The pepper: from a setting, a file, or made the first time for the owner of the folder alone."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from diagnosis.bootstrap import first_keys, wire
from diagnosis.config.settings import read_settings
from diagnosis.config.variables import BadSetting
from diagnosis.identity.pepper import BadPepper, pepper_of_folder, read_pepper


def test_a_folder_gets_a_random_pepper_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    pepper = pepper_of_folder(folder)
    assert len(bytes.fromhex(pepper.decode())) == 32
    assert pepper_of_folder(folder) == pepper
    assert [file.name for file in folder.iterdir()] == ["key-pepper"]
    assert (folder / "key-pepper").stat().st_mode & 0o777 == 0o600
    assert pepper_of_folder(tmp_path / "other") != pepper


def test_none_is_made_where_none_may_be(tmp_path: Path) -> None:
    with pytest.raises(BadPepper, match="No such file"):
        pepper_of_folder(tmp_path, may_make=False)
    assert list(tmp_path.iterdir()) == []
    pepper = pepper_of_folder(tmp_path)
    assert pepper_of_folder(tmp_path, may_make=False) == pepper


def test_all_that_make_it_at_the_same_time_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        peppers = set(pool.map(lambda _: pepper_of_folder(tmp_path), range(40)))
    assert len(peppers) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["key-pepper"]


def test_a_file_without_a_pepper_is_named_and_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "pepper"
    with pytest.raises(BadPepper, match="No such file"):
        read_pepper(file)
    file.write_text("a short secret\n")
    with pytest.raises(BadPepper, match="fewer than 32 bytes") as caught:
        read_pepper(file)
    assert "secret" not in str(caught.value)
    file.write_text("x" * 32 + "\n")
    assert read_pepper(file) == b"x" * 32


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_no_file_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(BadPepper, match="Permission denied"):
        pepper_of_folder(tmp_path)


def test_the_settings_name_a_pepper_or_its_file(tmp_path: Path) -> None:
    secret = "s" * 32
    settings = read_settings({"DIAGNOSIS_KEY_PEPPER": secret})
    assert (settings.key_pepper, settings.key_pepper_file) == (secret, None)
    assert secret not in repr(settings)
    settings = read_settings({"DIAGNOSIS_KEY_PEPPER_FILE": str(tmp_path)})
    assert (settings.key_pepper, settings.key_pepper_file) == (None, tmp_path)
    settings = read_settings({"DIAGNOSIS_KEY_PEPPER": "", "DIAGNOSIS_KEY_PEPPER_FILE": ""})
    assert (settings.key_pepper, settings.key_pepper_file) == (None, None)


@pytest.mark.parametrize(
    "variables",
    [
        {"DIAGNOSIS_KEY_PEPPER": "secret-but-short"},
        {"DIAGNOSIS_KEY_PEPPER": "s" * 32, "DIAGNOSIS_KEY_PEPPER_FILE": "/run/pepper"},
    ],
)
def test_a_bad_setting_is_refused_and_not_repeated(variables: dict[str, str]) -> None:
    with pytest.raises(BadSetting) as caught:
        read_settings(variables)
    assert "DIAGNOSIS_KEY_PEPPER" in str(caught.value)
    assert "secret-but" not in str(caught.value) and "sss" not in str(caught.value)


def test_a_pepper_that_cannot_be_read_is_told_with_the_keys_that_need_it(tmp_path: Path) -> None:
    settings = {"DIAGNOSIS_DATA_DIR": str(tmp_path)}
    nowhere = settings | {"DIAGNOSIS_KEY_PEPPER_FILE": str(tmp_path / "none")}
    new = wire(read_settings(nowhere))
    new.store.migrate()
    with pytest.raises(BadSetting) as caught:
        _ = new.key_mint
    assert str(caught.value).endswith("none: No such file or directory")
    first_keys(wire(read_settings(settings)))
    with pytest.raises(BadSetting, match="the database has keys that were hashed with one"):
        _ = wire(read_settings(nowhere)).key_mint
