"""The employers a hub keeps: who they are, their people, how often they may be asked, and who offers help."""
