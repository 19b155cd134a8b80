"""One build, told as JSON: seconds (by the clock, and of the parent's processor), the most memory
that the parent and any worker held, and what lies on disk afterwards.

python benchmarks/measured_build.py RAW OUT WORKERS
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

try:
    import psutil
except ImportError:
    sys.exit('measuring memory needs psutil: pip install "fzanalysis[scale]", or psutil alone')


class Watch(threading.Thread):
    """Looks at the memory of this process and of its children, ten times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.parent = self.worker = 0
        self.ended = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        own = psutil.Process()
        while not self.ended.wait(0.1):
            self.parent = max(self.parent, own.memory_info().rss)
            for child in own.children(recursive=True):
                try:
                    self.worker = max(self.worker, child.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue  # it ended between the two looks


def main() -> None:
    """Build and tell."""
    import fzanalysis as fz

    raw, out, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    watch = Watch()
    watch.start()
    start, own = time.perf_counter(), time.process_time()
    fz.build(raw, out, workers=workers, csv="never")
    seconds, own = time.perf_counter() - start, time.process_time() - own
    watch.ended.set()
    watch.join()
    told = {
        "seconds": seconds, "parent_mb": watch.parent / 1e6, "worker_mb": watch.worker / 1e6,
        "parent_seconds": own, "kept_mb": _size(out / ".cache") / 1e6,
        "tables_mb": _size(out / "tables") / 1e6,
    }  # fmt: skip
    print(json.dumps(told))


def _size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
