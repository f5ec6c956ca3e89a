"""Downloads against a real server on this machine that does everything wrong."""

import hashlib
import os
import shutil
import socket
from pathlib import Path

import pytest

from models.catalog import Hub, WeightsFile
from models.download import Patience, Source, download
from models.errors import (
    DiskFull,
    ModelsError,
    SourceRefused,
    SourceUnreachable,
    SourceUntrusted,
    WrongBytes,
)
from models.progress import Progress, silent
from tests.servers import FileServer

BODY = os.urandom(1 << 20) + b"the end"
FILE = WeightsFile("weights.gguf", len(BODY), hashlib.sha256(BODY).hexdigest())
waits: list[float] = []
QUICK = Patience(timeout_s=0.5, attempts=3, pause=waits.append)
pytestmark = pytest.mark.loopback


def source(server: FileServer) -> Source:
    return Source(server.url, ("127.0.0.1",))


def fetch(server: FileServer, into: Path) -> None:
    download(source(server), FILE, into, report=silent, patience=QUICK)


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "weights.gguf"


def partial(into: Path) -> Path:
    return into.with_name(into.name + ".partial")


def test_brings_the_file_and_says_how_far_it_is(into: Path) -> None:
    reports: list[Progress] = []
    with FileServer(BODY).running() as server:
        download(source(server), FILE, into, report=reports.append, patience=QUICK)
    assert into.read_bytes() == BODY
    assert not partial(into).exists()
    assert reports[-1].done_bytes == reports[-1].total_bytes == len(BODY)
    assert [one.done_bytes for one in reports] == sorted(one.done_bytes for one in reports)


def test_goes_on_where_an_earlier_try_stopped(into: Path) -> None:
    partial(into).parent.mkdir(parents=True)
    partial(into).write_bytes(BODY[:300_000])
    with FileServer(BODY).running() as server:
        fetch(server, into)
        assert server.asked == ["bytes=300000-"]
    assert into.read_bytes() == BODY


def test_a_server_that_drops_is_asked_for_the_rest(into: Path) -> None:
    with FileServer(BODY, "drops", times=3).running() as server:
        fetch(server, into)
        assert server.asked[0] == ""
        assert len(server.asked) == 4
        assert all(asked.startswith("bytes=") for asked in server.asked[1:])
    assert into.read_bytes() == BODY


def test_a_server_that_stalls_is_left_and_what_came_is_kept(into: Path) -> None:
    with FileServer(BODY, "stalls").running() as server:
        with pytest.raises(SourceUnreachable) as caught:
            fetch(server, into)
        assert server.asked[:2] == ["", "bytes=1000-"]
    # each try brings another 1,000 bytes; what came before the server fell silent is not lost
    assert caught.value.kept_bytes == partial(into).stat().st_size > 0
    assert BODY.startswith(partial(into).read_bytes())


def test_a_server_that_stalls_once(into: Path) -> None:
    with FileServer(BODY, "stalls", times=1).running() as server:
        fetch(server, into)
    assert into.read_bytes() == BODY


def test_a_server_that_ignores_ranges_sends_all_again(into: Path) -> None:
    partial(into).parent.mkdir(parents=True)
    partial(into).write_bytes(b"x" * 300_000)
    with FileServer(BODY, "ignores ranges").running() as server:
        fetch(server, into)
    assert into.read_bytes() == BODY


@pytest.mark.parametrize("mischief", ["says longer", "says shorter", "endless", "other bytes"])
def test_bytes_that_were_not_asked_for(mischief: str, into: Path) -> None:
    with FileServer(BODY, mischief).running() as server, pytest.raises(WrongBytes):
        fetch(server, into)
    assert not into.exists()
    assert not partial(into).exists() or partial(into).stat().st_size == 0


