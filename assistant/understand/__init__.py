"""What the question is: language, intent, aspects, programmes, and what of it is no question at all."""
