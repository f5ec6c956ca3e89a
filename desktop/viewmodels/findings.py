"""What unlocking found out about the vault, in the words of the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from vault.vault import Vault


def said(vault: "Vault") -> str:
    """Everything that the owner should hear, each in a line; empty where all is as it was."""
    from vault.vault import Finding

    def tr(text: str) -> str:
        return QCoreApplication.translate("Findings", text)

    words = {
        Finding.RECOVERY_RENEWED: tr(
            "The change of the recovery key that was stopped is finished: the one that was shown "
            "then holds, the one before it opens nothing now."
        ),
        Finding.KEYCHAIN_SILENT: tr(
            "The system’s keychain does not say how far this vault was when it was last open, so "
            "an older state could not be noticed there."
        ),
        Finding.MIGRATED: tr(
            "Your vault was brought up to date for this version. A backup was made first."
        ),
    }
    return "\n".join(words[one] for one in vault.findings)
