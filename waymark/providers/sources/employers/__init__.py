"""Files of employers: the national register of those that report their pay gap, and lists people keep by hand."""
