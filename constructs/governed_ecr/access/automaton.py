"""Patterns side by side, and the texts that they tell apart."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from .glob import RUNS, AnyOf, Part, Pattern, Token, TooComplexError, Wild

Word = tuple[str, ...]
"""The texts of the parts."""


class Automaton:
    """All patterns side by side. A state is the set of the places that have been reached in them.

    Where one of several patterns matches whatever follows, the others of its ``AnyOf`` make no difference any more:
    then the place is that of one pattern that stands for them all.
    """

    def __init__(self, patterns: Mapping[str, Iterable[Pattern | AnyOf]]) -> None:
        self.tokens: list[Token | None] = []
        self.readers: list[str] = []
        self.fold: list[bool] = []
        self._group: list[int | None] = []
        self._matched: dict[int, int] = {}
        self._steps: dict[tuple[frozenset[int], str, frozenset[str]], frozenset[int]] = {}
        self._over: dict[tuple[frozenset[int], str, frozenset[str]], frozenset[int]] = {}
        self._moves: dict[tuple[frozenset[int], int], list[tuple[str, frozenset[int]]]] = {}
        starts: list[int] = []
        for reader, of_reader in patterns.items():
            for entry in dict.fromkeys(of_reader):
                several = entry.patterns if isinstance(entry, AnyOf) else (entry,)
                group = self._matched_group(reader) if len(several) > 1 else None
                starts += [self._add(pattern, reader, group) for pattern in dict.fromkeys(several)]
        self._sure = {
            place
            for place, token in enumerate(self.tokens)
            if token is Wild.RUN and self.tokens[place + 1] is None and self._group[place] is not None
        }
        self.after = [self._reached(place) for place in range(len(self.tokens))]
        self.start = self._joined({place for start in starts for place in self.after[start]})

    def _add(self, pattern: Pattern, reader: str, group: int | None) -> int:
        start = len(self.tokens)
        for token in (*pattern.tokens, None):
            self.tokens.append(token)
            self.readers.append(reader)
            self.fold.append(pattern.ignore_case)
            self._group.append(group)
        return start

    def _matched_group(self, reader: str) -> int:
        """A group of patterns, with one that stands for them where one of them matches whatever follows."""
        group = len(self._matched)
        self._matched[group] = self._add(Pattern((Wild.RUN,)), reader, group)
        return group

    def _joined(self, places: set[int]) -> frozenset[int]:
        if self._sure.isdisjoint(places):
            return frozenset(places)
        matched = {group for place in self._sure & places if (group := self._group[place]) is not None}
        places = {place for place in places if self._group[place] not in matched}
        places.update(place for group in matched for place in self.after[self._matched[group]])
        return frozenset(places)

    def _reached(self, place: int) -> tuple[int, ...]:
        """A place, and those that follow it without a character."""
        reached = [place]
        while self.tokens[reached[-1]] in RUNS:
            reached.append(reached[-1] + 1)
        return tuple(reached)

    def step(self, state: frozenset[int], character: str, readers: frozenset[str]) -> frozenset[int]:
        key = (state, character, readers)
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = self._step(*key)
        return found

    def _step(self, state: frozenset[int], character: str, readers: frozenset[str]) -> frozenset[int]:
        following: set[int] = set()
        for place in state:
            token = self.tokens[place]
            if self.readers[place] not in readers:
                following.add(place)
            elif token is None:
                continue
            elif isinstance(token, str):
                if token == character or (self.fold[place] and token.lower() == character.lower()):
                    following.update(self.after[place + 1])
            elif token in (Wild.ONE, Wild.RUN) or character != ":":
                following.update(self.after[place] if token in RUNS else self.after[place + 1])
        return self._joined(following)

    def over(self, state: frozenset[int], part: Part, text: str) -> frozenset[int]:
        key = (state, text, part.readers)
        found = self._over.get(key)
        if found is None:
            for character in text:
                state = self.step(state, character, part.readers)
            found = self._over[key] = state
        return found

    def accepted(self, state: frozenset[int]) -> frozenset[int]:
        ends = (place for place in state if self.tokens[place] is None)
        return frozenset(place if (group := self._group[place]) is None else self._matched[group] + 1 for place in ends)

    def of_word(self, parts: Sequence[Part], word: Word) -> frozenset[int]:
        state = self.start
        for part, text in zip(parts, word, strict=True):
            state = self.over(state, part, text)
        return self.accepted(state)

    def plainer(self, parts: Sequence[Part], word: Word) -> Word:
        """The word with samples for its parts, as far as they match in the same way."""
        accepted = self.of_word(parts, word)
        for index, part in enumerate(parts):
            for sample in part.samples:
                changed = (*word[:index], sample, *word[index + 1 :])
                if word[index] not in part.samples and self.of_word(parts, changed) == accepted:
                    word = changed
        return word

    def moves(self, state: frozenset[int], part: Part) -> list[tuple[str, frozenset[int]]]:
        """What the next character can be, as far as that makes a difference, and the state that follows."""
        found = self._moves.get((state, id(part)))
        if found is None:
            following: dict[frozenset[int], str] = {}
            for character in self._characters(state, part):
                following.setdefault(self.step(state, character, part.readers), character)
            found = self._moves[state, id(part)] = [(character, place) for place, character in following.items()]
        return found

    def _characters(self, state: frozenset[int], part: Part) -> list[str]:
        """The characters that make a difference in a state, and one that makes none."""
        special: set[str] = {":"}
        for place in state:
            token = self.tokens[place]
            if isinstance(token, str) and self.readers[place] in part.readers:
                special.update((token.lower(), token.upper()) if self.fold[place] else token)
        plain = next((character for character in part.alphabet if character not in special), "")
        return [*plain, *sorted(special.intersection(part.alphabet))]

    def walk(self, parts: Sequence[Part], limit: int) -> Iterable[tuple[frozenset[int], Word]]:
        """All ways of matching, by breadth: the words are among the shortest."""
        first = (0, 0, self.start)
        seen = {first}
        queue: deque[tuple[tuple[int, int, frozenset[int]], Word]] = deque([(first, ())])
        steps = 0
        while queue:
            (index, length, state), word = queue.popleft()
            if index == len(parts):
                yield self.accepted(state), word
                continue
            part = parts[index]
            text = word[index] if len(word) > index else ""
            if part.text is not None:
                steps += len(part.text) * len(state)
                key = (index + 1, 0, self.over(state, part, part.text))
                if key not in seen:
                    seen.add(key)
                    queue.append((key, (*word, part.text)))
            elif length >= part.low:
                key = (index + 1, 0, state)
                if key not in seen:
                    seen.add(key)
                    queue.append((key, (*word[:index], text)))
            if part.text is None and (part.high is None or length < part.high):
                count = length + 1 if part.high is not None else min(length + 1, part.low)
                moves = self.moves(state, part)
                steps += len(moves) * (len(state) + 1)
                for character, following in moves:
                    key = (index, count, following)
                    if key not in seen:  # Most are: their words are not even put together.
                        seen.add(key)
                        queue.append((key, (*word[:index], text + character)))
            if steps > limit:
                raise TooComplexError
