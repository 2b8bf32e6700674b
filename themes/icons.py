"""Draws the pictures of the leaf for those who show no SVG; needs playwright and a Chromium.

    python themes/icons.py

To be run after a change of `favicon.svg` of the default theme; the pictures are in the source.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

THEME = Path(__file__).parent / "default"
PAPER = "#fbf9f4"  # phones show a transparent icon on black
SIZES = {"favicon.png": (32, 0, "transparent"), "apple-touch-icon.png": (180, 26, PAPER)}


def main() -> None:
    leaf = (THEME / "favicon.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (size, margin, paper) in SIZES.items():
            page = browser.new_page(viewport={"width": size, "height": size}, color_scheme="light")
            style = f"margin:0;padding:{margin}px;background:{paper}"
            inner = f"<div style='width:{size - 2 * margin}px'>{leaf}</div>"
            page.set_content(f"<body style='{style}'>{inner}")
            clip = {"x": 0, "y": 0, "width": size, "height": size}
            page.screenshot(path=THEME / name, clip=clip, omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
