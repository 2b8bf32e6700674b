"""An independent judge: what garden reads of a note, beside what the app's own old parser does."""
