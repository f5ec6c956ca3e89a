"""SQLCipher: nothing but its compiled module."""

hiddenimports = ["sqlcipher3._sqlite3"]
