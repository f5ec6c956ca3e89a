"""Where somebody stopped speaking."""

from inference.voice.pauses import LEAST_VOICE_S, MOMENT_S, NOTHING_S, PAUSE_S, Pauses

SECOND = round(1 / MOMENT_S)


def after(pauses: Pauses, likelihood: float, seconds: float) -> Pauses:
    for _ in range(round(seconds * SECOND)):
        pauses = pauses.after(likelihood)
    return pauses


def test_a_pause_after_words_ends_them_and_a_breath_does_not() -> None:
    said = after(Pauses(), 0.9, 2)
    assert said.has_spoken
    assert not after(said, 0.1, PAUSE_S / 2).is_over
    assert not after(after(after(said, 0.1, PAUSE_S / 2), 0.9, 0.2), 0.1, PAUSE_S / 2).is_over
    assert after(said, 0.1, PAUSE_S + 0.1).is_over


def test_who_says_nothing_is_waited_for_longer() -> None:
    assert not after(Pauses(), 0.1, PAUSE_S + 0.5).is_over
    silent = after(Pauses(), 0.1, NOTHING_S + 0.1)
    assert silent.is_over
    assert not silent.has_spoken


def test_who_thinks_before_the_first_word_is_not_cut_off_by_it() -> None:
    begun = after(after(Pauses(), 0.1, PAUSE_S + 0.3), 0.9, LEAST_VOICE_S + 0.1)
    assert begun.has_spoken
    assert not begun.is_over
    assert after(begun, 0.1, PAUSE_S + 0.1).is_over


def test_a_click_is_no_word() -> None:
    clicked = after(Pauses(), 0.9, LEAST_VOICE_S / 2)
    assert not clicked.has_spoken
    assert not after(clicked, 0.1, PAUSE_S + 0.5).is_over


def test_a_voice_that_grows_soft_goes_on() -> None:
    assert after(after(Pauses(), 0.9, 1), 0.4, 3).silence_s == 0.0
    assert after(Pauses(), 0.4, 3).voice_s == 0.0
