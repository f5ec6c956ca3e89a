"""Speaking in any order: no phase that cannot end, no word lost, none said twice."""

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inference.voice import events as on
from inference.voice.events import Order, Use, VoiceEvent
from inference.voice.talk import Phase, Speaks, Talk
from inference.voice.turn import LONGEST_S, TAP_S, step

NUMBERS = some.integers(0, 12)
WORDS = some.sampled_from(
    ["Yes. ", "Well, ", "then ", "go. ", "\n", "```\nx\n```\n", "| a |\n", ""]
)
SAID = some.sampled_from(["", "call Anna", "tomorrow at nine", "stop"])


def after(talk: Talk, *events: VoiceEvent) -> tuple[Talk, list[Order]]:
    orders: list[Order] = []
    for event in events:
        talk, more = step(talk, event)
        orders += more
    return talk, orders


def of(kind: type, orders: Iterable[Order]) -> list[Order]:
    return [one for one in orders if isinstance(one, kind)]


# one by one


def test_hold_speak_release_and_be_answered() -> None:
    talk, orders = after(Talk(), on.Pressed(1.0), on.Partly(1, "call", "Anna"))
    assert orders == [on.Listen(1)]
    assert (talk.phase, talk.transcript) == (Phase.LISTENING, "call Anna")
    talk, orders = after(talk, on.Released(3.0))
    assert (talk.phase, orders) == (Phase.UNDERSTANDING, [on.Understand(1)])
    talk, orders = after(talk, on.Heard(1, "Call Anna."))
    assert (talk.phase, orders) == (Phase.THINKING, [on.Send(2, "Call Anna.")])
    talk, orders = after(talk, on.ReplyWords(2, "Of course, I "), on.ReplyWords(2, "will. "))
    assert orders == [on.Say(2, 0, "Of course, "), on.Say(2, 1, "I will. ")]
    assert talk.phase is Phase.SPEAKING
    talk, orders = after(talk, on.ReplyOver(2))
    assert (talk.phase, orders) == (Phase.SPEAKING, [on.LastSaid(2)])
    talk, orders = after(talk, on.Spoken(2, 0), on.Spoken(2, 1), on.Quiet(2))
    assert (talk.phase, orders) == (Phase.IDLE, [])
    assert talk.reply is not None
    assert talk.reply.interrupted is None


def test_a_tap_listens_until_the_next_press() -> None:
    talk, _ = after(Talk(), on.Pressed(1.0), on.Released(1.0 + TAP_S / 2))
    assert talk.phase is Phase.LISTENING
    talk, orders = after(talk, on.Pressed(9.0), on.Released(9.1))
    assert (talk.phase, orders) == (Phase.UNDERSTANDING, [on.Understand(1)])


def test_words_that_were_said_to_another_conversation_are_looked_at_first() -> None:
    talk, _ = after(
        Talk(), on.Pressed(1.0), on.Released(3.0), on.Heard(1, "Tell me a story"),
        on.ReplyWords(2, "Once upon a time. "), on.Pressed(4.0), on.Released(6.0),
    )  # fmt: skip
    talk, orders = after(talk, on.Left(), on.Heard(3, "And then?"))
    assert orders == [on.Write("And then?")]
    assert (talk.phase, talk.reply) == (Phase.IDLE, None)


def test_a_release_that_was_never_seen_leaves_no_open_microphone() -> None:
    _talk, orders = after(Talk(), on.Pressed(1.0), on.Pressed(5.0))
    assert of(on.Understand, orders) == [on.Understand(1)]
    _talk, orders = after(Talk(), on.Toggled(1.0), on.Ticked(1.0 + LONGEST_S))
    assert of(on.Understand, orders) == [on.Understand(1)]


def test_whoever_lets_go_too_early_and_presses_again_says_one_thing() -> None:
    _talk, orders = after(
        Talk(), on.Pressed(1.0), on.Released(2.0), on.Pressed(2.1), on.Heard(1, "Remind me"),
        on.Released(4.0), on.Heard(2, "to call Anna"),
    )  # fmt: skip
    assert of(on.Send, orders) == [on.Send(3, "Remind me to call Anna")]


def test_speaking_again_interrupts_and_what_was_not_heard_is_known() -> None:
    talk, _ = after(
        Talk(), on.Toggled(1.0), on.Toggled(2.0), on.Heard(1, "What is up?"),
        on.ReplyWords(2, "It is Monday. You have three meetings. The first is at nine. "),
        on.Spoken(2, 0),
    )  # fmt: skip
    talk, orders = after(talk, on.Pressed(5.0))
    assert orders == [on.Hush(2), on.StopReply(2), on.Listen(3)]
    talk, orders = after(
        talk, on.Quiet(2, 1, 0.5), on.Released(7.0), on.Heard(3, "And then?"),
    )  # fmt: skip
    assert not of(on.Send, orders)  # the answer before has not stopped yet
    talk, orders = after(talk, on.ReplyOver(2))
    before = on.Interrupted("It is Monday. You have", "three meetings. The first is at nine.")
    assert orders == [on.Send(4, "And then?", before)]


