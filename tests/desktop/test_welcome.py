"""The first run, as a person goes through it: real vault, real profile, left and resumed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop import app, settings, translation
from desktop.app import Parts
from desktop.paths import Paths
from desktop.places import PageName
from desktop.ui.chat_page import ChatPage
from desktop.ui.home import Home
from desktop.ui.locked import Locked
from desktop.ui.restoring import Restoring
from desktop.ui.welcome.begin import BeginStep
from desktop.ui.welcome.frame import Welcome
from desktop.ui.welcome.language import LanguageStep
from desktop.ui.welcome.machine import MachineStep
from desktop.ui.welcome.microphone import MicrophoneStep
from desktop.ui.welcome.passphrase import PassphraseStep
from desktop.ui.welcome.profile import ProfileStep
from desktop.ui.welcome.recovery import RecoveryStep
from desktop.ui.welcome.step import StepPage
from desktop.ui.welcome.weights import WeightsStep
from desktop.viewmodels.recovery import RecoveryKey
from desktop.viewmodels.welcome import Step
from models.machine import Speed
from tests import weight_files
from tests.desktop.conftest import PASSPHRASE, WAIT_MS
from tests.vault.conftest import COST, NOW
from vault import header_file, keyslots, profile
from vault.errors import WrongRecoveryKey
from vault.places import Places
from vault.vault import Vault, with_recovery

WEAK = "purple monkey"
Kind = TypeVar("Kind", bound=StepPage)


@pytest.fixture(autouse=True)
def _speed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The probe of the real thing takes two seconds."""
    monkeypatch.setattr("models.machine.probe", lambda: Speed(50e9, 800e9))


def opened(qtbot: QtBot, paths: Paths) -> Parts:
    """The window as it comes up, the next time that it is opened."""
    instance = QApplication.instance()
    assert isinstance(instance, QApplication)
    built = app.build(paths, instance)
    built.entrance.cost = COST
    qtbot.addWidget(built.window)
    built.window.show()
    return built


def scene(parts: Parts) -> Welcome:
    assert isinstance(parts.window.scene, Welcome)
    return parts.window.scene


def page(parts: Parts, kind: type[Kind]) -> Kind:
    shown = scene(parts).page
    assert isinstance(shown, kind)
    return shown


def wait_for_step(qtbot: QtBot, parts: Parts, step: Step) -> None:
    qtbot.waitUntil(lambda: scene(parts).model.step is step, timeout=WAIT_MS)


def wait_for_word(qtbot: QtBot, parts: Parts, word: str) -> None:
    welcome = scene(parts)
    qtbot.waitUntil(
        lambda: welcome.card.isVisible() and word in welcome.card.text(), timeout=WAIT_MS
    )


def choose(qtbot: QtBot, parts: Parts, passphrase: str) -> PassphraseStep:
    shown = page(parts, PassphraseStep)
    shown.fields.first.setText(passphrase)
    shown.fields.again.setText(passphrase)
    qtbot.waitUntil(lambda: shown.fields._model.is_judged, timeout=WAIT_MS)
    return shown


def make_vault(qtbot: QtBot, parts: Parts) -> RecoveryKey:
    """Through the first two steps, to the recovery key."""
    scene(parts).next.click()
    choose(qtbot, parts, PASSPHRASE)
    scene(parts).next.click()
    qtbot.waitUntil(lambda: scene(parts).next.isEnabled()
                    and scene(parts).model.step is Step.RECOVERY, timeout=WAIT_MS)  # fmt: skip
    key = page(parts, RecoveryStep).view.key
    assert key is not None
    return key


def confirm(parts: Parts, key: RecoveryKey) -> None:
    scene(parts).next.click()
    view = page(parts, RecoveryStep).view
    for field, number in zip(view.fields, key.asked, strict=True):
        field.setText(key.groups[number].lower())
    scene(parts).next.click()


