"""``python -m replica serve``: the sites on a loopback port; ``python -m replica truth``: what they publish."""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path

import click

from replica.catalogue import published_reports
from replica.pages import build_site
from replica.server import ReplicaServer
from replica.site import SiteSpec, load_sites


@click.group()
def main() -> None:
    """A small county web with invented numbers, for the demonstration and the tests."""


def _chosen(hosts: tuple[str, ...]) -> list[SiteSpec]:
    sites = load_sites()
    unknown = set(hosts) - {site.host for site in sites}
    if unknown:
        known = ", ".join(site.host for site in sites)
        raise click.UsageError(f"No demonstration site is called {', '.join(sorted(unknown))}; there are: {known}.")
    return [site for site in sites if not hosts or site.host in hosts]


@main.command()
@click.option("--port", default=0, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option("--ready", type=click.Path(path_type=Path), help="File that gets the port and connect_to as JSON.")
@click.option("--site", "hosts", multiple=True, help="Serve only this host (may be repeated).")
@click.option("--log", type=click.Path(path_type=Path), help="File that gets one JSON line a request.")
@click.option("--broken", multiple=True, help="A host that answers 503 to everything (may be repeated).")
@click.option(
    "--control", type=click.Path(path_type=Path), help="File naming hosts that answer 503, read at each request."
)
def serve(
    port: int,
    ready: Path | None,
    hosts: tuple[str, ...],
    log: Path | None,
    broken: tuple[str, ...],
    control: Path | None,
) -> None:
    """Serve the sites until SIGTERM or SIGINT."""
    _chosen(broken)
    sites = {site.host: build_site(site) for site in _chosen(hosts)}
    try:
        server = ReplicaServer(sites, port=port, log=log, broken=broken, control=control)
    except OSError as error:
        raise click.ClickException(
            f"Port {port} can't be opened: {error.strerror}. Choose another with --port."
        ) from None
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        click.echo(f"GONGKAI_CONNECT_TO={server.connect_to}")
        if ready is not None:
            _write_whole(ready, json.dumps({"port": server.server_port, "connect_to": server.connect_to}))
        stop.wait()
        server.shutdown()
        thread.join()


def _write_whole(path: Path, text: str) -> None:
    """Write so that a reader who waits for the file never sees half of it."""
    draft = path.with_name(f"{path.name}.part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


@main.command()
@click.option("--site", "hosts", multiple=True, help="Only this host (may be repeated).")
def truth(hosts: tuple[str, ...]) -> None:
    """Print every published report as a JSON line, with the value and state of each cell."""
    for site in _chosen(hosts):
        for report in published_reports(site):
            sys.stdout.write(json.dumps(report.expected(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(prog_name="python -m replica")
