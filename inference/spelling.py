"""How far two words are from each other, in slips of the fingers."""


def distance(one: str, other: str) -> int:
    """Slips between two words: a letter too many, missing, another, or two that changed places."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, theirs in enumerate(other, start=1):
            cost = above[column - 1] + (letter != theirs)
            best = min(cost, above[column] + 1, here[-1] + 1)
            if before and column > 1 and letter == other[column - 2] and theirs == one[row - 2]:
                best = min(best, before[column - 2] + 1)
            here.append(best)
        before, above = above, here
    return above[-1]