def test_any_key_makes_it_silent_and_the_answer_goes_on_in_writing() -> None:
    talk, _ = after(Talk(), on.Toggled(1.0), on.Toggled(2.0), on.Heard(1, "Hi"),
                    on.ReplyWords(2, "Hello. "))  # fmt: skip
    talk, orders = after(talk, on.KeyHit(), on.KeyHit(), on.ReplyWords(2, "How are you? "))
    assert orders == [on.Hush(2)]
    talk, orders = after(talk, on.Quiet(2, 0, 1.0), on.ReplyOver(2))
    assert (talk.phase, orders) == (Phase.IDLE, [])
    assert after(talk, on.Typed())[1] == [on.Follow(3, on.Interrupted("Hello.", "How are you?"))]


def test_a_microphone_that_goes_away_loses_nothing_that_was_said() -> None:
    talk, orders = after(Talk(), on.Pressed(1.0), on.MicrophoneLost(1))
    assert of(on.Understand, orders) == [on.Understand(1)]
    talk, orders = after(talk, on.Released(2.0), on.Heard(1, "Write to Anna that"))
    assert orders == [on.Write("Write to Anna that")]
    talk, orders = after(
        Talk(), on.Pressed(1.0), on.Partly(1, "Write to", "Anna"), on.Released(3.0),
        on.NotHeard(1),
    )  # fmt: skip
    assert of(on.Write, orders) == [on.Write("Write to Anna")]


def test_words_are_written_where_they_are_to_be_looked_at_first() -> None:
    for begin, use in ((Talk(sends_at_once=False), Use.ASK), (Talk(), Use.WRITE)):
        talk, orders = after(begin, on.Toggled(1.0, use), on.Partly(1, "a b c d"), on.Toggled(2.0))
        assert not of(on.Expect, orders)
        assert after(talk, on.Heard(1, "Hello."))[1] == [on.Write("Hello.")]


def test_what_seems_to_be_said_is_told_now_and_then() -> None:
    _talk, orders = after(
        Talk(), on.Pressed(1.0), on.Partly(1, "", "what"), on.Partly(1, "what is on", "my list?"),
        on.Partly(1, "what is on my list", "for"), on.Partly(1, "what is on my list", "for today"),
        on.Partly(1, "what is on my list for", "tomorrow at nine."),
    )  # fmt: skip
    assert of(on.Expect, orders) == [
        on.Expect("what is on my list"), on.Expect("what is on my list for tomorrow at nine"),
    ]  # fmt: skip


def test_at_a_rest_all_that_was_said_may_be_all() -> None:
    _talk, orders = after(
        Talk(), on.Pressed(1.0), on.Partly(1, "", "call"), on.Partly(1, "Call Anna.", ""),
        on.Partly(1, "Call Anna.", ""), on.Partly(1, "", ""),
    )  # fmt: skip
    assert of(on.Expect, orders) == [on.Expect("Call Anna")]


def test_nothing_said_is_nothing_sent() -> None:
    talk, orders = after(Talk(), on.Pressed(1.0), on.Released(2.0), on.Heard(1, "  "))
    assert orders[-1] == on.Nothing()
    assert talk.phase is Phase.IDLE


@pytest.mark.parametrize(
    ("speaks", "typed", "spoken"),
    [(Speaks.NEVER, 0, 0), (Speaks.WHEN_I_SPOKE, 0, 1), (Speaks.ALWAYS, 1, 1)],
)
def test_what_is_spoken_is_what_the_owner_chose(speaks: Speaks, typed: int, spoken: int) -> None:
    for first, count in (
        ((on.Typed(),), typed),
        ((on.Toggled(1.0), on.Toggled(2.0), on.Heard(1, "Hi")), spoken),
    ):
        talk, _ = after(Talk(speaks=speaks), *first)
        assert talk.reply is not None
        number = talk.reply.number
        talk, orders = after(talk, on.ReplyWords(number, "Hello you."), on.ReplyOver(number))
        assert len(of(on.Say, orders)) == count


