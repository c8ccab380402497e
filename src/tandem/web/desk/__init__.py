"""The one desk (loket): whom to call for this pupil, the card of a school, and where the gaps are."""
