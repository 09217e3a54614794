"""The closed lists of words that the directory is kept in, and how pages say them."""

from django.db import models

from waymark.kernel import vocabulary


class Kind(models.TextChoices):
    """What a learner would meet."""

    EMPLOYER = vocabulary.Kind.EMPLOYER, "Encounter with an employer"
    WORKPLACE = vocabulary.Kind.WORKPLACE, "Experience of a workplace"
    PROVIDER = vocabulary.Kind.PROVIDER, "Encounter with a place of further learning or training"
    CURRICULUM = vocabulary.Kind.CURRICULUM, "Careers in a subject"
    GUIDANCE = vocabulary.Kind.GUIDANCE, "Personal guidance meeting"
    LMI = vocabulary.Kind.LMI, "Career and labour market information"
    OTHER = vocabulary.Kind.OTHER, "Something else"


class ProviderKind(models.TextChoices):
    SIXTH_FORM = vocabulary.ProviderKind.SIXTH_FORM, "Sixth form"
    FE_COLLEGE = vocabulary.ProviderKind.FE_COLLEGE, "Further education college"
    UNIVERSITY = vocabulary.ProviderKind.UNIVERSITY, "University"
    ITP = vocabulary.ProviderKind.ITP, "Training or apprenticeship provider"
    OTHER = vocabulary.ProviderKind.OTHER, "Another organisation"


class Mode(models.TextChoices):
    IN_PERSON = vocabulary.Mode.IN_PERSON, "In person"
    BLENDED = vocabulary.Mode.BLENDED, "Partly online"
    VIRTUAL = vocabulary.Mode.VIRTUAL, "Online only"


class Venue(models.TextChoices):
    """Where an offer in person is: at the school, within the provider's reach, or at a place the learners go to."""

    AT_SCHOOL = "at_school", "We come to the school"
    AT_PROVIDER = "at_provider", "Learners come to us"


class Need(models.TextChoices):
    """The kinds of special educational need of the school census, grouped as schools speak of them."""

    AUTISM = "autism", "Autism"
    LEARNING = "learning", "Learning difficulties, moderate or severe"
    SPECIFIC = "specific", "Specific learning difficulties, such as dyslexia"
    SPEECH = "speech", "Speech, language and communication needs"
    MENTAL_HEALTH = "mental_health", "Social, emotional and mental health"
    HEARING = "hearing", "Hearing impairment"
    VISION = "vision", "Vision impairment"
    PHYSICAL = "physical", "Physical disability"


class Stage(models.TextChoices):
    KS3 = "ks3", "Key stage 3 (Years 7 to 9)"
    KS4 = "ks4", "Key stage 4 (Years 10 and 11)"
    KS5 = "ks5", "Post-16 (Years 12 to 14)"


class Audience(models.TextChoices):
    LEARNERS = "learners", "Learners"
    TEACHERS = "teachers", "Teachers and tutors"
    CAREERS_LEADERS = "careers_leaders", "Careers leaders"
    PARENTS = "parents", "Parents and carers"


class Safeguarding(models.TextChoices):
    """What a provider says of its safeguarding; `CHECKED` has a day on which it runs out."""

    UNKNOWN = "unknown", "Not said"
    POLICY = "policy", "Has a safeguarding policy"
    CHECKED = "checked", "Has a policy, and its people are DBS checked"


TICKS = tuple(tick.value for tick in vocabulary.Tick)
