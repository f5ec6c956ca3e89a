"""What Tacit thinks with: what is here, what would be better, a file of one's own, or later.

What is being fetched goes on while the owner goes on.
"""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.translation import size
from desktop.ui.progress_row import ProgressRow
from desktop.ui.theme import SPACE
from desktop.ui.welcome.step import StepPage
from desktop.ui.widgets import button, chip, label, panel, row
from desktop.viewmodels.first_weights import Elsewhere, Offer
from desktop.viewmodels.welcome import WelcomeModel

MOST_SHOWN = 8


class WeightsStep(StepPage):
    """Nothing is fetched without a click."""

    def __init__(self, model: WelcomeModel) -> None:
        super().__init__(
            model,
            self.tr("What Tacit thinks with"),
            self.tr(
                "AI weights are files that answer, listen and speak on this computer. Others can "
                "be added at any time, on the Models page."
            ),
        )
        self.setAcceptDrops(True)
        self.weights = model.weights
        self._here, self._best, self._others = QWidget(), QWidget(), QWidget()
        self.fetch = button(self.tr("Fetch"), self._on_fetch, style="primary")
        self.choose = button(self.tr("A file I have…"), self._choose_file)
        self.scan = button(self.tr("Look in other programs’ folders"), self.weights.scan)
        self.progress = ProgressRow(self.weights.stop)
        self._offer: Offer | None = None
        self._looking = label(self.tr("Looking at what is here, and at what would fit…"), "quiet")
        for one in (self._looking, self._here, self._best, self.progress):
            self.content.addWidget(one)
        line = row(self.choose, self.scan, spacing=SPACE)
        line.addStretch(1)
        self.content.addLayout(line)
        self.content.addWidget(self._others)
        self._connect()
        self.weights.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        self.weights.bring_in([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def _connect(self) -> None:
        self.weights.model.modelReset.connect(self._show)
        self.weights.busy_changed.connect(self._on_busy)
        self.weights.progressed.connect(self._on_progressed)
        self.weights.said.connect(self.said)
        self.weights.found.connect(self._show_found)
        self.weights.failed.connect(self.described)

    def _show(self) -> None:
        self._looking.hide()
        self._here = self._replaced(self._here, self._shown_here())
        self._offer = self.weights.offer()
        self._best = self._replaced(self._best, self._shown_offer(self._offer))
        here = any(one.role == "chat" for one in self.weights.here())
        self.set_next(self.tr("Continue") if here else self.tr("Later"))

    def _replaced(self, old: QWidget, new: QWidget) -> QWidget:
        self.content.replaceWidget(old, new)
        old.hide()
        old.deleteLater()
        return new

    def _shown_here(self) -> QWidget:
        rows = self.weights.here()
        if not rows:
            return panel(label(self.tr("No weights are here yet."), "quiet"))
        lines = QVBoxLayout()
        lines.setSpacing(SPACE)
        lines.addWidget(label(self.tr("Here already"), "strong"))
        for one in rows:
            line = QHBoxLayout()
            line.addWidget(label(one.title), 1)
            line.addWidget(chip(self.weights.does(one), "good"))
            line.addWidget(label(size(one.size_bytes), "small"))
            lines.addLayout(line)
        return _framed(lines)

    def _shown_offer(self, offer: Offer | None) -> QWidget:
        self.fetch.setParent(None)
        if offer is None:
            made = QWidget()
            made.hide()
            return made
        self.fetch.setText(self.tr("Fetch (%s)") % offer.size)
        lines = QVBoxLayout()
        lines.setSpacing(SPACE // 2)
        top = QHBoxLayout()
        top.addWidget(label(offer.title, "strong"), 1)
        top.addWidget(chip(self.tr("best for this computer"), "accent"))
        lines.addLayout(top)
        for fact in offer.facts:
            lines.addWidget(label(fact, "small"))
        lines.addSpacing(SPACE)
        lines.addLayout(row(self.fetch, spacing=SPACE, stretch_before=self.fetch))
        self.fetch.show()
        return _framed(lines)

    def _show_found(self, found: tuple[Elsewhere, ...]) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(SPACE)
        if not found:
            lines.addWidget(label(self.tr("No other program’s weights were found."), "quiet"))
        for one in found[:MOST_SHOWN]:
            line = QHBoxLayout()
            line.addWidget(label(one.title), 1)
            line.addWidget(label(one.about, "small"))
            line.addWidget(button(self.tr("Use it"), lambda one=one: self.weights.take(one)))  # type: ignore[misc]
            lines.addLayout(line)
        if len(found) > MOST_SHOWN:
            more = self.tr("%s more are on the Models page.") % (len(found) - MOST_SHOWN)
            lines.addWidget(label(more, "small"))
        self._others = self._replaced(self._others, _framed(lines))

    def _on_fetch(self) -> None:
        if self._offer is not None:
            self.weights.fetch_offer(self._offer)

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Add weights"), "", self.tr("Weights (*.gguf *.onnx)")
        )
        if chosen:
            self.weights.bring_in([Path(path) for path in chosen])

    def _on_busy(self) -> None:
        is_busy = self.weights.is_busy or self.weights.is_looking
        self.progress.setVisible(self.weights.is_busy)
        for one in (self.fetch, self.choose, self.scan):
            one.setDisabled(is_busy)

    def _on_progressed(self, what: str, share: float) -> None:
        self.progress.tell(what, share)


def _framed(lines: QVBoxLayout) -> QWidget:
    inside = QWidget()
    inside.setLayout(lines)
    lines.setContentsMargins(0, 0, 0, 0)
    return panel(inside)
