"""`ask`: a questionnaire in a terminal, from the firm's trade to a result in plain words."""
