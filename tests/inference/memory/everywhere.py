"""Whether a word stands anywhere in a vault: each text of each table, and the index of words."""

from vault.connection import ReadConn


def places(conn: ReadConn, word: str) -> list[str]:
    """The columns that hold a word, in any case."""
    found = []
    tables = conn.column("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    for table in tables:
        if table.startswith(("sqlite_", "passage_words", "passage_terms")):
            continue
        columns = [row[1] for row in conn.rows(f'PRAGMA table_info("{table}")')]
        for column in columns:
            sql = f'SELECT count(*) FROM "{table}" WHERE instr(lower(CAST("{column}" AS TEXT)), ?)'
            if conn.value(sql, (word.lower(),)):
                found.append(f"{table}.{column}")
    stems = conn.stems([word])
    if conn.value("SELECT 1 FROM passage_terms WHERE term = ?", (stems.get(word, word),)):
        found.append("passage_terms")
    return found
