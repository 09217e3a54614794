"""The roles, as readable data: who they are for, where they can be held, and what they may do."""

from dataclasses import dataclass

from waymark.access.permissions import Permission as P
from waymark.places.models import Kind

AT_INSTITUTIONS = frozenset({Kind.SCHOOL, Kind.COLLEGE})
AT_PROVIDERS = frozenset({Kind.PROVIDER, Kind.COLLEGE})  # a college sends learners out, and takes others in


@dataclass(frozen=True)
class Role:
    """A kind of member: `permissions` hold at the organisation itself; `over_parts` at its members that share."""

    name: str
    label: str
    summary: str
    at: frozenset[str]
    permissions: frozenset[P]
    over_parts: frozenset[P] = frozenset()

    @property
    def is_administrator(self) -> bool:
        return P.USERS_MANAGE in self.permissions


_OF_PROVIDERS = frozenset({P.LISTING_WRITE, P.REQUESTS_ANSWER, P.APPLICATIONS_VIEW})
_EVERYTHING_AT_SCHOOL = frozenset(P) - _OF_PROVIDERS - {P.MATCH}
_OVERSEES = frozenset({P.FIGURES_VIEW, P.AUDIT_VIEW})
_BRINGS_EMPLOYERS = frozenset({P.EMPLOYERS_VIEW, P.EMPLOYERS_WRITE, P.MATCH})
_RUNS_AREA = _OVERSEES | {P.USERS_MANAGE, P.SETTINGS_WRITE, P.PLAN_WRITE}

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role(
            "careers_leader",
            "Careers leader",
            "Runs the careers programme: sees and records everything, releases the careers page, invites people.",
            AT_INSTITUTIONS,
            _EVERYTHING_AT_SCHOOL,
        ),
        Role(
            "careers_administrator",
            "Careers administrator",
            "Brings in files, records activities, takes registers and looks after people's accounts.",
            AT_INSTITUTIONS,
            _EVERYTHING_AT_SCHOOL - {P.PUBLISH, P.SHARE, P.APPOINT},
        ),
        Role(
            "senior_leader",
            "Senior leader",
            "Sees figures and learners, answers the self-assessment, releases the page, appoints the careers leader.",
            AT_INSTITUTIONS,
            frozenset(
                {
                    P.LEARNER_VIEW,
                    P.SENSITIVE_VIEW,
                    P.FIGURES_VIEW,
                    P.PUBLISH,
                    P.SHARE,
                    P.USERS_MANAGE,
                    P.APPOINT,
                    P.AUDIT_VIEW,
                    P.REGISTER_TAKE,
                    P.ASSESS,
                    P.ANSWER,
                    P.EVIDENCE_VIEW,
                    P.EVIDENCE_WRITE,
                    P.STAFF_VIEW,
                    P.STAFF_WRITE,
                    P.PLAN_WRITE,
                    P.EMPLOYERS_VIEW,
                    P.INTERVIEWS_VIEW,
                    P.ENDORSE,
                }
            ),
        ),
        Role(
            "teacher",
            "Teacher or tutor",
            "Takes registers and sees learners' careers records, without sensitive facts.",
            AT_INSTITUTIONS,
            frozenset({P.LEARNER_VIEW, P.REGISTER_TAKE, P.FIGURES_VIEW, P.ANSWER, P.ENDORSE}),
        ),
        Role(
            "adviser",
            "Careers adviser",
            "Sees learners and their needs, records guidance meetings.",
            AT_INSTITUTIONS,
            frozenset(
                {
                    P.LEARNER_VIEW,
                    P.SENSITIVE_VIEW,
                    P.LEDGER_WRITE,
                    P.REGISTER_TAKE,
                    P.FIGURES_VIEW,
                    P.ANSWER,
                    P.EVIDENCE_VIEW,
                    P.STAFF_VIEW,
                    P.EMPLOYERS_VIEW,
                    P.INTERVIEWS_VIEW,
                    P.INTERVIEWS_WRITE,
                    P.ENDORSE,
                }
            ),
        ),
        Role(
            "governor",
            "Governor",
            "Sees figures with small numbers hidden, and no learner.",
            AT_INSTITUTIONS,
            frozenset({P.FIGURES_VIEW}),
        ),
        Role(
            "hub_lead",
            "Hub lead",
            "Sees the figures that the hub's schools share, finds employers, and looks after the hub's people.",
            frozenset({Kind.HUB}),
            _RUNS_AREA | _BRINGS_EMPLOYERS,
            frozenset({P.FIGURES_VIEW}),
        ),
        Role(
            "coordinator",
            "Enterprise Coordinator",
            "Sees the figures that the hub's schools share; finds employers and matches advisers to schools.",
            frozenset({Kind.HUB}),
            frozenset({P.FIGURES_VIEW}) | _BRINGS_EMPLOYERS,
            frozenset({P.FIGURES_VIEW}),
        ),
        Role(
            "council",
            "Council officer",
            "Sees the figures that schools in the council's area share.",
            frozenset({Kind.COUNCIL}),
            _RUNS_AREA,
            frozenset({P.FIGURES_VIEW}),
        ),
        Role(
            "trust",
            "Trust careers lead",
            "Sees the figures that the trust's schools share.",
            frozenset({Kind.TRUST}),
            _RUNS_AREA,
            frozenset({P.FIGURES_VIEW}),
        ),
        Role(
            "provider",
            "Provider",
            "Keeps the entry, offers and courses of a provider or employer, and answers what it is asked.",
            AT_PROVIDERS,
            _OF_PROVIDERS | {P.USERS_MANAGE, P.AUDIT_VIEW},
        ),
        Role(
            "provider_colleague",
            "Provider's colleague",
            "Keeps the entry, offers and courses of a provider or employer, and answers schools' requests.",
            AT_PROVIDERS,
            frozenset({P.LISTING_WRITE, P.REQUESTS_ANSWER}),
        ),
    )
}

ROLE_CHOICES = [(role.name, role.label) for role in ROLES.values()]


def roles_at(kind: str) -> list[Role]:
    """The roles that can be held at an organisation of this kind."""
    return [role for role in ROLES.values() if kind in role.at]
