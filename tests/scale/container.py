"""What stands for a container: a process of a service with all that descends from it."""

import contextlib
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass
class Container:
    """One running copy of a service. ``name`` is its host name; ``output`` gets what it prints."""

    service: str
    name: str
    environment: dict[str, str]
    output: Path
    process: "subprocess.Popen[str]"

    def family(self) -> list[psutil.Process]:
        """Every process in the container: those that descend from its first, and orphans, known by their host name."""
        try:
            main = psutil.Process(self.process.pid)
            family = {main, *main.children(recursive=True)}
        except psutil.NoSuchProcess:
            family = set()
        return [*family, *(each for each in psutil.process_iter() if each not in family and self._is_home_of(each))]

    def runs(self, word: str) -> bool:
        """Whether a process in it has ``word`` among its arguments."""
        for process in self.family():
            with contextlib.suppress(psutil.NoSuchProcess):
                if word in process.cmdline():
                    return True
        return False

    def kill(self) -> None:
        """What the end of a container is to its processes: all at once, none is asked."""
        family = self.family()
        for signal_number in (signal.SIGSTOP, signal.SIGKILL):  # stopped first, or one would see another's death
            for process in family:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.send_signal(signal_number)
        self.process.wait()

    def _is_home_of(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get("HOSTNAME") == self.name
        except psutil.Error:
            return False
