"""Piper: how words are pronounced, without what trains voices and what reads Hebrew and Thai."""

from PyInstaller.utils.hooks import collect_data_files, collect_dynamic_libs

# Languages whose pronunciation is a model of its own, in piper's package: no voice of ours has it.
LEFT_OUT = ["train/**", "hebrew/**", "templates/**", "img/**"]
datas = collect_data_files("piper", excludes=LEFT_OUT)
binaries = collect_dynamic_libs("piper")
hiddenimports = ["piper.espeakbridge"]
excludedimports = ["piper.train", "piper.http_server"]
