"""The cards of the vault: what it could not open, keep or bring back."""

from desktop.cards import Card, ErrorCard, Words, command, joined, plain, unexpected
from vault import errors as vault


def _wrong_passphrase(error: vault.WrongPassphrase, tr: Words) -> ErrorCard:
    wait = tr("The next try is heard in %s seconds.") % f"{error.wait_s:.0f}"
    return ErrorCard(
        tr("That passphrase does not open it"),
        joined(tr("Nothing was changed."), wait if error.wait_s else ""),
        tr("Check the keyboard’s language and Caps Lock, or use the recovery key."),
    )


def _too_many_tries(error: vault.TooManyTries, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("A short pause"),
        tr("After several wrong tries the next one is heard in %s seconds.")
        % f"{max(error.wait_s, 1):.0f}",
        tr("Wait a moment, then try again, or use the recovery key."),
    )


def _weak_passphrase(error: vault.WeakPassphrase, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("A little too short"),
        tr("A passphrase needs %s characters at least; nothing was changed.")
        % error.least_characters,
        tr("Several words that belong together only for you are easy to keep and hard to guess."),
    )


def _vault_damaged(error: vault.VaultDamaged, tr: Words) -> ErrorCard:
    count = len(error.backups)
    backups = tr("There is a backup.") if count == 1 else tr("There are %s backups.") % count
    return ErrorCard(
        tr("The vault is damaged"),
        joined(
            tr("Its file is not what Tacit wrote, so it was not used. It was left as it is."),
            backups if error.backups else "",
        ),
        tr(
            "Restore a backup. If there is none, keep the file: what can still be read may "
            "be saved."
        ),
    )


def _rolled_back(_error: vault.RolledBack, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("The vault is older than it was"),
        tr("Something put an earlier state back. It was not opened, and nothing was changed."),
        tr(
            "If you put it back yourself, say so with --accept-older. If not, restore your "
            "newest backup."
        ),
    )


def _put_back_together(_error: vault.PutBackTogether, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("The vault is older than the keychain remembers"),
        tr(
            "Vault and settings were both put back to an earlier state. It was not opened, "
            "and nothing was changed."
        ),
        tr(
            "If you put them back yourself, say so with --accept-older. If not, restore your "
            "newest backup."
        ),
    )


def _audit_broken(error: vault.AuditBroken, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("The log was altered"),
        tr("Record %s of the log is the first that is not what was written.") % error.sequence,
        tr("Compare with a backup; what stands before that record can be trusted."),
    )


def _migration_failed(error: vault.MigrationFailed, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("The vault could not be brought up to date"),
        tr("It is as it was before, and a backup was made first: %s.") % error.backup.name,
        tr("Free some disk space and open Tacit again, or go on with the version you had."),
    )


def _vault_missing(_error: vault.VaultMissing, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("There is no vault yet"),
        tr("Tacit keeps what it knows in an encrypted vault, and none was made here."),
        tr("Make one first: %s") % command("vault create"),
    )


def _backup_damaged(error: vault.BackupDamaged, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This backup cannot be used"),
        tr("“%s” is no backup of Tacit, or not a whole one. Nothing was changed.")
        % error.path.name,
        tr("Take another backup."),
    )


VAULT_CARDS: dict[type[BaseException], Card] = {
    vault.VaultMissing: _vault_missing,
    vault.VaultExists: plain(
        "There is a vault already",
        "It is never written over, so nothing was changed.",
        "Open it, or choose another folder.",
    ),
    vault.VaultInUse: plain(
        "The vault is open elsewhere",
        "Another Tacit of yours has it open, and only one may write at a time.",
        "Use that one, or close it first.",
    ),
    vault.VaultClosed: plain(
        "The vault was locked meanwhile",
        "What was saved before is safe.",
        "Unlock it and start again.",
    ),
    vault.WrongPassphrase: _wrong_passphrase,
    vault.WrongRecoveryKey: plain(
        "This is not the recovery key of this vault",
        "It is spelt right, but it opens another vault or was replaced by a newer one.",
        "Look for the newest one that you wrote down.",
    ),
    vault.RecoveryKeyMistyped: plain(
        "There is a slip in the recovery key",
        "It has nine groups of four letters and digits, and something in it is off.",
        "Compare it group by group with what you wrote down.",
    ),
    vault.TooManyTries: _too_many_tries,
    vault.WeakPassphrase: _weak_passphrase,
    vault.HeaderDamaged: plain(
        "The keys to the vault are damaged",
        "The small file that holds them, and its copy, are not what Tacit wrote.",
        "Restore a backup; the keys are part of it.",
    ),
    vault.KeychainUnavailable: plain(
        "The system’s keychain cannot be used",
        "It is not there, or does not keep secrets safely. Your passphrase works as always.",
        "Unlock with the passphrase.",
    ),
    vault.LastSlot: plain(
        "This is the last way in",
        "Without it nobody could open the vault any more, so it was kept.",
        "Set a passphrase first.",
    ),
    vault.VaultTooNew: plain(
        "This vault is from a newer Tacit",
        "This version does not know all of it, so it was left alone.",
        "Update Tacit, then open it.",
    ),
    vault.VaultDamaged: _vault_damaged,
    vault.RolledBack: _rolled_back,
    vault.PutBackTogether: _put_back_together,
    vault.AuditBroken: _audit_broken,
    vault.VaultFull: plain(
        "The disk is full",
        "What was saved before is safe; the last change is not in.",
        "Free some space and do the last thing again.",
    ),
    vault.VaultReadOnly: plain(
        "The vault cannot be written to",
        "Its folder or disk is closed to writing. Nothing was changed.",
        "Check who owns the folder and whether its disk may be written to.",
    ),
    vault.VaultBusy: plain(
        "The vault is busy",
        "Something else was writing for too long; this change is not in.",
        "Try again in a moment.",
    ),
    vault.MigrationFailed: _migration_failed,
    vault.StatementFailed: unexpected,
    vault.UnsafeLibrary: plain(
        "A part of Tacit is too old to be safe",
        "Its database could lose what you saved, so the vault was not opened.",
        "Set Tacit up again: python3 run.py setup --again.",
    ),
    vault.BackupDamaged: _backup_damaged,
    vault.NotThere: plain(
        "Not there any more",
        "It is not in the vault any more; it may have been forgotten.",
        "Look for it with a search.",
    ),
}
