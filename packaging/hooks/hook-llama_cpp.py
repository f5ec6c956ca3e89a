"""llama.cpp: its libraries, with every variant for processors, where its own loader looks."""

from PyInstaller.utils.hooks import collect_dynamic_libs

binaries = collect_dynamic_libs("llama_cpp", search_patterns=["*.so", "*.dll", "*.dylib"])
excludedimports = ["llama_cpp.server"]
