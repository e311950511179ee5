"""Statistics: genres, saves, sound, artists and albums over time, and each year in review."""
