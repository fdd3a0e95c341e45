"""One Chromium in each process that runs tests: who drives it can be started only once there."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

CHROMIUM = Path(os.environ.get("WIJKPEIL_TEST_CHROMIUM", "/usr/bin/chromium"))
# Each window would start two pages of its own for suggestions in the address bar, a second of processor time. Of several
# lists the last one counts, so it repeats what Playwright leaves out.
_LEFT_OUT = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
)  # fmt: skip
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", f"--disable-features={','.join(_LEFT_OUT)}",
]  # fmt: skip
WHY_ABSENT = f"no Chromium at {CHROMIUM}: install it (Debian: apt install chromium), or say where with WIJKPEIL_TEST_CHROMIUM"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives Chromium."""
    if not CHROMIUM.exists():
        (pytest.fail if "CI" in os.environ else pytest.skip)(WHY_ABSENT)
    with sync_playwright() as driving:
        yield driving


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium itself."""
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield running
    running.close()
