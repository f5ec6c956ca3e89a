"""The vault's shape, one change per file, in order. A file is never edited after a release."""

from vault.migrations import (
    m0001_initial,
    m0002_summaries,
    m0003_changes,
    m0004_notes,
    m0005_prefixes,
    m0006_conversations,
    m0007_documents,
    m0008_memories,
    m0009_library,
    m0010_waiting,
    m0011_attachments,
)

MIGRATIONS = (
    m0001_initial, m0002_summaries, m0003_changes, m0004_notes, m0005_prefixes,
    m0006_conversations, m0007_documents, m0008_memories, m0009_library, m0010_waiting,
    m0011_attachments,
)  # fmt: skip
