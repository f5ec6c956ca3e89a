"""Each native part loaded and made to do something small, in a process of its own.

Run as `tacit --self-test`: a part that crashes takes this process along, not Tacit.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from desktop import program

OLDEST_SAFE_SQLITE = (3, 51, 3)
TIMEOUT_S = 120


@dataclass(frozen=True)
class Part:
    """A native part: what it is for, the package it comes in, and a small use of it."""

    name: str
    purpose: str
    package: str
    use: Callable[[], str]


@dataclass(frozen=True)
class PartResult:
    """What came of using a part."""

    name: str
    purpose: str
    package: str
    version: str
    works: bool
    said: str


def _qt() -> str:
    from PySide6.QtCore import QCoreApplication, qVersion

    QCoreApplication.instance() or QCoreApplication([])
    return f"Qt {qVersion()}"


def _vault() -> str:
    import sqlcipher3

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "probe")
        connection = sqlcipher3.connect(str(path))
        connection.execute("PRAGMA key=\"x'" + "0f" * 32 + "'\"")
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
        connection.execute("INSERT INTO t VALUES ('sealed')")
        connection.commit()
        connection.close()
        if b"SQLite format" in path.read_bytes() or b"sealed" in path.read_bytes():
            raise RuntimeError("not encrypted")
    if sqlcipher3.sqlite_version_info < OLDEST_SAFE_SQLITE:
        raise RuntimeError("an SQLite with the WAL-reset bug")
    return f"SQLite {sqlcipher3.sqlite_version}, encrypted"


def _index() -> str:
    import faiss
    import numpy as np

    index = faiss.IndexFlatIP(4)
    index.add(np.eye(4, dtype="float32"))
    _, found = index.search(np.eye(4, dtype="float32")[2:3], 1)
    if found[0][0] != 2:
        raise RuntimeError("wrong neighbour")
    return "finds the nearest vector"


def _chat() -> str:
    import llama_cpp

    llama_cpp.llama_backend_init()
    gpu = "with" if llama_cpp.llama_supports_gpu_offload() else "without"
    return f"llama.cpp {gpu} GPU"


def _constrained() -> str:
    import llguidance

    grammar = llguidance.LLMatcher.grammar_from_json_schema({"type": "integer", "minimum": 3})
    problem = llguidance.LLMatcher.validate_grammar(grammar, llguidance.LLTokenizer("byte"))
    if problem:
        raise RuntimeError("grammar refused")
    return "understands JSON schemas"


def _embed() -> str:
    import onnxruntime
    import tokenizers

    if "CPUExecutionProvider" not in onnxruntime.get_available_providers():
        raise RuntimeError("no processor provider")
    return f"with tokenizers {tokenizers.__version__}"


def _listen() -> str:
    import ctranslate2
    import faster_whisper

    types = ctranslate2.get_supported_compute_types("cpu")
    return f"faster-whisper {faster_whisper.__version__}, {'int8' if 'int8' in types else 'float'}"


def _speak() -> str:
    from piper import espeakbridge  # noqa: F401 - its native half

    return "phonemes ready"


def _wake() -> str:
    from pymicro_wakeword import MicroWakeWord, MicroWakeWordFeatures, Model

    word = MicroWakeWord.from_builtin(Model.HEY_JARVIS)
    for features in MicroWakeWordFeatures().process_streaming(bytes(2 * 1_600)):
        word.process_streaming(features)
    return f"knows “{word.wake_word}”"


def _audio() -> str:
    import sounddevice

    devices = sounddevice.query_devices()
    inputs = sum(device["max_input_channels"] > 0 for device in devices)
    outputs = sum(device["max_output_channels"] > 0 for device in devices)
    return f"{inputs} microphones, {outputs} speakers"


def _keys() -> str:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    Argon2id(salt=b"0" * 16, length=32, iterations=1, lanes=1, memory_cost=64).derive(b"probe")
    return "Argon2id ready"


def _keychain() -> str:
    import keyring

    backend = type(keyring.get_keyring()).__module__.rpartition(".")[2]
    return "none here; the passphrase is always asked" if backend in ("fail", "null") else backend


def _documents() -> str:
    import pypdfium2

    file = pypdfium2.PdfDocument.new()
    file.new_page(72, 72)
    if len(file) != 1:
        raise RuntimeError("no page")
    return f"PDFium {pypdfium2.PDFIUM_INFO.build}"


def _pictures() -> str:
    from PIL import features

    kinds = [name for name in ("jpg", "zlib", "libtiff", "webp") if features.check(name)]
    return f"unpacks {', '.join(kinds)}"


_HANDS_FREE = (
    (Part("wake", "hands-free", "pymicro-wakeword", _wake),) if sys.platform != "darwin" else ()
)


def _updates() -> str:
    import zstandard

    packed = zstandard.ZstdCompressor().compress(b"newer")
    if zstandard.ZstdDecompressor().decompress(packed) != b"newer":
        raise RuntimeError("unpacks something else")
    return f"zstandard {zstandard.__version__}"


PARTS = (
    Part("window", "the window", "PySide6-Essentials", _qt),
    Part("vault", "the encrypted vault", "sqlcipher3", _vault),
    Part("keys", "passphrases and keys", "cryptography", _keys),
    Part("keychain", "the system's keychain (optional)", "keyring", _keychain),
    Part("index", "search by meaning", "faiss-cpu", _index),
    Part("chat", "answers", "llama-cpp-python", _chat),
    Part("schemas", "well-formed answers", "llguidance", _constrained),
    Part("embed", "meaning of texts", "onnxruntime", _embed),
    Part("documents", "reading PDF", "pypdfium2", _documents),
    Part("pictures", "reading pictures", "pillow", _pictures),
    Part("listen", "understanding speech", "faster-whisper", _listen),
    Part("speak", "speaking", "piper-tts", _speak),
    *_HANDS_FREE,
    Part("updates", "newer versions from a file", "zstandard", _updates),
    Part("audio", "microphone and speakers", "sounddevice", _audio),
)


def run_apart() -> list[PartResult]:
    """Use every part in a child process, one child each, so that one crash hides nothing."""
    return [_apart(part) for part in PARTS]


def main(name: str) -> int:
    """Use one part here, and say how it went as JSON on one line; or all, each in its process."""
    if name == "all":
        return _say_all(run_apart())
    part = next((part for part in PARTS if part.name == name), None)
    if part is None:
        print(f"There are: {', '.join(part.name for part in PARTS)}")  # noqa: T201
        return 2
    try:
        said = part.use()
    except Exception as error:  # noqa: BLE001 - whatever a part does wrong is the finding
        print(json.dumps({"works": False, "said": type(error).__name__}))  # noqa: T201
        return 1
    print(json.dumps({"works": True, "said": said}))  # noqa: T201
    return 0


def _say_all(results: list[PartResult]) -> int:
    for one in results:
        mark = "✓" if one.works else "✗"
        print(f"{mark} {one.name} ({one.purpose}): {one.said}", flush=True)  # noqa: T201
    return 0 if all(one.works for one in results) else 1


def _apart(part: Part) -> PartResult:
    command = program.command("--self-test", part.name)
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False,
        )  # fmt: skip
        row = json.loads(done.stdout.splitlines()[-1])
        works, said = bool(row["works"]), str(row["said"])
    except subprocess.TimeoutExpired:
        works, said = False, "did not answer"
    except (ValueError, IndexError, KeyError):
        works, said = False, "crashed"
    return PartResult(part.name, part.purpose, part.package, _version(part.package), works, said)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
