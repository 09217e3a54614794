"""Addresses of the sign-in package that we keep shut: people come by invitation, under the address it was sent to."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import path, re_path

from waymark.web.pages import public_page


@public_page("404.html", methods=("GET", "HEAD", "POST"))
def shut(request: HttpRequest, key: str = "") -> NoReturn:
    raise Http404("There is no such page.")


urlpatterns = [
    path("email/", shut, name="account_email"),
    path("confirm-email/", shut, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", shut, name="account_confirm_email"),
    path("password/set/", shut, name="account_set_password"),
]
