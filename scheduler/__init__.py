"""When: deadline rules, the calendar, reminder ladders and the bell. Imports nothing of ours."""
