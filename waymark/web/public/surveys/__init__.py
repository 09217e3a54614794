"""Answering a survey: by a code, without an account, on a phone in class."""
