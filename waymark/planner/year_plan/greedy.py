"""The plan a careers leader makes by hand: again and again the session that closes the most for its money."""

from collections.abc import Callable

import numpy as np

from waymark.planner.year_plan.plan import Draft, Plan, Session
from waymark.planner.year_plan.world import World

_FREE = 1e15  # above every ratio: free sessions come first, among themselves by weight


def greedy(world: World) -> Plan:
    """Locked sessions first, then the one with the most weight closed per penny, until nothing can be added.

    Each is filled with the learners who gain most (ties by id) until it is full or money is out. Ties between
    sessions: by offer and date. The locks must hold together.
    """
    draft = Draft(world)
    locked = [(int(m), int(s)) for m, s in np.argwhere(world.must.T)]
    for session in locked:
        draft.run(session)
    everyone = Audience(world)
    for session in locked:
        chosen = _chosen(draft, session, everyone)
        draft.seat(session, chosen)
    fill_up(draft, everyone)
    return draft.plan()


def fill_up(draft: Draft, everyone: "Audience", enough: Callable[[], bool] = lambda: False) -> None:
    """Go on adding sessions to what is there, the greedy way, until nothing can be added or it is enough."""
    _Round(draft, everyone).run(enough)


class Audience:
    """Who could gain from a slot at a site, as long as nothing is planned yet."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._held: dict[tuple[int, bytes], np.ndarray] = {}

    def of(self, session: Session) -> np.ndarray:
        """Learners in order of id."""
        m, s = session
        world = self._world
        wanted = world.useful[:, m] & (world.site_of_pattern == s)
        key = (s, np.packbits(wanted).tobytes())
        if key not in self._held:
            self._held[key] = np.flatnonzero(wanted[world.pattern])
        return self._held[key]


class _Round:
    """What adding each session would bring, looked at again only where that may have changed and could matter.

    `hope` is never less than what a session's ratio can become: gains only shrink.
    """

    def __init__(self, draft: Draft, everyone: Audience) -> None:
        world = draft.world
        self.draft, self.everyone = draft, everyone
        self.shape = (len(world.slots), len(world.sites))
        self.hope = np.full(self.shape, np.inf)
        self.rate = np.zeros(self.shape)
        self.stale = np.ones(self.shape, dtype=bool)
        self.chosen: dict[Session, np.ndarray] = {}

    def run(self, enough: Callable[[], bool]) -> None:
        while not enough() and (session := self._best()) is not None:
            learners = self.chosen[session]
            self.draft.run(session)
            self.draft.seat(session, learners)
            self._spoil(session, learners)

    def _best(self) -> Session | None:
        open_now = self.draft.can_run()
        hope = np.where(open_now & self.stale, self.hope, -1.0).ravel()
        rate = np.where(open_now & ~self.stale, self.rate, 0.0).ravel()
        best = float(rate.max(initial=0.0))
        for place in np.argsort(-hope, kind="stable"):
            if hope[place] < best or hope[place] < 0:
                break
            session = (int(place) // self.shape[1], int(place) % self.shape[1])
            rate[place] = self._look(session)
            best = max(best, float(rate[place]))
        if best <= 0:
            return None
        place = int(np.argmax(rate))  # the first of the best: by offer, date, site
        return place // self.shape[1], place % self.shape[1]

    def _look(self, session: Session) -> float:
        draft, (m, _) = self.draft, session
        learners = self.everyone.of(session)
        learners = learners[draft.free(m, learners)]
        gains = draft.gains(m, learners)
        order = np.argsort(-gains, kind="stable")
        order = order[: np.count_nonzero(gains > 0)]
        fits = max(draft.room_left(session), 0)
        self.chosen[session] = np.sort(learners[order[:fits]])
        self.stale[session] = False
        sums = np.cumsum(gains[order][: int(min(draft.world.capacity[m], len(order)))])
        if len(sums) == 0:
            self.hope[session] = self.rate[session] = 0.0
            return 0.0
        pence = draft.world.fixed[m] + draft.world.each[m] * np.arange(1, len(sums) + 1)
        rates = np.where(pence > 0, sums / np.maximum(pence, 1), _FREE + sums)
        self.hope[session] = float(rates.max())
        self.rate[session] = float(rates[fits - 1] if 0 < fits < len(sums) else rates[-1]) if fits else 0.0
        return float(self.rate[session])

    def _spoil(self, session: Session, learners: np.ndarray) -> None:
        """What those who got a place could have gained elsewhere, and what the money no longer pays for."""
        world, (_, s) = self.draft.world, session
        touched = np.unique(world.pattern[learners])
        self.stale[:, s] |= world.useful[touched].any(axis=0)
        dear = np.array([len(self.chosen.get((m, s), ())) for m in range(self.shape[0])])
        self.stale[:, s] |= world.fixed + world.each * dear > self.draft.money[s]


def _chosen(draft: Draft, session: Session, everyone: Audience) -> np.ndarray:
    """Who gains most from a session that already runs, as many as fit."""
    learners = everyone.of(session)
    learners = learners[draft.free(session[0], learners)]
    gains = draft.gains(session[0], learners)
    order = np.argsort(-gains, kind="stable")[: max(draft.room_left(session), 0)]
    return np.sort(learners[order[gains[order] > 0]])
