"""The script that kills builds: it kills all that was started, and finds what is not whole."""

import time
from pathlib import Path

from kills import is_whole, kill, start

from explainer.manifest import Made, write_manifest

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
child.wait()
"""


def test_a_process_is_killed_with_all_that_it_has_started() -> None:
    """And says whether it was still running."""
    process = start(["-c", PARENT])
    child = int(process.stdout.readline())
    assert kill(process)
    for _ in range(100):
        if is_gone(child):
            break
        time.sleep(0.05)
    assert is_gone(child)
    ended = start(["-c", ""])
    ended.wait()
    assert not kill(ended)


def is_gone(number: int) -> bool:
    """Whether a process is no more, or dead and not yet buried by whoever adopted it."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_site_that_is_not_whole_is_found(tmp_path: Path) -> None:
    """For a file that is missing, one that is cut short, one too many, no manifest, no site."""
    for name in ("index.html", "page.html"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    write_manifest(tmp_path, Made(None, False, 0, "https://kensan.example/", "as_estimated"))
    assert is_whole(tmp_path)
    (tmp_path / "page.html").write_text("pa", encoding="utf-8")
    assert not is_whole(tmp_path)
    (tmp_path / "page.html").unlink()
    assert not is_whole(tmp_path)
    (tmp_path / "page.html").write_text("page.html", encoding="utf-8")
    assert is_whole(tmp_path)
    (tmp_path / "more.html").write_text("", encoding="utf-8")
    assert not is_whole(tmp_path)
    (tmp_path / "manifest.json").unlink()
    assert not is_whole(tmp_path)
    assert not is_whole(tmp_path / "nowhere")
