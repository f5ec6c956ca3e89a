"""What the owner's things are called: the ones that are likely to be spoken of."""

from vault.connection import ReadConn

EACH = 10
"of a kind"

LATEST = f"""
SELECT title FROM (SELECT item, title FROM task WHERE state NOT IN ('done', 'dropped')
                   ORDER BY item DESC LIMIT {EACH})
UNION ALL
SELECT text FROM (SELECT id, text FROM reminder WHERE state = 'waiting' AND text != ''
                  ORDER BY id DESC LIMIT {EACH})
UNION ALL
SELECT title FROM (SELECT item, title FROM note ORDER BY changed_us DESC LIMIT {EACH})
UNION ALL
SELECT title FROM (SELECT item, title FROM document ORDER BY item DESC LIMIT {EACH})
"""


def latest(conn: ReadConn) -> list[str]:
    """Of open tasks, reminders to come, notes and documents, those that were made last."""
    return [title for (title,) in conn.rows(LATEST)]
