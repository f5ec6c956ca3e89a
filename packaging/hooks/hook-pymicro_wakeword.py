"""microWakeWord: its words, and the library that knows them."""

from PyInstaller.utils.hooks import collect_data_files, collect_dynamic_libs

datas = collect_data_files("pymicro_wakeword", includes=["models/*"])
binaries = collect_dynamic_libs("pymicro_wakeword")
hiddenimports = ["pymicro_features", "micro_features_cpp"]
