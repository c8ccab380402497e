"""Account to who looks: why do I see this, who else can, and who did. Start reading at `why.why_shown`."""
