"""How good it is: gold questions, metrics, baselines and the report. Nothing above needs a name from here."""