def test_words_that_come_twice_are_said_once() -> None:
    talk, _ = after(Talk(), on.Typed(), on.Toggled(1.0), on.Toggled(2.0), on.Heard(2, "Hello."))
    assert talk.phase is Phase.UNDERSTANDING
    talk, orders = after(talk, on.Heard(2, "Twice."), on.NotHeard(2), on.ReplyOver(1))
    assert of(on.Send, orders) == [on.Send(3, "Hello.")]


def test_two_hundred_quick_presses() -> None:
    talk, orders, at = Talk(), list[Order](), 0.0
    for _ in range(200):
        talk, more = after(talk, on.Pressed(at), on.Released(at + 0.03))
        orders += more
        at += 0.06
    listened = [one.utterance for one in orders if isinstance(one, on.Listen)]
    understood = [one.utterance for one in orders if isinstance(one, on.Understand)]
    assert len(listened) == 100
    assert understood == listened
    talk, orders = after(talk, *(on.Heard(one, f"word{one}") for one in understood))
    assert orders == [on.Send(101, " ".join(f"word{one}" for one in understood))]


# in any order


class Speaking(RuleBasedStateMachine):
    """Anything may happen at any time; whoever carries out the orders does what they owe."""

    def __init__(self) -> None:
        super().__init__()
        self.talk = Talk()
        self.at = 0.0
        self.open: int | None = None
        self.owed: list[int] = []
        "utterances whose words are awaited"
        self.writing: int | None = None
        "the reply that is being written"
        self.written: dict[int, str] = {}
        self.said: dict[int, list[on.Say]] = {}
        self.hushed: set[int] = set()
        self.sounding: int | None = None
        self.waiting: list[str] = []
        "words that were understood and have not left yet"
        self.left: list[str] = []
        self.count = itertools.count()

    @initialize(at_once=some.booleans(), speaks=some.sampled_from(Speaks))
    def choose(self, at_once: bool, speaks: Speaks) -> None:
        self.talk = Talk(sends_at_once=at_once, speaks=speaks)

    def happens(self, event: VoiceEvent) -> None:
        self.talk, orders = step(self.talk, event)
        for one in orders:
            self.carry_out(one)

    def carry_out(self, order: Order) -> None:  # noqa: C901 - one case for each order
        if isinstance(order, on.Listen):
            assert self.open is None, "one microphone"
            assert self.sounding is None or self.sounding in self.hushed, "nobody speaks against"
            self.open = order.utterance
        elif isinstance(order, on.Understand):
            assert order.utterance == self.open
            self.open = None
            self.owed.append(order.utterance)
        elif isinstance(order, on.Discard):
            self.open = None if self.open == order.utterance else self.open
            self.owed = [one for one in self.owed if one != order.utterance]
        elif isinstance(order, on.Send | on.Follow):
            if isinstance(order, on.Send):
                assert self.writing is None, "one answer at a time"
                self.leave(order.text)
            self.writing = order.reply
            self.written[order.reply] = ""
        elif isinstance(order, on.Write):
            self.leave(order.text)
        elif isinstance(order, on.Say):
            assert order.reply not in self.hushed
            said = self.said.setdefault(order.reply, [])
            assert not said or said[-1].piece < order.piece
            said.append(order)
            self.sounding = order.reply
        elif isinstance(order, on.LastSaid):
            assert self.sounding == order.reply
            assert order.reply not in self.hushed
        elif isinstance(order, on.Hush):
            assert self.sounding == order.reply
            self.hushed.add(order.reply)
        elif isinstance(order, on.Nothing):
            assert not self.waiting

    def leave(self, text: str) -> None:
        assert text == " ".join(self.waiting), "all of it, once, and in order"
        self.waiting.clear()
        self.left.append(text)

    @rule(use=some.sampled_from(Use))
    def press(self, use: Use) -> None:
        self.happens(on.Pressed(self.at, use))

    @rule()
    def release(self) -> None:
        self.happens(on.Released(self.at))

    @rule()
    def toggle(self) -> None:
        self.happens(on.Toggled(self.at))

    @rule(seconds=some.sampled_from([0.01, 0.2, 1.0, 400.0]))
    def wait(self, seconds: float) -> None:
        self.at += seconds
        self.happens(on.Ticked(self.at))

    @rule(number=NUMBERS, settled=SAID)
    def partly(self, number: int, settled: str) -> None:
        self.happens(on.Partly(number, settled, "and"))

    @precondition(lambda self: self.owed)
    @rule(text=SAID, which=some.integers(0, 5))
    def hear(self, text: str, which: int) -> None:
        number = self.owed.pop(which % len(self.owed))
        text = f"{text} {next(self.count)}" if text else ""
        self.happens_with(number, text, on.Heard(number, text))

    @precondition(lambda self: self.owed)
    @rule(which=some.integers(0, 5))
    def not_hear(self, which: int) -> None:
        number = self.owed.pop(which % len(self.owed))
        one = next(one for one in self.talk.ended if one.number == number)
        self.happens_with(number, one.shown, on.NotHeard(number))

    def happens_with(self, number: int, text: str, event: VoiceEvent) -> None:
        """The words of this utterance are known from now on, in the order they were said."""
        known = {one.number: one.text for one in self.talk.ended if one.text is not None}
        known[number] = text
        self.waiting = [known[one] for one in sorted(known) if known[one]]
        self.happens(event)

    @rule(number=NUMBERS, is_known=some.booleans())
    def hear_once_more(self, number: int, is_known: bool) -> None:
        known = [one.number for one in self.talk.ended if one.text is not None]
        number = known[0] if is_known and known else number
        if number not in self.owed:
            self.happens(on.Heard(number, "twice"))
            self.happens(on.NotHeard(number))

    @rule(number=NUMBERS)
    def lose_microphone(self, number: int) -> None:
        self.happens(on.MicrophoneLost(number))

    @rule()
    def lose_open_microphone(self) -> None:
        self.happens(on.MicrophoneLost(self.open or 0))

    @precondition(lambda self: self.writing is None)
    @rule()
    def type(self) -> None:
        self.happens(on.Typed())

    @rule()
    def open_another(self) -> None:
        self.writing = None
        self.happens(on.Left())
        assert self.talk.reply is None

    @precondition(lambda self: self.writing is not None)
    @rule(text=WORDS)
    def words(self, text: str) -> None:
        assert self.writing is not None
        self.written[self.writing] += text
        self.happens(on.ReplyWords(self.writing, text))

    @rule(number=NUMBERS, text=WORDS)
    def words_of_another(self, number: int, text: str) -> None:
        if number != self.writing:
            self.happens(on.ReplyWords(number, text))

    @precondition(lambda self: self.writing is not None)
    @rule()
    def reply_ends(self) -> None:
        number, self.writing = self.writing, None
        self.happens(on.ReplyOver(number or 0))
        self.happens(on.ReplyOver(number or 0))

    @precondition(lambda self: self.sounding is not None)
    @rule(piece=some.integers(-1, 5), share=some.floats(0, 1))
    def falls_silent(self, piece: int, share: float) -> None:
        number, self.sounding = self.sounding, None
        self.happens(on.Quiet(number or 0, piece, share))
        self.hushed.add(number or 0)

    @rule(number=NUMBERS, piece=some.integers(0, 5))
    def piece_is_over(self, number: int, piece: int) -> None:
        self.happens(on.Spoken(number, piece))

    @rule()
    def key(self) -> None:
        self.happens(on.KeyHit())

    @rule()
    def cancel(self) -> None:
        if self.talk.unsent:
            self.waiting.clear()
        self.happens(on.Cancelled())

    @invariant()
    def it_is_as_it_seems(self) -> None:
        talk = self.talk
        assert (talk.open.number if talk.open else None) == self.open
        assert [one.number for one in talk.ended if one.text is None] == self.owed or set(
            self.owed
        ) == {one.number for one in talk.ended if one.text is None}
        if talk.reply is not None:
            whole = self.written.get(talk.reply.number, "")
            pieces = "".join(one.text for one in talk.reply.pieces) + talk.reply.cut.held
            assert pieces == whole
            cut_off = talk.reply.interrupted
            assert (
                cut_off is None
                or cut_off.heard.split() == whole.split()[: len(cut_off.heard.split())]
            )

    @invariant()
    def it_can_always_come_to_rest(self) -> None:
        """From here: let the key go, and get everything that is owed."""
        talk, orders = self.talk, list[Order]()
        at, left = self.at, self.talk.open is not None
        if left:
            talk, orders = after(talk, on.Ticked(at + 2 * LONGEST_S))
        owed = list(self.owed)
        owed += [one.utterance for one in orders if isinstance(one, on.Understand)]
        writing, sounding = self.writing, self.sounding
        for _ in range(50):
            if talk.phase is Phase.IDLE:
                return
            event: VoiceEvent
            if owed:
                event = on.Heard(owed.pop(), "words")
            elif writing is not None:
                event, writing = on.ReplyOver(writing), None
            else:
                assert sounding is not None, f"stuck in {talk.phase}"
                event, sounding = on.Quiet(sounding), None
            talk, more = step(talk, event)
            for one in more:
                writing = one.reply if isinstance(one, on.Send) else writing
                sounding = one.reply if isinstance(one, on.Say) else sounding
        raise AssertionError(f"stuck in {talk.phase}")


TestSpeaking = Speaking.TestCase
TestSpeaking.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
