"""Real Chromium, driven over its debugging pipe: clicks, sizes, printing.

``with Browser() as browser: browser.open(path)``; ``run`` evaluates a script of the test's own.
"""

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support import programs

_COMMON = ("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe")


class Browser:
    """One page in one browser of its own; messages of its console in ``complaints``."""

    def __init__(self) -> None:
        programs.use("browser")
        program = shutil.which("chromium") or shutil.which("google-chrome")
        assert program, "Chromium is missing: the pages' tests need it"
        self._home = tempfile.mkdtemp(prefix="nianbao-browser-")
        # The browser reads orders at descriptor 3 and answers at 4.
        theirs_in, self._orders = os.pipe()
        self._answers, theirs_out = os.pipe()
        shell = f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}'
        self._process = subprocess.Popen(
            ["bash", "-c", shell, program, *_COMMON, f"--user-data-dir={self._home}"],
            pass_fds=(theirs_in, theirs_out),
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._number = 0
        self._rest = b""
        self._session: str | None = None
        self._events: list[Mapping[str, Any]] = []

    def __enter__(self) -> "Browser":
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Log", "Runtime"):
            self._call(f"{domain}.enable")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._orders)
        os.close(self._answers)
        shutil.rmtree(self._home, ignore_errors=True)

    def _call(self, method: str, **params: Any) -> Any:
        self._number += 1
        order: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            order["sessionId"] = self._session
        os.write(self._orders, json.dumps(order).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self._events.append(answer)

    def _next(self) -> Mapping[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._answers, 1 << 16)
            assert piece, "the browser has gone"
            self._rest += piece
        first, _, self._rest = self._rest.partition(b"\0")
        answer: Mapping[str, Any] = json.loads(first)
        return answer

    @property
    def complaints(self) -> list[str]:
        """What the browser complained of: broken policy, failed loads, errors of the script."""
        self.run("0")
        kinds = ("Log.entryAdded", "Runtime.exceptionThrown")
        return [json.dumps(each["params"]) for each in self._events if each["method"] in kinds]

    def open(self, path: Path) -> None:
        """Open a file and wait until it is loaded."""
        self._events.clear()
        self._call("Page.navigate", url=path.as_uri())
        while not any(each.get("method") == "Page.loadEventFired" for each in self._events):
            self._events.append(self._next())

    def run(self, script: str) -> Any:
        """Return what ``script`` evaluates to, a promise what it comes to."""
        done = self._call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        return done["result"].get("value")

    def click(self, selector: str) -> None:
        """Click the middle of an element with the mouse."""
        x, y = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
            " return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def resize(self, width: int, height: int) -> None:
        """Show the page on a screen of that many pixels."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=True,
        )

    def screenshot(self) -> bytes:
        """Return the whole page as PNG."""
        shot = self._call("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def printed(self) -> bytes:
        """Return the page as PDF, as its own style prints it."""
        printed = self._call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(printed["data"])
