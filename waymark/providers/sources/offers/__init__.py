"""Files of offers: the columns of a plan's offers, and those of the directory beside them."""