def test_a_spoilt_beginning_is_thrown_away_so_that_the_next_try_can_succeed(into: Path) -> None:
    partial(into).parent.mkdir(parents=True)
    partial(into).write_bytes(b"spoilt" * 1000)
    with FileServer(BODY).running() as server:
        with pytest.raises(WrongBytes):
            fetch(server, into)
        fetch(server, into)
    assert into.read_bytes() == BODY


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_a_server_that_refuses_is_not_asked_twice(status: int, into: Path) -> None:
    with FileServer(BODY, str(status)).running() as server:
        with pytest.raises(SourceRefused) as caught:
            fetch(server, into)
        assert len(server.asked) == 1
    assert caught.value.status == status


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_is_asked_again(status: int, into: Path) -> None:
    waits.clear()
    with FileServer(BODY, str(status), times=2).running() as server:
        fetch(server, into)
    assert into.read_bytes() == BODY
    assert waits == sorted(waits)
    assert waits


def test_a_range_beyond_the_end_begins_again(into: Path) -> None:
    partial(into).parent.mkdir(parents=True)
    partial(into).write_bytes(b"x" * 1000)
    with FileServer(BODY, "416", times=1).running() as server:
        fetch(server, into)
    assert into.read_bytes() == BODY


def test_no_server_at_all(into: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = Source(f"http://127.0.0.1:{free.getsockname()[1]}/x", ("127.0.0.1",))
        with pytest.raises(SourceUnreachable):
            download(address, FILE, into, report=silent, patience=QUICK)


@pytest.mark.parametrize(
    "location",
    ["https://elsewhere.example/x", "http://huggingface.co/x", "file:///etc/passwd",
     "ftp://127.0.0.1/x", "https://127.0.0.1.elsewhere.example/x"],
)  # fmt: skip
def test_redirects_only_to_hosts_of_the_source(location: str, into: Path) -> None:
    with FileServer(BODY, f"redirect {location}").running() as server:
        with pytest.raises(SourceUntrusted):
            fetch(server, into)
    assert not into.exists()


def test_redirects_to_its_own_servers_are_followed(into: Path) -> None:
    with FileServer(BODY).running() as end:
        with FileServer(b"", f"redirect {end.url}").running() as server:
            fetch(server, into)
    assert into.read_bytes() == BODY


@pytest.mark.parametrize(
    "url",
    ["http://huggingface.co/x", "https://nothuggingface.co/x", "https://huggingface.co.evil/x",
     "file:///etc/passwd", "https://evil/huggingface.co"],
)  # fmt: skip
def test_only_the_hub_and_only_encrypted(url: str) -> None:
    assert not Source("https://huggingface.co/x", ("huggingface.co", "hf.co")).allows(url)


def test_the_hub_at_a_pinned_revision() -> None:
    hub = Source.on_hub(Hub("owner/name", "a" * 40), "folder/a file.gguf")
    assert hub.url == f"https://huggingface.co/owner/name/resolve/{'a' * 40}/folder/a%20file.gguf"
    assert hub.allows("https://cas-bridge.xethub.hf.co/x")


def test_a_disk_that_is_too_small_is_noticed_before_anything_is_asked(
    into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.disk_usage(into.parents[1])
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: real._replace(free=1 << 20))
    with FileServer(BODY).running() as server:
        with pytest.raises(DiskFull):
            fetch(server, into)
        assert server.asked == []


def test_cancelling_keeps_what_arrived(into: Path) -> None:
    class Stop(Exception):
        pass

    def report(progress: Progress) -> None:
        if progress.done_bytes > 300_000:
            raise Stop

    with FileServer(BODY).running() as server:
        with pytest.raises(Stop):
            download(source(server), FILE, into, report=report, patience=QUICK)
        kept = partial(into).stat().st_size
        assert 0 < kept < len(BODY)
        fetch(server, into)
        assert server.asked[-1] == f"bytes={kept}-"
    assert into.read_bytes() == BODY


def test_the_system_s_proxy_is_respected(into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FileServer(BODY).running() as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        nobody = Source("http://127.0.0.1:9/weights.gguf", ("127.0.0.1",))
        download(nobody, FILE, into, report=silent, patience=QUICK)
        assert proxy.asked == [""]
    assert into.read_bytes() == BODY


def test_errors_name_no_more_than_the_host(into: Path) -> None:
    with FileServer(BODY, "404").running() as server, pytest.raises(ModelsError) as caught:
        fetch(server, into)
    assert "weights.gguf" not in str(caught.value)
