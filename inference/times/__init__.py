"""Times in plain words: what somebody said, as moments, ranges, rules, or a question to ask."""
