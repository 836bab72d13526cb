"""A run over many returns, told of each step on stdout: the program that test_killed kills.

``python one_run.py URL ROOT COUNT``
"""

import hashlib
import sys
from pathlib import Path

from nianbao.files import write_aside
from nianbao.store.store import Store
from support.submissions import NOON, submission


def main(url: str, root: Path, count: int) -> None:
    """Take in ``count`` returns the way ``ingest`` does, skipping those already there."""
    store = Store.open(url, root)
    for number in range(count):
        content = f"return {number}".encode()
        if store.seen(hashlib.sha256(content).hexdigest()):
            continue
        original = store.keep_original(content)
        print("kept", flush=True)
        document = f"成文/{number}.html"
        write_aside(root, document, content * 1000)
        print("written", flush=True)
        sent = submission(
            content.decode(),
            body=f"第{number}镇人民政府",
            received_at=NOON,
            original=original,
            outputs={"html": document},
        )
        store.record(sent)
        print("recorded", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
