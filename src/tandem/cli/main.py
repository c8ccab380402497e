"""`tandem`: every command in one place. Exit codes: 0 done, 1 it failed (the message says why), 2 wrong use."""

from tandem.cli import (
    audit,
    check,
    data,
    db,
    demo,
    directory,
    flows,
    jobs,
    keys,
    providers,
    register,
    retention,
    route,
    run,
    share,
)
from tandem.cli.dutch import Commands

app = Commands(
    help="Tandem: het werksysteem van een regio onderwijs en jeugdhulp.",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_show_locals=False,
    add_completion=False,  # it would write in the user's home folder
    epilog="Uitkomst: 0 gelukt, 1 mislukt of niet in de gegevens (de melding zegt waarom), 2 verkeerd gebruikt. "
    "Lijsten staan op de standaarduitvoer, meldingen op de foutuitvoer.",
)
app.command("run")(run.run)
app.command("check")(check.check)
app.command("demo")(demo.demo)
app.command("route")(route.route)
app.add_typer(db.app, name="db")
app.add_typer(jobs.app, name="jobs")
app.add_typer(keys.app, name="keys")
app.add_typer(audit.app, name="audit")
app.add_typer(retention.app, name="retention")
app.add_typer(providers.app, name="providers")
app.add_typer(data.app, name="data")
app.add_typer(flows.app, name="flows")
app.add_typer(register.app, name="register")
app.add_typer(share.app, name="share")
app.add_typer(directory.app, name="directory")
