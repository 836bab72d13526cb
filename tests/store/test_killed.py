import os
import random
import subprocess
import sys
from pathlib import Path

from nianbao.store.store import Store
from support import one_run

COUNT = 60
_HERE = Path(one_run.__file__)


def started(url: str, root: Path) -> subprocess.Popen[str]:
    paths = [str(_HERE.parents[1]), str(_HERE.parents[2] / "src"), *sys.path]
    return subprocess.Popen(
        [sys.executable, str(_HERE), url, str(root), str(COUNT)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def killed_after(steps: int, url: str, root: Path) -> None:
    process = started(url, root)
    assert process.stdout is not None
    with process:
        for _ in range(steps):
            process.stdout.readline()
        process.kill()


def test_killed_at_any_moment_nothing_is_lost_doubled_or_half_written(
    store_url: str, tmp_path: Path
) -> None:
    moments = random.Random(20251231)
    for _ in range(8):
        killed_after(moments.randrange(20), store_url, tmp_path)
        _assert_sound(store_url, tmp_path)
    with started(store_url, tmp_path) as last:
        last.communicate()
    assert last.returncode == 0
    assert _assert_sound(store_url, tmp_path) == COUNT
    assert len(list((tmp_path / "成文").glob("*.html"))) == COUNT


def test_two_runs_at_once_record_each_return_once(store_url: str, tmp_path: Path) -> None:
    runs = [started(store_url, tmp_path) for _ in range(2)]
    for run in runs:
        run.communicate()
    assert [run.returncode for run in runs] == [0, 0]
    assert _assert_sound(store_url, tmp_path) == COUNT


def _assert_sound(url: str, root: Path) -> int:
    """Assert that all that is recorded is whole and once; return how much it is."""
    store = Store.open(url, root)
    kept = store.submissions(2025)
    for each in kept:
        content = store.original(each)
        assert store.keep_original(content) == each.original
        assert (root / (each.outputs["html"] or "")).read_bytes() == content * 1000
    assert len({each.sha256 for each in kept}) == len(kept) == len(store.accepted(2025))
    store.close()
    return len(kept)
