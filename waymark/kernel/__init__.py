"""The rules as pure functions of facts. Standard library only; dates are arguments, for the kernel knows no clock."""
