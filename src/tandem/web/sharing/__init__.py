"""May I share this? The public pages: question, standard, practice."""
