"""Markdown that grows: the same in the end however it came, and nothing fetched."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument, QTextTable, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.settings import Settings, Theme
from desktop.ui import theme
from desktop.ui.chat import highlight
from desktop.ui.chat.markdown import Growing, clean
from desktop.ui.chat.style import Style
from desktop.ui.chat.text_view import TextView
from desktop.viewmodels.thought import Thought, parts

WHOLE = """\
# A title with `code`

Some **bold**, *italic*, ~~gone~~ words, a [link](https://example.org/a) and https://example.com/x.
A second line. ![a picture](https://example.org/x.png) <b>html</b>

- one
- two
  - nested **three**

  a paragraph inside
- three

3. third
4. fourth with code:

   ```sh
   ls -l
   ```
5. fifth

> Quoted words
> > deeper

| Name | Count |
|:-----|------:|
| Ana  | 3 |
| Tom with *style* | 14 |

```python
def greet(name):
    return f"Hello {name}"  # not goodbye


print(greet("Ana"), 42)
```
After the code.

````
``` not the end
````

---

The end
"""


def grown(text: str, step: int) -> tuple[QTextDocument, Growing]:
    document = QTextDocument()
    growing = Growing(document, Style(theme.LIGHT, QApplication.font()))
    for at in range(0, len(text), step):
        growing.add(text[at : at + step])
    growing.finish()
    return document, growing


@pytest.mark.parametrize("step", [1, 2, 3, 7, 50])
def test_an_answer_looks_the_same_however_it_came(qapp: QApplication, step: int) -> None:
    whole, at_once = grown(WHOLE, len(WHOLE))
    document, growing = grown(WHOLE, step)
    assert document.toHtml() == whole.toHtml()
    assert [one.text for one in growing.codes] == [one.text for one in at_once.codes]
    lined = [document.findBlock(at).text() for at in growing.lined]
    assert growing.lined == at_once.lined
    assert lined == ["Quoted words", "deeper", ""]


def test_blocks_of_code_know_their_language_and_their_text(qapp: QApplication) -> None:
    _document, growing = grown(WHOLE, 5)
    assert [one.language for one in growing.codes] == ["sh", "python", ""]
    assert growing.codes[1].text.startswith("def greet(name):\n    return")
    assert growing.codes[1].text.endswith('print(greet("Ana"), 42)')
    assert growing.codes[2].text == "``` not the end"


def test_what_is_finished_is_not_written_again(qapp: QApplication) -> None:
    document = QTextDocument()
    growing = Growing(document, Style(theme.LIGHT, QApplication.font()))
    growing.add("First paragraph.\n\nSecond")
    assert document.documentLayout() is not None
    changed: list[int] = []
    document.contentsChange.connect(lambda at, _removed, _added: changed.append(at))
    for word in ["", "one", "two", "three"]:
        growing.add(f" {word}")
    assert min(changed) >= len("First paragraph.")


def test_a_table_keeps_its_order_and_turns_round_for_those_who_read_so(qapp: QApplication) -> None:
    def cells(text: str) -> list[str]:
        document, _growing = grown(text, 4)
        table = next(
            frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)
        )
        return [
            table.cellAt(0, column).firstCursorPosition().block().text()
            for column in range(table.columns())
        ]

    assert cells("| Name | Count |\n|---|---|\n| a | b |\n") == ["Name", "Count"]
    assert cells("| الاسم | العدد |\n|---|---|\n| a | b |\n") == ["العدد", "الاسم"]


def test_nothing_is_loaded_and_no_picture_is_made(qtbot: QtBot) -> None:
    view = TextView("Answer")
    qtbot.addWidget(view)
    view.set_markdown("![a cat](file:///etc/hostname) ![a dog](https://example.org/dog.png)")
    assert view.loadResource(2, QUrl("file:///etc/hostname")) is None
    assert "a dog" in view.toPlainText()
    assert "￼" not in view.toPlainText()
    assert "<img" not in view.toHtml()


def test_tricks_with_the_order_of_letters_do_not_work() -> None:
    assert clean("a\u202eb\x07c\x1b[2J\r\nd") == "abc[2J\nd"


def test_code_is_copied_whole_and_coloured_anew_with_the_theme(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    base = app.font()
    view = TextView("Answer")
    qtbot.addWidget(view)
    view.show()
    view.set_markdown("```python\nx = 1  # one\ny = 2\n```\n")
    bar = view._bars[0]
    bar.copy.click()
    assert QGuiApplication.clipboard().text() == "x = 1  # one\ny = 2"
    assert bar.language.text() == "Python"
    colours = [_first_colour(view)]
    for one in (Theme.DARK, Theme.LIGHT):
        theme.apply(app, Settings(theme=one), base)
        colours.append(_first_colour(view))
    assert colours[1] != colours[2]
    assert view.words.startswith("```python")


def _first_colour(view: TextView) -> str:
    block = view.document().begin()
    return block.begin().fragment().charFormat().foreground().color().name()


def test_a_link_is_named_and_not_followed(qtbot: QtBot) -> None:
    view = TextView("Answer")
    qtbot.addWidget(view)
    view.set_markdown("[here](https://example.org/a)")
    with qtbot.waitSignal(view.link_wanted) as told:
        view.anchorClicked.emit(QUrl("https://\u0435xample.org/a"))  # a Cyrillic letter
    assert told.args == ["https://xn--xample-2of.org/a"]


def test_long_words_stay_inside(qtbot: QtBot) -> None:
    view = TextView("Answer")
    qtbot.addWidget(view)
    view.resize(300, 100)
    view.show()
    view.set_markdown("https://example.org/" + "a" * 400)
    assert view.document().idealWidth() <= 300
    assert view.height() > 60


def test_unknown_languages_are_left_as_they_are() -> None:
    assert list(highlight.pieces("a b", "no such language")) == [("a b", "")]
    assert "".join(text for text, _colour in highlight.pieces("\n  x = 1\n", "py")) == "\n  x = 1\n"


@pytest.mark.parametrize("step", [1, 3, 100])
def test_what_is_thought_is_told_from_what_is_said(step: int) -> None:
    text = "\n<think>\nFirst a < b, then </thin.\n</think>\n\nIt is 4."
    thought = Thought()
    pairs = [thought.add(text[at : at + step]) for at in range(0, len(text), step)]
    pairs.append(thought.rest())
    said = "".join(one for one, _ in pairs), "".join(one for _, one in pairs)
    assert said == ("First a < b, then </thin.\n", "It is 4.")
    assert parts("No thought <think>at all") == ("", "No thought <think>at all")
    assert parts("<think>never ends") == ("never ends", "")


LONG = "total = sum(" + ", ".join(f"value_{n}" for n in range(60)) + ")"


def shown(qtbot: QtBot, text: str) -> TextView:
    view = TextView("Answer")
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    view.set_markdown(text)
    QApplication.processEvents()
    return view


def test_a_long_line_of_code_keeps_its_end_and_moves_sideways(qtbot: QtBot) -> None:
    view = shown(qtbot, f"```python\nshort = 1\n{LONG}\n```\n")
    code, bar = view._growing.codes[0], view._bars[0]
    assert view.document().findBlock(code.last).layout().lineCount() == 1
    assert bar.hidden_width > 0
    assert bar.across is not None
    assert bar.across.isVisible()
    bar.across.setValue(10_000)
    assert code.offset == bar.hidden_width == bar.across.value()
    assert view.horizontalScrollBar().value() == 0


def test_long_lines_are_wrapped_for_whoever_prefers_that(qtbot: QtBot) -> None:
    view = shown(qtbot, f"```python\n{LONG}\n```\n")
    code, bar = view._growing.codes[0], view._bars[0]
    bar.move_to(50)
    before = view.height()
    bar.wrap.click()
    assert view.document().findBlock(code.last).layout().lineCount() > 1
    assert code.offset == 0
    assert view.height() > before
    assert bar.across is not None
    assert not bar.across.isVisible()
    bar.wrap.click()
    assert view.height() == before


def test_the_wheel_moves_code_sideways_and_nothing_else(qtbot: QtBot) -> None:
    view = shown(qtbot, f"Words.\n\n```python\n{LONG}\n```\n")
    code = view._growing.codes[0]
    over = view._ground(code).center()
    for at, expected in ((over, True), (QPointF(5, 5), False)):
        event = QWheelEvent(
            at, view.mapToGlobal(at), QPoint(), QPoint(-120, 0), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        code.offset = 0
        QApplication.sendEvent(view.viewport(), event)
        assert bool(code.offset) is expected


@pytest.mark.parametrize("text", ["```\nshort\n```\n", f"- one\n\n  ```\n  {LONG}\n  ```\n"])
def test_code_that_fits_or_lies_in_a_list_does_not_move(qtbot: QtBot, text: str) -> None:
    bar = shown(qtbot, text)._bars[0]
    assert bar.hidden_width == 0
    assert not bar.wrap.isVisible()
    assert bar.across is None


def test_code_that_still_comes_is_measured_as_it_grows(qtbot: QtBot) -> None:
    view = shown(qtbot, "")
    view.add("```python\nshort = 1\n")
    view.draw_now()
    assert view._bars[0].hidden_width == 0
    view.add(LONG)
    view.draw_now()
    assert view._bars[0].hidden_width > 0
