"""The sign-in package's forms, their fields called as our pages call them, in what is wrong with them too."""

from typing import Any, ClassVar

from allauth.account import forms


class _Called:
    """A form with other labels than it came with."""

    labels: ClassVar[dict[str, str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label  # type: ignore[attr-defined]


_TWICE = {"password1": "New password", "password2": "The same again"}


class SignInForm(_Called, forms.LoginForm):
    labels: ClassVar = {"login": "E-mail address"}


class ChangePasswordForm(_Called, forms.ChangePasswordForm):
    labels: ClassVar = {"oldpassword": "Password now", **_TWICE}


class ResetPasswordForm(_Called, forms.ResetPasswordForm):
    labels: ClassVar = {"email": "E-mail address"}


class NewPasswordForm(_Called, forms.ResetPasswordKeyForm):
    labels: ClassVar = dict(_TWICE)
