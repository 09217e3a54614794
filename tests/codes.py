"""What an authenticator shows."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal import auth as totp

SECRET = "JBSWY3DPEHPK3PXP"


def code_now(secret: str = SECRET) -> str:
    """A code that stands for five seconds or more: on a busy machine it takes a moment to be given."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < 5:
        time.sleep(left)
    counters = list(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counters[len(counters) // 2]))
