"""Speaking and being answered, as one pure step from what happened to what is to be done.

Nothing here waits, listens or speaks. No phase can be stuck: each ends with something that the
owner does, or that is owed to us by the rules in `events.py`. Words are neither lost nor said
twice: an utterance is awaited by its number, and its words leave with exactly one order.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from inference.voice import events as on
from inference.voice.events import Order, Use, VoiceEvent
from inference.voice.reply import Reply
from inference.voice.talk import Speaks, Talk, Utterance

TAP_S = 0.35
"a key that is held for less was tapped: listening goes on until it is pressed again"
LONGEST_S = 300.0
"of one utterance; whoever forgot the key is not recorded for an hour"
WORTH_EXPECTING = 3
"words more that were understood, before what they will need is read"

Orders = tuple[Order, ...]
Step = tuple[Talk, Orders]


def step(talk: Talk, event: VoiceEvent) -> Step:
    """What is under way after this, and what is to be done now, in this order."""
    return _STEPS[type(event)](talk, event)


# the key


def _pressed(talk: Talk, event: on.Pressed) -> Step:
    if talk.open is not None:  # tapped before, or its release was never seen
        return _ended(talk)
    return _began(talk, event.at, event.use, is_tapped=False)


def _released(talk: Talk, event: on.Released) -> Step:
    if talk.open is None or talk.open.is_tapped:
        return talk, ()
    if event.at - talk.open.began < TAP_S:
        return replace(talk, open=replace(talk.open, is_tapped=True)), ()
    return _ended(talk)


def _toggled(talk: Talk, event: on.Toggled) -> Step:
    if talk.open is not None:
        return _ended(talk)
    return _began(talk, event.at, event.use, is_tapped=True)


def _ticked(talk: Talk, event: on.Ticked) -> Step:
    is_long = talk.open is not None and event.at - talk.open.began >= LONGEST_S
    return _ended(talk) if is_long else (talk, ())


def _began(talk: Talk, at: float, use: Use, *, is_tapped: bool) -> Step:
    """Whoever speaks is listened to, and nobody speaks against them."""
    talk, orders = _hushed(talk, stops=use is Use.ASK)
    one = Utterance(talk.count + 1, at, use, is_tapped)
    talk = replace(talk, open=one, count=one.number)
    return talk, (*orders, on.Listen(one.number))


def _ended(talk: Talk, *, is_cut_off: bool = False) -> Step:
    assert talk.open is not None
    one = replace(talk.open, is_cut_off=is_cut_off)
    return replace(talk, open=None, ended=(*talk.ended, one)), (on.Understand(one.number),)


# what is understood


def _partly(talk: Talk, event: on.Partly) -> Step:
    talk = _with(talk, event.utterance, settled=event.settled, open=event.open)
    said = talk.transcript.rstrip(" .,!?…")
    is_asked = talk.sends_at_once and all(one.use is Use.ASK for one in talk.unsent)
    is_all = bool(said) and not event.open and said != talk.expected
    is_more = _words(said) >= _words(talk.expected) + WORTH_EXPECTING
    if not (is_asked and (is_more or is_all)):
        return talk, ()
    return replace(talk, expected=said), (on.Expect(said),)


def _heard(talk: Talk, event: on.Heard) -> Step:
    return _sent(_with(talk, event.utterance, text=event.text.strip(), is_ended=True))


def _not_heard(talk: Talk, event: on.NotHeard) -> Step:
    """What was understood until then is not thrown away, but shown first."""
    for one in talk.ended:
        if one.number == event.utterance and one.text is None:
            talk = _with(talk, one.number, text=one.shown, is_cut_off=True, is_ended=True)
    return _sent(talk)


def _microphone_lost(talk: Talk, event: on.MicrophoneLost) -> Step:
    if talk.open is None or talk.open.number != event.utterance:
        return talk, ()
    return _ended(talk, is_cut_off=True)


def _with(talk: Talk, number: int, *, is_ended: bool = False, **changes: Any) -> Talk:
    """The utterance with this number changed, if it is awaited still."""

    def changed(one: Utterance) -> Utterance:
        return replace(one, **changes) if one.number == number and one.text is None else one

    now_open = talk.open if is_ended or talk.open is None else changed(talk.open)
    return replace(talk, ended=tuple(map(changed, talk.ended)), open=now_open)


def _sent(talk: Talk) -> Step:
    """What was said goes off in one piece, once all of it is known and nothing else is going on."""
    if not talk.ended or talk.open is not None or any(one.text is None for one in talk.ended):
        return talk, ()
    text = " ".join(filter(None, (one.text for one in talk.ended)))
    nothing_left = replace(talk, ended=(), expected="")
    if not text:
        return nothing_left, (on.Nothing(),)
    is_sure = all(one.use is Use.ASK and not one.is_cut_off for one in talk.ended)
    if not (talk.sends_at_once and is_sure):
        return nothing_left, (on.Write(text),)
    if talk.reply is not None and not talk.reply.is_over:
        return talk, ()  # it was asked to stop, and will
    before = talk.reply.interrupted if talk.reply is not None else None
    reply = Reply(talk.count + 1, is_spoken=talk.speaks is not Speaks.NEVER)
    sent = replace(nothing_left, reply=reply, count=reply.number)
    return sent, (on.Send(reply.number, text, before),)


# the answer


def _typed(talk: Talk, _event: on.Typed) -> Step:
    talk, orders = _hushed(talk, stops=False)
    before = talk.reply.interrupted if talk.reply is not None else None
    reply = Reply(talk.count + 1, is_spoken=talk.speaks is Speaks.ALWAYS)
    talk = replace(talk, reply=reply, count=reply.number)
    return talk, (*orders, on.Follow(reply.number, before))


def _left(talk: Talk, _event: on.Left) -> Step:
    """Its answer is told no further; words that were still to go off are looked at first."""
    talk, orders = _hushed(talk, stops=False)
    ended = tuple(replace(one, is_cut_off=True) for one in talk.ended)
    talk, more = _sent(replace(talk, reply=None, ended=ended))
    return talk, (*orders, *more)


def _reply_words(talk: Talk, event: on.ReplyWords) -> Step:
    reply = talk.reply
    if reply is None or reply.number != event.reply or reply.is_over:
        return talk, ()
    return _said(talk, reply.with_words(event.text))


def _reply_over(talk: Talk, event: on.ReplyOver) -> Step:
    reply = talk.reply
    if reply is None or reply.number != event.reply or reply.is_over:
        return talk, ()
    talk, orders = _said(talk, reply.ended())
    assert talk.reply is not None
    if talk.reply.is_audible and not talk.reply.is_hushed:
        orders = (*orders, on.LastSaid(reply.number))
    talk, more = _sent(talk)
    return talk, (*orders, *more)


def _said(talk: Talk, reply: Reply) -> Step:
    """Hand over what is new to the voice, if it is to speak."""
    if not reply.is_spoken or reply.is_hushed:
        return replace(talk, reply=reply), ()
    new = enumerate(reply.pieces[reply.said :], reply.said)
    orders = tuple(on.Say(reply.number, place, one.text) for place, one in new if not one.is_silent)
    is_quiet = reply.is_quiet and not orders
    return replace(talk, reply=replace(reply, said=len(reply.pieces), is_quiet=is_quiet)), orders


def _spoken(talk: Talk, event: on.Spoken) -> Step:
    reply = talk.reply
    if reply is None or reply.number != event.reply or event.piece >= reply.said:
        return talk, ()
    return replace(talk, reply=reply.up_to(event.piece)), ()


def _quiet(talk: Talk, event: on.Quiet) -> Step:
    """It was all said; or it was not, and then no more of it is."""
    reply = talk.reply
    if reply is None or reply.number != event.reply:
        return talk, ()
    if event.piece >= 0:
        heard = max(reply.heard, min(event.piece, reply.said))
        share = min(max(event.share, 0.0), 1.0) if heard == event.piece else 0.0
        reply = replace(reply, heard=heard, share=share)
    is_whole = reply.is_over and reply.heard >= reply.said
    hushed = reply.is_hushed or not is_whole
    return replace(talk, reply=replace(reply, is_quiet=True, is_hushed=hushed)), ()


def _key_hit(talk: Talk, _event: on.KeyHit) -> Step:
    if talk.reply is None or not talk.reply.is_audible:
        return talk, ()
    return _hushed(talk, stops=False)


def _cancelled(talk: Talk, _event: on.Cancelled) -> Step:
    """The nearest thing that can be stopped: listening, then the answer."""
    if talk.unsent:
        gone = tuple(on.Discard(one.number) for one in talk.unsent if one.text is None)
        return replace(talk, open=None, ended=(), expected=""), gone
    return _hushed(talk, stops=True)


def _hushed(talk: Talk, *, stops: bool) -> Step:
    """Tacit falls silent; its answer may go on in writing."""
    reply = talk.reply
    if reply is None or reply.is_done:
        return talk, ()
    orders: list[Order] = []
    if reply.is_audible and not reply.is_hushed:
        orders.append(on.Hush(reply.number))
    if stops and not reply.is_over:
        orders.append(on.StopReply(reply.number))
    return replace(talk, reply=replace(reply, is_hushed=True)), tuple(orders)


def _words(text: str) -> int:
    return len(text.split())


_STEPS: dict[type, Callable[[Talk, Any], Step]] = {
    on.Pressed: _pressed, on.Released: _released, on.Toggled: _toggled, on.Ticked: _ticked,
    on.Partly: _partly, on.Heard: _heard, on.NotHeard: _not_heard,
    on.MicrophoneLost: _microphone_lost, on.Typed: _typed, on.Left: _left,
    on.ReplyWords: _reply_words, on.ReplyOver: _reply_over, on.Spoken: _spoken,
    on.Quiet: _quiet, on.KeyHit: _key_hit, on.Cancelled: _cancelled,
}  # fmt: skip
