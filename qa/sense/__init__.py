"""What a report and a question are about: time, place, unit, and whether it is planned or done."""
