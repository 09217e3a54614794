"""Open data: what there is, and how a set is downloaded and verified before it is taken in.

Nothing is downloaded but when somebody at the machine asks for it by name.
"""
