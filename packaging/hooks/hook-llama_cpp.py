"""llama.cpp: its libraries, and beside them a variant for each kind of processor.

Compiled for any processor, the wheel puts those into the folder of programs; the loader looks for
them where the other libraries are.
"""

from pathlib import Path

from PyInstaller.utils.hooks import collect_dynamic_libs, get_package_paths

binaries = collect_dynamic_libs("llama_cpp", search_patterns=["*.so", "*.dll", "*.dylib"])
binaries += [
    (str(variant), "llama_cpp/lib")
    for variant in Path(get_package_paths("llama_cpp")[0], "bin").glob("*ggml-cpu-*")
]
excludedimports = ["llama_cpp.server"]
