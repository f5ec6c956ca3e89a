"""FAISS: its library, which chooses by itself what this processor can do."""

from PyInstaller.utils.hooks import collect_dynamic_libs

hiddenimports = ["faiss._swigfaiss"]
binaries = collect_dynamic_libs("faiss")
