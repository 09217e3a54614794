"""Trusts, and which schools are in them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.text import slugify

from waymark.places.actions.loaded import AT_ONCE, Loaded, clipped
from waymark.places.models import Belonging, Kind, Organisation, Status
from waymark.places.register import GroupMembership, GroupOfSchools
from waymark.places.rules import plain_words, search_words

TRUST_KINDS = ("multi-academy trust", "single-academy trust", "trust", "secure single-academy trust")


def is_trust(kind: str) -> bool:
    """Whether a group of this kind runs its schools; federations and sponsors do not. Unsaid counts as a trust."""
    return not kind or kind.casefold() in TRUST_KINDS


class Trusts:
    """The trusts of the register, found by code, else by name; those never met are added."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.added: set[int] = set()
        self.changed: set[int] = set()
        self._by_code: dict[str, Organisation] = {}
        self._by_name: dict[str, Organisation] = {}
        for trust in Organisation.objects.filter(kind=Kind.TRUST):
            self._keep(trust)

    def of(self, code: str, name: str) -> int | None:
        """The key of a trust already met; None where a school has none."""
        trust = self._find(code, name)
        return trust.pk if trust else None

    def meet(self, codes_and_names: Iterable[tuple[str, str]]) -> None:
        """Add the trusts not held yet, and bring names and codes of the others up to date."""
        for code, name in dict.fromkeys(codes_and_names):
            if not (code or name):
                continue
            trust = self._find(code, name)
            if trust is None:
                self._add(code, name)
            elif self._renew(trust, code, name):
                self.changed.add(trust.pk)

    def _find(self, code: str, name: str) -> Organisation | None:
        if code and code in self._by_code:
            return self._by_code[code]
        named = self._by_name.get(plain_words(name)) if name else None
        return None if named and code and named.register_code else named

    def _add(self, code: str, name: str) -> None:
        name = clipped(Organisation, "name", name or f"Trust {code}")
        slug = _free_slug(f"{slugify(name)[:95]}-{code or 'trust'}")
        trust = Organisation.objects.create(
            kind=Kind.TRUST, name=name, slug=slug, register_code=code, read_on=self.on, search_text=search_words(name)
        )
        self._keep(trust)
        self.added.add(trust.pk)

    def _renew(self, trust: Organisation, code: str, name: str) -> bool:
        if trust.read_on is not None and self.on < trust.read_on:
            return False
        same_code = not code or trust.register_code == code
        same_name = not name or trust.name == clipped(Organisation, "name", name)
        if same_code and same_name:
            return False
        trust.register_code = code or trust.register_code
        trust.name = clipped(Organisation, "name", name or trust.name)
        trust.search_text, trust.read_on = search_words(trust.name), self.on
        trust.save(update_fields=["register_code", "name", "search_text", "read_on"])
        self._keep(trust)
        return True

    def _keep(self, trust: Organisation) -> None:
        if trust.register_code:
            self._by_code[trust.register_code] = trust
        self._by_name.setdefault(plain_words(trust.name), trust)


def _free_slug(slug: str) -> str:
    number = 2
    free = slug
    while Organisation.objects.filter(slug=free).exists():
        free, number = f"{slug}-{number}", number + 1
    return free


@transaction.atomic
def load_trusts(groups: Sequence[GroupOfSchools], *, on: date) -> Loaded:
    """Bring in the trusts of a groups file; federations, sponsors and the like are left, and count as unchanged."""
    trusts = Trusts(on)
    added = changed = 0
    for group in groups:
        if not is_trust(group.kind):
            continue
        before = len(trusts.added), len(trusts.changed)
        trusts.meet([(group.uid, group.name)])
        new, renamed = len(trusts.added) > before[0], len(trusts.changed) > before[1]
        said = _say_of_trust(trusts.of(group.uid, group.name), group)
        added, changed = added + new, changed + (not new and (renamed or said))
    return Loaded(added, changed, len(groups) - added - changed)


def _say_of_trust(key: int | None, group: GroupOfSchools) -> bool:
    crossed = group.opened_on and group.closed_on and group.closed_on < group.opened_on
    facts = {
        "ukprn": group.ukprn,
        "opened_on": None if crossed else group.opened_on,
        "closed_on": group.closed_on,
        "postcode": group.postcode,
        "status": Status.CLOSED if group.closed_on or group.status.casefold() == "closed" else Status.OPEN,
    }
    trust = Organisation.objects.get(pk=key) if key else None
    if trust is None:
        return False
    differing = {name: value for name, value in facts.items() if getattr(trust, name) != value}
    if differing:
        Organisation.objects.filter(pk=trust.pk).update(**differing)
    return bool(differing)


@transaction.atomic
def load_trust_memberships(rows: Sequence[GroupMembership], *, on: date) -> Loaded:
    """Bring in who joined which trust when; each `urn` is known. A day in the file betters a day we had guessed.

    A school that joins another trust leaves the one before on the eve.
    """
    rows = [row for row in rows if is_trust(row.kind)]
    trusts = Trusts(on)
    trusts.meet((row.uid, row.group_name) for row in rows)
    schools = dict(Organisation.objects.exclude(urn="").values_list("urn", "pk"))
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    held: dict[int, list[Belonging]] = {}
    for belonging in Belonging.objects.filter(whole__kind=Kind.TRUST):
        held.setdefault(belonging.member_id, []).append(belonging)
    begun: list[Belonging] = []
    for row in sorted(rows, key=lambda row: (row.joined_on is not None, row.joined_on or on)):
        member, whole = schools[row.urn], trusts.of(row.uid, row.group_name)
        if whole is not None:
            counts[_join(held.setdefault(member, []), member, whole, row, begun)] += 1
    Belonging.objects.bulk_create(begun, batch_size=AT_ONCE)
    return Loaded(**counts)


def _join(held: list[Belonging], member: int, whole: int, row: GroupMembership, begun: list[Belonging]) -> str:
    joined, left = row.joined_on, row.closed_on
    same = next((b for b in held if b.whole_id == whole and (b.to_on is None or b.to_on == left)), None)
    if same is not None:
        from_on = joined or same.from_on
        if (same.from_on, same.to_on) == (from_on, left) or (left and from_on and left < from_on):
            return "unchanged"
        same.from_on, same.to_on = from_on, left
        if same.pk:
            same.save(update_fields=["from_on", "to_on"])
        return "changed"
    if left and joined and left < joined:
        return "unchanged"
    for before in held:
        if before.to_on is None and joined and (before.from_on is None or before.from_on < joined):
            before.to_on = joined - timedelta(days=1)
            if before.pk:
                before.save(update_fields=["to_on"])
    new = Belonging(member_id=member, whole_id=whole, from_on=joined, to_on=left)
    held.append(new)
    begun.append(new)
    return "added"