def test_from_hello_to_the_first_conversation(qtbot: QtBot, parts: Parts) -> None:
    page(parts, LanguageStep)
    key = make_vault(qtbot, parts)
    assert len(key.groups) == 9
    confirm(parts, key)
    wait_for_step(qtbot, parts, Step.MACHINE)
    machine = page(parts, MachineStep)
    qtbot.waitUntil(lambda: "…" not in machine.verdict.text(), timeout=WAIT_MS)
    scene(parts).next.click()
    qtbot.waitUntil(page(parts, WeightsStep)._looking.isHidden, timeout=WAIT_MS)
    scene(parts).next.click()
    page(parts, MicrophoneStep)
    scene(parts).skip.click()
    basics = page(parts, ProfileStep)
    basics.name.setText("Ana")
    basics.hours.setText("9 to 17:30")
    scene(parts).next.click()
    wait_for_step(qtbot, parts, Step.BEGIN)
    wish = page(parts, BeginStep).suggestions[0]
    words = wish.text()
    wish.click()
    assert isinstance(parts.window.scene, Home)
    assert isinstance(parts.window.scene.page, ChatPage)
    assert parts.window.scene.page.composer.text() == words
    assert parts.window.scene.sidebar._buttons[PageName.CHAT].isChecked()
    assert parts.settings.now.welcome == ""
    assert parts.session is not None
    with qtbot.waitCallback(timeout=WAIT_MS) as told:
        parts.session.look(
            lambda assistant: [
                profile.get(assistant.conn, name) for name in ("identity.name", "work.hours")
            ],
            on_done=told,
        )
    assert told.args[0] == ["Ana", "09:00-17:30"]


def test_the_recovery_key_is_asked_for_before_it_goes_on(qtbot: QtBot, parts: Parts) -> None:
    key = make_vault(qtbot, parts)
    scene(parts).next.click()
    view = page(parts, RecoveryStep).view
    for field in view.fields:
        field.setText("AAAA")
    scene(parts).next.click()
    wait_for_word(qtbot, parts, "not what was shown")
    assert scene(parts).model.step is Step.RECOVERY
    view.again.click()
    assert not view.is_asking
    confirm(parts, key)
    wait_for_step(qtbot, parts, Step.MACHINE)
    parts.close()
    places = parts.entrance.places
    Vault.unlock(places, with_recovery(key.text), NOW).close()


def test_a_recovery_key_that_nobody_confirmed_is_replaced(
    qtbot: QtBot, parts: Parts, paths: Paths
) -> None:
    old = make_vault(qtbot, parts)
    parts.window.close()
    parts.close()
    again = opened(qtbot, paths)
    locked = again.window.scene
    assert isinstance(locked, Locked)
    locked.passphrase.setText(PASSPHRASE)
    locked.unlock.click()
    qtbot.waitUntil(
        lambda: isinstance(again.window.scene, Welcome) and again.window.scene.next.isEnabled(),
        timeout=WAIT_MS,
    )
    new = page(again, RecoveryStep).view.key
    assert new is not None
    assert new.text != old.text
    header = header_file.load(Places.of(paths.data, paths.config).header)
    keyslots.open_with_recovery(header, new.text)
    with pytest.raises(WrongRecoveryKey):
        keyslots.open_with_recovery(header, old.text)
    confirm(again, new)
    wait_for_step(qtbot, again, Step.MACHINE)
    again.close()


def test_every_later_step_is_found_again_after_unlocking(
    qtbot: QtBot, parts: Parts, paths: Paths
) -> None:
    confirm(parts, make_vault(qtbot, parts))
    wait_for_step(qtbot, parts, Step.MACHINE)
    for _ in range(3):
        scene(parts).next.click()
    assert scene(parts).model.step is Step.PROFILE
    scene(parts).back.click()
    assert scene(parts).model.step is Step.MICROPHONE
    parts.window.close()
    parts.close()
    assert json.loads(paths.settings.read_text())["welcome"] == "microphone"
    again = opened(qtbot, paths)
    assert isinstance(again.window.scene, Locked)
    again.window.scene.passphrase.setText(PASSPHRASE)
    again.window.scene.unlock.click()
    qtbot.waitUntil(lambda: isinstance(again.window.scene, Welcome), timeout=WAIT_MS)
    page(again, MicrophoneStep)
    again.close()


def test_a_passphrase_step_that_was_left_is_found_again(
    qtbot: QtBot, parts: Parts, paths: Paths
) -> None:
    scene(parts).next.click()
    choose(qtbot, parts, PASSPHRASE)
    parts.close()
    again = opened(qtbot, paths)
    assert page(again, PassphraseStep).fields.passphrase == ""
    again.close()


def test_a_weak_passphrase_is_the_owners_to_decide(qtbot: QtBot, parts: Parts) -> None:
    scene(parts).next.click()
    shown = choose(qtbot, parts, WEAK)
    assert "hour" in shown.fields.words.text()
    scene(parts).next.click()
    wait_for_word(qtbot, parts, "weak")
    shown.fields.anyway.setChecked(True)
    assert shown.fields.is_good()
    choose(qtbot, parts, PASSPHRASE)
    assert not shown.fields.anyway.isVisible()


@pytest.mark.parametrize("passphrase", ["password1", "short 1"])
def test_one_that_protects_nothing_is_refused(qtbot: QtBot, parts: Parts, passphrase: str) -> None:
    scene(parts).next.click()
    shown = choose(qtbot, parts, passphrase)
    scene(parts).next.click()
    assert scene(parts).card.isVisible()
    assert not shown.fields.is_good()
    assert not parts.entrance.is_busy


