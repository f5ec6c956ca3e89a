"""Faster-whisper: the small model that finds where somebody speaks."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("faster_whisper", includes=["assets/*"])
