"""Who can do what, proven: resource policies become formulas, and every "yes" carries a witness."""
