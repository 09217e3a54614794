"""The self-assessment: what people answer, beside what the records say of the same item."""
