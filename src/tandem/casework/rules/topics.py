"""What a notice is about, in five topics: few enough to choose per topic which come by mail."""

from tandem.casework.data import Command, Topic

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
TOPIC_OF: dict[str, Topic] = {command.value: topic for topic, commands in COMMANDS.items() for command in commands}