def test_two_that_differ_make_no_vault(qtbot: QtBot, parts: Parts) -> None:
    scene(parts).next.click()
    shown = choose(qtbot, parts, PASSPHRASE)
    shown.fields.again.setText(PASSPHRASE + "r")
    qtbot.keyClick(shown.fields.again, Qt.Key.Key_Return)
    wait_for_word(qtbot, parts, "not the same")
    assert not parts.entrance.is_busy


def test_the_copied_key_is_taken_off_the_clipboard(qtbot: QtBot, parts: Parts) -> None:
    key = make_vault(qtbot, parts)
    view = page(parts, RecoveryStep).view
    view.copy.click()
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == key.text
    assert view._clipboard._timer.interval() == 60_000
    with qtbot.waitSignal(view._clipboard.cleared):
        view._clipboard._timer.timeout.emit()
    assert clipboard.text() == ""
    view.copy.click()
    clipboard.setText("something else")
    view._clipboard.clear()
    assert clipboard.text() == "something else"


def test_an_entry_that_is_not_understood_is_marked(qtbot: QtBot, parts: Parts) -> None:
    confirm(parts, make_vault(qtbot, parts))
    wait_for_step(qtbot, parts, Step.MACHINE)
    for _ in range(3):
        scene(parts).next.click()
    shown = page(parts, ProfileStep)
    shown.hours.setText("whenever I like")
    scene(parts).next.click()
    wait_for_word(qtbot, parts, "When do you work?")
    assert shown.hours.property("bad")
    shown.hours.clear()
    scene(parts).next.click()
    wait_for_step(qtbot, parts, Step.BEGIN)


def at_weights(qtbot: QtBot, parts: Parts) -> WeightsStep:
    confirm(parts, make_vault(qtbot, parts))
    wait_for_step(qtbot, parts, Step.MACHINE)
    scene(parts).next.click()
    shown = page(parts, WeightsStep)
    qtbot.waitUntil(shown._looking.isHidden, timeout=WAIT_MS)
    return shown


