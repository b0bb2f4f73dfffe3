"""docker-compose.yml without Docker: its commands and health checks as processes on this machine.

A *container* is a process with a folder of its own for what the image has, and an address of its own in 127.0.0.0/8 in
place of a network. Paths and host names in commands and environment are replaced accordingly; nothing else of what the
file says is. Services whose images are not ours (PostgreSQL, Redis) run already, at the addresses given.
"""

import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline import processes
from tests.scale.compose_file import ComposeError, Image, seconds
from tests.scale.container import Container

# What Docker does about these has no counterpart here. A key that stands in neither set is an error, not ignored.
IGNORED = {"build", "image", "init", "logging", "ports"}
OBEYED = {"command", "depends_on", "environment", "healthcheck", "restart", "scale", "stop_grace_period", "volumes"}
START_LIMIT = 300.0  # seconds
PAUSE = 0.5  # seconds between two looks at what is not ready; Docker looks every ``interval``


class ComposeRunner:
    """The services of a compose file.

    ``elsewhere``: service -> ``address:port`` where it runs already; ``programs``: the folder of what the Dockerfile
    installs by apt-get.
    """

    def __init__(
        self,
        file: Mapping[str, Any],
        image: Image,
        *,
        project: Path,
        folder: Path,
        elsewhere: Mapping[str, str],
        programs: Path,
    ) -> None:
        self.services = {name: each for name, each in file["services"].items() if name not in elsewhere}
        self.volumes = {name: folder / "volumes" / name for name in file["volumes"]}
        self.containers: list[Container] = []
        self._image, self._project, self._folder, self._elsewhere = image, project, folder, elsewhere
        self._programs = programs
        network = f"127.{secrets.randbelow(250) + 2}.{secrets.randbelow(256)}"
        self.addresses = {name: f"{network}.{number}" for number, name in enumerate(self.services, 1)}
        self._tag = secrets.token_hex(4)
        for path in self.volumes.values():
            path.mkdir(parents=True)
        for name, service in self.services.items():
            if unknown := service.keys() - IGNORED - OBEYED:
                raise ComposeError(f"Service {name}: the runner knows nothing of {', '.join(sorted(unknown))}.")

    def up(self) -> None:
        """Start every service as soon as what it depends on is as it must be; return when all are healthy."""
        waiting, limit = dict(self.services), time.monotonic() + START_LIMIT
        while waiting:
            ready = [name for name in waiting if all(self._holds(*each) for each in self._needs(name))]
            for name in ready:
                del waiting[name]
                for _ in range(int(self.services[name].get("scale", 1))):
                    self.start(name)
            if not ready:
                self._pause(limit, f"{', '.join(waiting)} can't start")
        ill = list(self.containers)
        while ill := [each for each in ill if not self.healthy(each)]:
            self._pause(limit, f"{', '.join(each.name for each in ill)} not healthy")

    def start(self, service: str) -> Container:
        """One more container of a service."""
        number = 1 + sum(each.service == service for each in self.containers)
        name = f"{service}-{number}-{self._tag}"
        root = self._folder / name
        root.mkdir()
        home = self._image.environment["AIRFLOW_HOME"]
        for target, source in self._mounts(service).items():
            if target.startswith(f"{home}/"):
                (root / target.removeprefix(f"{home}/")).symlink_to(source)
        environment, output = self._environment(service, name, root), self._folder / f"{name}.out"
        container = Container(service, name, environment, output, self._run(service, root, environment, output))
        self.containers.append(container)
        return container

    def restart(self, container: Container) -> None:
        """Start a container again that has ended, with what is left of its files, as Docker does by its policy."""
        if self.services[container.service]["restart"] == "no":
            raise ComposeError(f"{container.name} is not to be restarted.")
        root = self._folder / container.name
        container.process = self._run(container.service, root, container.environment, container.output)

    def healthy(self, container: Container) -> bool:
        """Whether its health check passes now; without one, whether it runs or has ended well. Raises if it failed."""
        service = self.services[container.service]
        status = container.process.poll()
        if status or (status == 0 and service["restart"] != "no"):
            raise ComposeError(f"{container.name} ended with {status}: {container.output.read_text('utf-8')[-3000:]}")
        check = service.get("healthcheck")
        if check is None:
            return True
        kind, *words = check["test"]
        command = ["/bin/sh", "-c", *words] if kind == "CMD-SHELL" else words
        return self.execute(container, command, seconds(check["timeout"])).returncode == 0

    def execute(self, container: Container, words: Sequence[str], limit: float) -> subprocess.CompletedProcess[str]:
        """As ``docker compose exec``: one more command in a container, for ``limit`` seconds at most."""
        return subprocess.run(
            self._words(container.service, self._folder / container.name, words),
            env=container.environment,
            cwd=self._project,
            capture_output=True,
            text=True,
            timeout=limit,
        )

    def down(self) -> None:
        """Everything is asked to stop; what does not within its ``stop_grace_period``, or is left over, is killed."""
        for container in reversed(self.containers):
            container.process.terminate()
        for container in self.containers:
            grace = self.services[container.service].get("stop_grace_period", "10s")
            try:
                container.process.wait(seconds(grace))
            except subprocess.TimeoutExpired:
                container.kill()
        for container in self.containers:
            container.kill()

    def _run(self, service: str, root: Path, environment: Mapping[str, str], output: Path) -> "subprocess.Popen[str]":
        command = self._words(service, root, self.services[service]["command"])
        with output.open("a", encoding="utf-8") as stream:
            return processes.start(command, output=stream, environment=environment, directory=self._project)

    def _needs(self, service: str) -> Iterator[tuple[str, str]]:
        for name, need in self.services[service].get("depends_on", {}).items():
            if name not in self._elsewhere:
                yield name, need["condition"]

    def _holds(self, service: str, condition: str) -> bool:
        started = [each for each in self.containers if each.service == service]
        match condition:
            case "service_started":
                return bool(started)
            case "service_healthy":
                return bool(started) and all(map(self.healthy, started))
            case "service_completed_successfully":
                return bool(started) and all(self.healthy(each) and each.process.poll() == 0 for each in started)
        raise ComposeError(f"{service}: there is no condition {condition}.")

    def _pause(self, limit: float, what: str) -> None:
        if time.monotonic() > limit:
            raise ComposeError(f"{what} after {START_LIMIT:.0f} s.")
        time.sleep(PAUSE)

    def _environment(self, service: str, name: str, root: Path) -> dict[str, str]:
        """What the container finds: its image's and its service's variables, and none of this process."""
        given = self._image.environment | self.services[service].get("environment", {})
        return {
            "HOME": str(root),
            "HOSTNAME": name,
            "LANG": "C.UTF-8",
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), str(self._programs), os.defpath)),
            "PYTHONPATH": str(self._project),  # in the image it is installed
            **{key: self._place(service, root, value) for key, value in given.items()},
        }

    def _mounts(self, service: str) -> dict[str, Path]:
        """Path in the container -> folder of this machine."""
        pairs = (mount.removesuffix(":ro").rsplit(":", 1) for mount in self.services[service].get("volumes", []))
        return {target: self.volumes.get(source) or self._project / source for source, target in pairs}

    def _words(self, service: str, root: Path, words: Sequence[str]) -> list[str]:
        return [self._place(service, root, word) for word in words]

    def _place(self, service: str, root: Path, text: str) -> str:
        """``text`` with paths of the container and names of hosts as they are on this machine."""
        paths = {self._image.environment["AIRFLOW_HOME"]: root, self._image.directory: self._project}
        paths |= self._mounts(service)
        longest_first = sorted(paths, key=len, reverse=True)
        text = re.sub(
            rf"(?<![\w/.-])({'|'.join(map(re.escape, longest_first))})(?![\w.-])", lambda at: str(paths[at[1]]), text
        )
        hosts = {**self.addresses, "localhost": self.addresses[service]}
        text = re.sub(rf"(?<=[/@])({'|'.join(hosts)})(?=:)", lambda at: hosts[at[1]], text)
        text = re.sub(rf"(?<=[/@])({'|'.join(self._elsewhere)}):\d+", lambda at: self._elsewhere[at[1]], text)
        return self.addresses[service] if text == "0.0.0.0" else text


@contextmanager
def running(runner: ComposeRunner) -> Iterator[ComposeRunner]:
    """``docker compose up --wait`` and, at the end of the block, ``docker compose down``."""
    try:
        runner.up()
        yield runner
    finally:
        runner.down()
