"""What a notice is about, in a few topics: few enough to choose per topic which come by mail."""

from tandem.casework.data import About, Command, Topic

COMMANDS: dict[Topic, tuple[Command, ...]] = {
    Topic.NEW: (Command.RAISE, Command.OFFER, Command.HAND_ON),
    Topic.ANSWERED: (Command.ACCEPT, Command.REFUSE, Command.REVOKE, Command.LAPSE),
    Topic.PROGRESS: (
        Command.ACKNOWLEDGE,
        Command.TRIAGE,
        Command.ACT,
        Command.CLOSE,
        Command.REOPEN,
        Command.WITHDRAW,
        Command.MERGE,
        Command.EMERGENCY,
    ),
    Topic.WORDS: (Command.ADD, Command.ANSWER),
    Topic.TERM: (Command.REMIND, Command.PAUSE, Command.RESUME, Command.EXTEND),
}
# What a choice is kept under: each command of a concern, and all of a case, a meeting, a decision or a ladder at once.
KINDS: dict[Topic, tuple[str, ...]] = {
    **{topic: tuple(command.value for command in commands) for topic, commands in COMMANDS.items()},
    **{Topic(about): (about.value,) for about in About if about is not About.CONCERN},
}
TOPIC_OF: dict[str, Topic] = {kind: topic for topic, kinds in KINDS.items() for kind in kinds}
