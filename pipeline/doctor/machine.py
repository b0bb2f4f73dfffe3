"""The machine: programs, packages, fonts, room, limits, time."""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
from datetime import datetime
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.airflow_local import PROJECT
from pipeline.converter import find_program
from pipeline.doctor.diagnosis import Diagnosis, failed, ok, warning
from pipeline.settings import Settings

GIB = 1024**3
LITTLE_SPACE, NO_SPACE = 10 * GIB, 1 * GIB  # a night of the season takes about 2.5 GiB
OPEN_FILES = 1024  # what Linux gives by default; sites, archive and Airflow need some hundred
FONT_LIMIT = 20.0  # seconds for fc-list, which may have to make its cache first


def check_python(settings: Settings) -> Diagnosis:
    """The running Python (an older one than is needed could not get here), and that of the crawler."""
    if shutil.which(settings.crawler_python) is None:
        return failed(f"{settings.crawler_python} is no program", "Mend GONGKAI_CRAWLER_PYTHON.")
    return ok(platform.python_version())


def check_packages(settings: Settings) -> Diagnosis:
    """The installed packages against the lock."""
    from packaging.requirements import Requirement

    lock = PROJECT / "requirements.txt"
    if not lock.is_file():
        return warning(f"there is no {lock} to compare with", "Run gongkai from a checkout of the project.")
    wrong, count = [], 0
    for line in lock.read_text(encoding="utf-8").splitlines():
        if not line[:1].isalnum():
            continue
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue
        count += 1
        try:
            installed = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            installed = "missing"
        if not wanted.specifier.contains(installed if installed != "missing" else "0"):
            wrong.append(f"{wanted.name} is {installed}, not {str(wanted.specifier).removeprefix('==')}")
    if wrong:
        advice = f"{sys.executable} -m pip install --no-deps -r requirements.txt"
        return warning(f"{len(wrong)} of {count} differ from the lock: {'; '.join(wrong[:3])}", advice)
    return ok(f"{count} as in the lock")


def check_libreoffice(settings: Settings) -> Diagnosis:
    """The program that old office formats are read with."""
    found = find_program()
    if found is None:
        return warning("not found", "apt-get install libreoffice-writer-nogui; without it no DOC, WPS or RTF is read.")
    return ok(str(found))


def check_libarchive(settings: Settings) -> Diagnosis:
    """The library that archives other than ZIP are read with."""
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError):  # what its binding fails with where it is missing
        return warning("not found", "apt-get install libarchive13; without it no RAR or 7z is read.")
    return ok(f"{libarchive.ffi.libarchive_path}, version {libarchive.ffi.version_number()}")


def check_fonts(settings: Settings) -> Diagnosis:
    """Fonts with Chinese letters, which LibreOffice needs to lay pages out as they were."""
    advice = "apt-get install fontconfig fonts-noto-cjk"
    if shutil.which("fc-list") is None:
        return warning("fc-list is not installed, so the fonts are not known", advice)
    listed = subprocess.run(
        ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=FONT_LIMIT, check=True
    )
    families = {line.split(",")[0] for line in listed.stdout.splitlines() if line}
    return ok(f"{len(families)} families") if families else warning("no Chinese font", advice)


def check_disk(folder: Path, settings: Settings) -> Diagnosis:
    """Free space where ``folder`` is or will be, and the right to write there."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    found = f"{free / GIB:.1f} GiB free at {folder}"
    if not os.access(there, os.W_OK):
        return failed(f"{there} can't be written to", "Give the user that runs the nights the right to write there.")
    if free < NO_SPACE:
        return failed(found, "Make room; a night of the season takes about 2.5 GiB.")
    return ok(found) if free >= LITTLE_SPACE else warning(found, "Make room soon; a night takes up to about 2.5 GiB.")


def check_open_files(settings: Settings) -> Diagnosis:
    """How many files a process may have open."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < OPEN_FILES:
        return warning(f"{soft} at a time", f"ulimit -n {OPEN_FILES}, or LimitNOFILE of the service")
    return ok(f"{soft} at a time")


def check_time_zone(settings: Settings) -> Diagnosis:
    """The night's own time zone, which Python has from the system or from the package tzdata."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    return ok(f"Asia/Shanghai, where it is {now:%Y-%m-%d %H:%M}")
