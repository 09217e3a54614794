"""Documents a school shows to others: one shape, made from what is recorded on a day, set as PDF, HTML and numbers.

`shape` is what a document is; `sections` make its parts, a module each; `kinds` says which document has which;
`setting`, `pages` and `numbers` write it down; `folders` and `redaction` put many of them into one ZIP.
"""
