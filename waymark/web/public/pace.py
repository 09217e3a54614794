"""How long a form that needs no account was open: as long as a person takes, and not as short as a program."""

from django.core import signing

SOONEST, LATEST = 3, 60 * 60 * 24  # seconds a person may take to fill a form in


def stamp_of(form: str) -> str:
    """What a form named so carries, that says when it was opened."""
    return signing.TimestampSigner(salt=form).sign("opened")


def trouble_with_pace(form: str, stamp: str) -> str:
    """What to say when the form came back sooner than a person types, or after a day; nothing when it is all right."""
    signer = signing.TimestampSigner(salt=form)
    try:
        signer.unsign(stamp, max_age=LATEST)
    except signing.BadSignature:  # an expired one among them
        return "This form was open for a long time. Look through what you wrote and send it again."
    try:
        signer.unsign(stamp, max_age=SOONEST)
    except signing.SignatureExpired:
        return ""
    return "That was very quick. Look through what you wrote and send it again."
