"""Fetching one pinned file over HTTPS: the only sockets in this layer.

A file arrives in `<name>.partial`, goes on where it stopped, and gets its name only when size and
sha256 are the pinned ones. The proxy settings of the system are respected, redirects are followed
only to hosts that belong to the source, and nothing is asked for before somebody said yes.
"""

import errno
import http.client
import ipaddress
import shutil
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlsplit

from models.catalog import Hub, WeightsFile
from models.errors import (
    DiskFull,
    SourceRefused,
    SourceUnreachable,
    SourceUntrusted,
    WrongBytes,
)
from models.progress import Progress, Report, sha256_of

HUB_HOSTS = ("huggingface.co", "hf.co")
"the hub and, as its subdomains, the servers that it keeps files on"
CHUNK_BYTES = 1 << 18
SPARE_BYTES = 64 << 20
"left free on the disk whatever is fetched"
TRANSIENT = {408, 425, 429, 500, 502, 503, 504}
REDIRECTS = range(300, 400)
USER_AGENT = "tacit"


@dataclass(frozen=True)
class Source:
    """Where a file is asked for, and the hosts that may answer."""

    url: str
    hosts: tuple[str, ...]

    @classmethod
    def on_hub(cls, hub: Hub, path: str) -> "Source":
        url = f"https://huggingface.co/{hub.repository}/resolve/{hub.revision}/{quote(path)}"
        return cls(url, HUB_HOSTS)

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def allows(self, url: str) -> bool:
        """Encrypted and to a host of this source; unencrypted only inside this machine."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if not any(host == own or host.endswith("." + own) for own in self.hosts):
            return False
        return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


@dataclass(frozen=True)
class Patience:
    """How long to wait for a server, and how often to try again without any progress."""

    timeout_s: float = 30.0
    attempts: int = 5
    pause: Callable[[float], None] = time.sleep


def download(
    source: Source,
    file: WeightsFile,
    into: Path,
    *,
    report: Report,
    patience: Patience = Patience(),
) -> None:
    """Bring the file to `into`; if something goes wrong, what can still serve is kept."""
    if not source.allows(source.url):
        raise SourceUntrusted(source.host)
    into.parent.mkdir(parents=True, exist_ok=True)
    partial = into.with_name(into.name + ".partial")
    require_space(into.parent, file.bytes - _size(partial))
    opener = urllib.request.build_opener(
        _Redirects(source), urllib.request.HTTPSHandler(context=ssl.create_default_context())
    )
    _Fetch(source, file, partial, report, patience, opener).run()
    if sha256_of(partial) != file.sha256:
        partial.unlink()
        raise WrongBytes(source.host, file.path)
    partial.replace(into)


def require_space(folder: Path, needed_bytes: int) -> None:
    """Refuse before the disk is full, not after."""
    missing = needed_bytes + SPARE_BYTES - shutil.disk_usage(folder).free
    if needed_bytes > 0 and missing > 0:
        raise DiskFull(folder, missing)


@dataclass(frozen=True)
class _Fetch:
    """One file on its way; each attempt goes on from what lies in the partial file."""

    source: Source
    file: WeightsFile
    partial: Path
    report: Report
    patience: Patience
    opener: urllib.request.OpenerDirector

    def run(self) -> None:
        fruitless = 0
        while _size(self.partial) < self.file.bytes:
            before = _size(self.partial)
            try:
                self._attempt(before)
            except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
                self._consider(error)
            fruitless = 0 if _size(self.partial) > before else fruitless + 1
            if fruitless >= self.patience.attempts:
                raise SourceUnreachable(self.source.host, _size(self.partial))
            if fruitless:
                self.patience.pause(min(2.0**fruitless, 30.0))

    def _attempt(self, offset: int) -> None:
        request = urllib.request.Request(self.source.url, headers={"User-Agent": USER_AGENT})  # noqa: S310 - `download` allows no scheme but https and loopback http
        if offset:
            request.add_header("Range", f"bytes={offset}-")
        with self.opener.open(request, timeout=self.patience.timeout_s) as answer:
            if offset and not _continues(answer, offset):
                offset = 0
            announced = _announced(answer)
            if announced is not None and offset + announced != self.file.bytes:
                raise WrongBytes(self.source.host, self.file.path)
            with self.partial.open("r+b" if offset else "wb") as out:
                out.truncate(offset)
                out.seek(offset)
                self._copy(answer, out, offset)

    def _copy(self, answer: Any, out: IO[bytes], done: int) -> None:
        while chunk := answer.read1(CHUNK_BYTES):
            done += len(chunk)
            if done > self.file.bytes:
                out.truncate(0)
                raise WrongBytes(self.source.host, self.file.path)
            out.write(chunk)
            self.report(Progress(self.file.path, done, self.file.bytes))

    def _consider(self, error: Exception) -> None:
        """Go on after what may pass, stop at what will not."""
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(self.partial.parent, self.file.bytes - _size(self.partial)) from error
        if isinstance(error, urllib.error.HTTPError):
            error.close()
            if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                self.partial.unlink(missing_ok=True)
            elif error.code in REDIRECTS:  # the library itself refused to follow it
                raise SourceUntrusted(self.source.host) from error
            elif error.code not in TRANSIENT:
                raise SourceRefused(self.source.host, error.code) from error
        elif isinstance(getattr(error, "reason", None), ssl.SSLCertVerificationError):
            raise SourceUntrusted(self.source.host) from error


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows only to hosts that belong to the source."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def redirect_request(  # noqa: PLR0913 - the library's signature
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message,
        newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        if not self._source.allows(newurl):
            raise SourceUntrusted(urlsplit(newurl).hostname or "")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _continues(answer: Any, offset: int) -> bool:
    """Whether the server goes on where we stopped, rather than beginning again."""
    said = str(answer.headers.get("Content-Range", ""))
    return answer.status == http.client.PARTIAL_CONTENT and said.startswith(f"bytes {offset}-")


def _announced(answer: Any) -> int | None:
    said = answer.headers.get("Content-Length")
    return int(said) if said is not None and said.isdigit() else None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
