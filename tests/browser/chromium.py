"""Debian's Chromium with a Chinese font: installed where root may, started by Playwright.

Playwright's wheel has its driver; the browsers that it would download are not needed.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.debian import apt_line, install, may_install

PACKAGES = ("chromium", "fonts-wqy-zenhei")
_NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


class NoChromium(Exception):
    """Chromium or a Chinese font is missing and cannot be installed; the text says what to do."""


def chromium_program() -> str:
    """Return the path of Chromium, after installing it and a Chinese font where root may.

    Raises
    ------
    NoChromium
        Where one of them is not there.

    """
    reason = ""
    try:
        install(*PACKAGES, is_there=_is_there)
    except subprocess.CalledProcessError as failed:
        reason = f" apt said: {failed.stderr.strip()}"
    program = shutil.which("chromium")
    if program is None or not _is_there():
        by_whom = (
            "Not even root could install them here" if may_install() else "Not root, or no apt"
        )
        raise NoChromium(
            f"Chromium or a Chinese font is missing. {by_whom}. Run: {apt_line(*PACKAGES)}{reason}"
        )
    return program


def _is_there() -> bool:
    return shutil.which("chromium") is not None and _speaks_chinese()


def _speaks_chinese() -> bool:
    """Return whether there is a font for Chinese: without it every character is a box."""
    if shutil.which("fc-list") is None:
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=True)
    return bool(fonts.stdout.strip())


@contextmanager
def a_chromium() -> Iterator[Browser]:
    """Yield a running Chromium without windows; it is gone in the end.

    It finds no host but 127.0.0.1. Root runs it without its sandbox, which refuses root.

    Raises
    ------
    NoChromium
        Where it is not there, and cannot be installed.

    """
    program = chromium_program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=os.geteuid() != 0, args=[_NO_OTHER_HOST]
        )
        try:
            yield browser
        finally:
            browser.close()