def test_weights_are_offered_with_their_price_and_dropped_ones_are_used(
    qtbot: QtBot, parts: Parts, tmp_path: Path
) -> None:
    shown = at_weights(qtbot, parts)
    offer = shown.weights.offer()
    assert offer is not None
    assert offer.size in shown.fetch.text()
    assert any("licence" in fact for fact in offer.facts)
    assert any("memory" in fact for fact in offer.facts)
    assert shown.next_text == "Later"
    mine = weight_files.gguf(tmp_path, "mine.gguf")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(mine))])
    shown.dropEvent(
        QDropEvent(
            QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    wait_for_word(qtbot, parts, "answers from now on")
    qtbot.waitUntil(lambda: shown.next_text == "Continue", timeout=WAIT_MS)


def test_other_programs_weights_are_used_where_they_lie(
    qtbot: QtBot, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path.home() / ".lmstudio" / "models" / "someone"
    folder.mkdir(parents=True)
    there = weight_files.gguf(folder, "theirs.gguf")
    shown = at_weights(qtbot, parts)
    with qtbot.waitSignal(shown.weights.found, timeout=WAIT_MS) as told:
        shown.scan.click()
    (found,) = told.args[0]
    assert "LM Studio" in found.about
    use = next(one for one in shown.findChildren(QPushButton) if one.text() == "Use it")
    use.click()
    wait_for_word(qtbot, parts, "answers from now on")
    assert there.exists()
    qtbot.waitUntil(lambda: shown.next_text == "Continue", timeout=WAIT_MS)


def test_without_a_microphone_a_sentence_says_so(
    qtbot: QtBot, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop import audio
    from desktop.errors import NoMicrophone

    def nothing_there(_device: str) -> None:
        raise NoMicrophone

    monkeypatch.setattr(audio, "levels", nothing_there)
    confirm(parts, make_vault(qtbot, parts))
    wait_for_step(qtbot, parts, Step.MACHINE)
    scene(parts).next.click()
    scene(parts).next.click()
    shown = page(parts, MicrophoneStep)
    shown.test.click()
    wait_for_word(qtbot, parts, "No microphone")
    assert shown.test.text() == "Try the microphone"
    scene(parts).skip.click()
    page(parts, ProfileStep)


def test_a_microphone_that_hears_says_so_and_stops_with_the_step(
    qtbot: QtBot, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop import audio

    def loud(_device: str) -> "list[float]":
        return [0.0, 0.2, 0.9]

    monkeypatch.setattr(audio, "levels", loud)
    confirm(parts, make_vault(qtbot, parts))
    wait_for_step(qtbot, parts, Step.MACHINE)
    scene(parts).next.click()
    scene(parts).next.click()
    shown = page(parts, MicrophoneStep)
    with qtbot.waitSignal(shown.microphone.heard, timeout=WAIT_MS):
        shown.test.click()
    assert shown.words.text() == "I can hear you."
    scene(parts).skip.click()
    assert not shown.microphone.is_running


def test_a_backup_instead(qtbot: QtBot, parts: Parts, paths: Paths, tmp_path: Path) -> None:
    elsewhere = Places.of(tmp_path / "elsewhere", tmp_path / "anchor")
    other, recovery_key = Vault.create(elsewhere, PASSPHRASE, NOW, COST)
    saved = other.backup()
    other.close()
    page(parts, LanguageStep).restore.click()
    restoring = parts.window.scene
    assert isinstance(restoring, Restoring)
    restoring.back.click()
    page(parts, LanguageStep).restore.click()
    restoring = parts.window.scene
    assert isinstance(restoring, Restoring)
    restoring.take(saved)
    restoring.passphrase.setText("not this one")
    restoring.restore.click()
    qtbot.waitUntil(restoring.card.isVisible, timeout=WAIT_MS)
    restoring.swap.click()
    restoring.recovery_key.setText(recovery_key)
    qtbot.keyClick(restoring.recovery_key, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(parts.window.scene, Welcome), timeout=WAIT_MS)
    page(parts, MachineStep)


def test_nothing_of_the_first_run_stands_in_the_settings(
    qtbot: QtBot, parts: Parts, paths: Paths
) -> None:
    key = make_vault(qtbot, parts)
    confirm(parts, key)
    wait_for_step(qtbot, parts, Step.MACHINE)
    parts.window.close()
    parts.close()
    for path in (paths.config, paths.logs, paths.cache):
        for file in filter(Path.is_file, path.rglob("*")):
            raw = file.read_bytes().upper()
            assert all(group.encode() not in raw for group in key.groups if file.suffix == ".json")
            assert key.text.encode() not in raw
            assert PASSPHRASE.upper().encode() not in raw


@pytest.fixture
def _english_afterwards() -> Iterator[None]:
    yield
    translation.change(translation.ENGLISH)


@pytest.mark.usefixtures("_english_afterwards")
def test_another_language_is_spoken_at_once_and_remembered(
    qtbot: QtBot, parts: Parts, paths: Paths
) -> None:
    page(parts, LanguageStep).choices["de"].click()
    german = page(parts, LanguageStep)
    assert german.choices["de"].isChecked()
    assert QApplication.translate("Sidebar", "Lock") == "Sperren"
    qtbot.waitUntil(lambda: settings.load(paths.settings).language == "de", timeout=WAIT_MS)
    german.choices["en"].click()
    assert page(parts, LanguageStep).choices["en"].isChecked()
    assert QApplication.translate("Sidebar", "Lock") == "Lock"


def test_return_alone_leads_through(qtbot: QtBot, parts: Parts) -> None:
    def press() -> None:
        focused = parts.window.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Return)

    press()
    shown = page(parts, PassphraseStep)
    assert parts.window.focusWidget() is shown.fields.first
    qtbot.keyClicks(shown.fields.first, PASSPHRASE)
    press()
    qtbot.keyClicks(shown.fields.again, PASSPHRASE)
    qtbot.waitUntil(shown.fields.is_good, timeout=WAIT_MS)
    press()
    qtbot.waitUntil(lambda: scene(parts).next.isEnabled()
                    and scene(parts).model.step is Step.RECOVERY, timeout=WAIT_MS)  # fmt: skip
    scene(parts).next.setFocus()
    press()
    view = page(parts, RecoveryStep).view
    assert view.key is not None
    for field, number in zip(view.fields, view.key.asked, strict=True):
        assert parts.window.focusWidget() is field
        qtbot.keyClicks(field, view.key.groups[number])
        press()
    wait_for_step(qtbot, parts, Step.MACHINE)
    for step in (Step.WEIGHTS, Step.MICROPHONE):
        parts.window.setFocus()
        scene(parts).next.setFocus()
        press()
        assert scene(parts).model.step is step


def test_nobody_is_locked_out_of_the_first_run(qtbot: QtBot, parts: Parts) -> None:
    parts.settle()
    confirm(parts, make_vault(qtbot, parts))
    wait_for_step(qtbot, parts, Step.MACHINE)
    assert parts.watching is not None
    assert not parts.watching.idle._timer.isActive()
    parts.show_home()
    assert parts.watching.idle._timer.isActive()
