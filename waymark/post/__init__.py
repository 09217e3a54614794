"""Letters and calendar invitations that leave: one outbox, with what became of each."""
