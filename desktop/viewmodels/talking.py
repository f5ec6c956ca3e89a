"""Speaking with Tacit: hears, sends what was said to the conversation, and says what it answers.

What to do is decided by `inference/voice/turn.py`, step by step; here it is done, and what comes of
it is handed back as the next event. Nothing waits: listening, thinking and speaking have lanes of
their own.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs import Job
from desktop.listening import Ear
from desktop.session import Session
from desktop.speaking import Mouth
from desktop.translation import described
from desktop.viewmodels.chat import ChatModel
from desktop.viewmodels.chat_shown import Settled, Step
from desktop.viewmodels.spoken_sound import SpokenSound
from desktop.viewmodels.voice_consent import VoiceConsent
from desktop.viewmodels.voice_offer import VoiceOffer
from desktop.viewmodels.voice_settings import TalkKey, VoiceSettings
from desktop.viewmodels.voice_stopping import VoiceStopping
from inference.early import begins
from inference.types import Partial
from inference.voice import chimes
from inference.voice import events as on
from inference.voice.confirming import confirmation
from inference.voice.events import Use, VoiceEvent
from inference.voice.talk import Phase as Phase
from inference.voice.talk import Speaks, Talk
from inference.voice.turn import TAP_S, step
from inference.voice.waking import WakeWord, without

TICK_MS = 200


class Talking(QObject):
    """One conversation, spoken."""

    changed = Signal()
    "something that is shown of it"
    level_changed = Signal(float)
    open_changed = Signal(bool)
    "whether the microphone is open"
    wrote = Signal(str)
    "words for the place where the owner writes to Tacit"
    noticed = Signal(str)
    "a short word about what became of it"
    failed = Signal(object)
    "an ErrorCard"

    def __init__(
        self, session: Session, chat: ChatModel, clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.session, self.chat = session, chat
        self.ear, self.mouth = Ear(session, self), Mouth(session, self)
        self.settings = VoiceSettings(session, self)
        self._consent = VoiceConsent(session, self)
        self._stopping = VoiceStopping(session, self)
        self._offer = VoiceOffer(session, self)
        self._clock = clock
        self.talk = Talk()
        self._writing = 0
        "the reply that the conversation is writing now; 0 for none"
        self._has_words = False
        self._was_spoken = False
        "whether the owner's words that are answered now were"
        self._was_done = False
        "whether the next words tell what was done"
        self.is_sending = False
        "whether words are said to Tacit at this very moment, and not typed"
        self._expecting: Job[None] | None = None
        self._expected = ""
        self._began_at = 0.0
        self._had_trouble = False
        self._into: Callable[[str], None] | None = None
        self._woken: WakeWord | None = None
        "the words that it was woken with, where no hand began what is being said"
        self._ticking = QTimer(self, interval=TICK_MS)
        self._ticking.timeout.connect(self._on_tick)
        self._carry_out: dict[type, Callable[[Any], None]] = {
            on.Listen: self._listen, on.Understand: self._understand,
            on.Discard: lambda order: self.ear.discard(order.utterance),
            on.Expect: lambda order: self._expect(order.text), on.Send: self._send,
            on.Follow: self._follow, on.Write: self._write,
            on.Say: lambda order: self.mouth.say(order.reply, order.piece, order.text),
            on.LastSaid: lambda order: self.mouth.no_more(order.reply),
            on.Hush: lambda _order: self.mouth.hush(),
            on.StopReply: lambda _order: chat.stop(), on.Nothing: self._nothing,
        }  # fmt: skip
        self._connect()
        SpokenSound(self)
        self.settings.changed.connect(self._on_settings)
        self.ear.prepare()

    @property
    def phase(self) -> Phase:
        return self.talk.phase

    @property
    def is_speaking(self) -> bool:
        return self.phase is Phase.SPEAKING

    @property
    def seconds(self) -> int:
        """For how long the microphone has been open."""
        return int(self._clock() - self._began_at) if self.talk.open is not None else 0

    # what the owner does

    def press(self) -> None:
        """The talk key goes down, to say something to Tacit."""
        self._press(Use.ASK, None)

    def press_to_write(self, into: Callable[[str], None]) -> None:
        """The talk key goes down where words are written; they go into this."""
        self._press(Use.WRITE, into)

    def release(self) -> None:
        at, one = self._clock(), self.talk.open
        if self.settings.now.key is TalkKey.HOLD and one is not None:
            at = max(
                at, one.began + 2 * TAP_S
            )  # however short, it was held: no sum is that far off
        self.happen(on.Released(at))

    def toggle(self) -> None:
        self._toggle(Use.ASK, None)

    def toggle_to_write(self, into: Callable[[str], None]) -> None:
        """The same where words are written; they go into this."""
        self._toggle(Use.WRITE, into)

    def wake(self, word: WakeWord) -> int:
        """The words that wake it were heard; the number of the utterance that begins."""
        assert self.talk.open is None
        self._begin_to_listen(None)
        self._woken = word
        self.happen(on.Toggled(self._clock()))
        return self.talk.count

    def _press(self, use: Use, into: Callable[[str], None] | None) -> None:
        if self.settings.now.key is TalkKey.TAP:
            self._toggle(use, into)
            return
        self._begin_to_listen(into)
        self.happen(on.Pressed(self._clock(), use))

    def _toggle(self, use: Use, into: Callable[[str], None] | None) -> None:
        self._begin_to_listen(into)
        self.happen(on.Toggled(self._clock(), use))

    def _begin_to_listen(self, into: Callable[[str], None] | None) -> None:
        """Whoever ends what was begun keeps to how that was begun."""
        if not self.talk.unsent:
            self._woken = None
        if self.talk.open is None:
            self._into = into

    def hit_key(self) -> None:
        """Any key: Tacit falls silent."""
        self.happen(on.KeyHit())

    def cancel(self) -> bool:
        """Stop the nearest thing; whether there was something to stop."""
        was_busy = self.phase is not Phase.IDLE
        self.happen(on.Cancelled())
        return was_busy

    def happen(self, event: VoiceEvent) -> None:
        """One step, and what follows from it."""
        self.talk, orders = step(self._as_set(), event)
        for order in orders:
            self._carry_out[type(order)](order)
        if self.talk.open is None:
            self._ticking.stop()
        self.changed.emit()

    def _as_set(self) -> Talk:
        """What is under way, with the settings as they are now."""
        now = self.settings.now
        return replace(self.talk, sends_at_once=now.sends_at_once, speaks=now.speaks)

    # listening

    def _listen(self, order: on.Listen) -> None:
        self._began_at, self._had_trouble = self._clock(), False
        now = self.settings.now
        one = self.talk.open
        is_dictated = one is not None and one.use is Use.WRITE  # then nobody asks for anything
        self.ear.request = replace(now.request, manner="") if is_dictated else now.request
        self.ear.device = now.device
        self.ear.listen(order.utterance)
        self._ticking.start()
        self.chat.lead.is_heard = self.settings.now.speaks is not Speaks.NEVER
        self._expect("")
        if self.settings.now.speaks is not Speaks.NEVER:
            self.mouth.wake()

    def _understand(self, order: on.Understand) -> None:
        self.ear.understand(order.utterance)
        self._chime(chimes.closing)

    def _chime(self, make: Callable[[], bytes]) -> None:
        if self.settings.now.sounds:
            self.mouth.play(make(), chimes.RATE)

    def _write(self, order: on.Write) -> None:
        into, self._into = self._into, None
        (into or self.wrote.emit)(order.text)

    def _nothing(self, _order: on.Nothing) -> None:
        if not self._had_trouble:
            self.noticed.emit(self.tr("I did not hear anything."))

    def _on_tick(self) -> None:
        self.happen(on.Ticked(self._clock()))

    def _on_partly(self, utterance: int, partial: Partial) -> None:
        self.happen(on.Partly(utterance, self._said(partial.settled), partial.open))

    def _said(self, text: str) -> str:
        """Without the words that woke it: some of them may have been recorded, too."""
        return without(text, self._woken) if self._woken is not None else text

    def _fail(self, error: BaseException) -> None:
        self._had_trouble = True
        self.failed.emit(described(error))

    # thinking

    def _expect(self, text: str) -> None:
        """Read ahead, one reading after the other; only the latest words are worth it."""
        self._expected = text
        if self._expecting is not None or self.chat.is_busy:
            return
        lead = self.chat.lead

        def over(*_said: object) -> None:
            self._expecting = None
            if self._expected != text:
                self._expect(self._expected)

        self._expecting = self.session.think(
            lambda assistant, job: lead.expect(assistant, text, lambda: job.is_cancelled),
            on_done=over, on_error=over, on_stopped=over,
        )  # fmt: skip

    def _send(self, order: on.Send) -> None:
        self._begin(order.reply, order.before)
        if self._expecting is not None and not begins(self._expected, order.text):
            self._expecting.cancel()  # it reads what was not said after all
        self._expected = ""
        by_hand = self._woken is None
        if self._consent.answers(order.text):
            self._consent.answer(order.text, asked_by=self._began_at, by_hand=by_hand)
            return
        if self._stopping.stops(order.text):
            self._stopping.stop(order.text)
            return
        if self._offer.answers(order.text, self._began_at, by_hand=by_hand):
            self._offer.answer(order.text)
            return
        self._was_spoken = True
        was_busy, self.is_sending = self.chat.is_busy, True
        self.chat.say(order.text)
        self.is_sending = False
        if was_busy or not self.chat.is_busy:  # it took nothing: somebody else was quicker
            self.wrote.emit(order.text)
            self._over()

    def _follow(self, order: on.Follow) -> None:
        self._begin(order.reply, order.before)

    def _begin(self, reply: int, before: on.Interrupted | None) -> None:
        self._writing, self._has_words, self._was_done = reply, False, False
        self.chat.lead.is_heard = self.talk.reply is not None and self.talk.reply.is_spoken
        self._was_spoken = False
        if before is not None:
            lead, unheard = self.chat.lead, before.unheard
            self.session.think(lambda assistant, _job: lead.heard_only(assistant, unheard))

    def _on_said(self, *_what: object) -> None:
        """Before it is thought about, so that what was not heard is known by then."""
        self._consent.forget()
        self._offer.forget()
        if not self.is_sending:
            self.happen(on.Typed())

    def _on_opened(self, _opened: object) -> None:
        """Nothing of one conversation goes over into another."""
        self._consent.forget()
        self._offer.forget()
        self._writing = 0
        self.happen(on.Left())

    def _on_busy(self, is_busy: bool) -> None:
        if not is_busy:
            QTimer.singleShot(0, self, self._end_reply)  # after all that is told with the end

    def _end_reply(self) -> None:
        if self.chat.is_busy:
            return
        if self._writing and self._offer.may_offer:
            reply = self._writing
            self._offer.look(lambda says: self._offered(reply, says), self._clock())
        else:
            self._over()

    def _offered(self, reply: int, says: str) -> None:
        """One thing more is said with the answer, and shown beside it."""
        if reply != self._writing:
            return
        if says:
            self.noticed.emit(says)
            self._on_words(f"\n{says}")
        self._over()

    def _on_done(self, done: Any) -> None:
        """Something was done: by this answer, where its question was spoken."""
        if self._writing and self._was_spoken and self.chat.is_busy:
            self._offer.note(done)

    def _over(self) -> None:
        reply, self._writing = self._writing, 0
        if reply:
            self.happen(on.ReplyOver(reply))

    def _on_words(self, text: str) -> None:
        if self._writing and text:
            self._has_words = True
            said = confirmation(text) if self._was_done else text
            self._was_done = False
            self.happen(on.ReplyWords(self._writing, said))

    def _on_step(self, done: Step) -> None:
        self._was_done = done.card is None
        if done.card is not None:
            self._tell(done.card.title)

    def _on_settled(self, settled: Settled) -> None:
        """A question before anything is done has come as no words until now."""
        if not self._has_words and settled.answer is not None:
            self._on_words(settled.answer.text)

    def _tell(self, sentence: str) -> None:
        """What is said beside the answer itself."""
        if self._writing:
            self._on_words(f"{sentence.rstrip('.')}.\n")

    def _on_waits(self, number: int) -> None:
        self._consent.wait_for(number, self._clock())
        self._tell(self.tr("This waits for your yes."))

    def _on_quiet(self, reply: int, piece: int, share: float) -> None:
        self._consent.was_heard(self._clock())
        self._offer.was_heard(self._clock())
        self.happen(on.Quiet(reply, piece, share))

    def _on_consented(self, says: str) -> None:
        self.noticed.emit(says)
        self._on_words(says)
        self._end_reply()

    def _on_settings(self) -> None:
        now = self.settings.now
        self.mouth.speed, self.mouth.device = now.speed, now.loudspeaker

    def _connect(self) -> None:
        ear, mouth, chat = self.ear, self.mouth, self.chat
        ear.opened.connect(lambda _number: self._chime(chimes.opening))  # now one is heard
        ear.level.connect(self.level_changed)
        ear.open_changed.connect(self.open_changed)
        ear.partly.connect(self._on_partly)
        ear.heard.connect(lambda number, text: self.happen(on.Heard(number, self._said(text))))
        ear.not_heard.connect(lambda number: self.happen(on.NotHeard(number)))
        ear.lost.connect(lambda number: self.happen(on.MicrophoneLost(number)))
        ear.failed.connect(self._fail)
        mouth.spoken.connect(lambda reply, piece: self.happen(on.Spoken(reply, piece)))
        mouth.quiet.connect(self._on_quiet)
        mouth.failed.connect(self._fail)
        chat.words.connect(self._on_words)
        chat.step.connect(self._on_step)
        chat.waits.connect(self._on_waits)
        chat.settled.connect(self._on_settled)
        chat.broke.connect(lambda card: self._tell(card.title))
        chat.busy_changed.connect(self._on_busy)
        chat.own_said.connect(self._on_said)
        chat.left_behind.connect(self._on_said)
        chat.opened.connect(self._on_opened)
        chat.decided.connect(self._consent.forget)
        self.session.done.connect(self._on_done)
        for words in (self._consent, self._stopping, self._offer):
            words.answered.connect(self._on_consented)
            words.failed.connect(lambda error: self._on_consented(described(error).title))
