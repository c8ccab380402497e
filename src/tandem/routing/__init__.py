"""The one desk (loket): whom to call for this pupil, with reasons."""
