"""What the command line understands: every verb with its arguments, and what help says of them."""

import argparse
from collections.abc import Callable

from desktop.commandline import importing, locking, merging, statements, trust, verbs
from desktop.commandline.output import FORMATS
from desktop.commandline.session import Session
from desktop.language import LANGUAGES, Language
from desktop.tables import TABLES
from domain.model.claims import DISPOSITIONS, MEASURES
from domain.model.policy import LEG_CHOICES, STAGE_CHOICES
from domain.model.vocabulary import KINDS, MODES
from domain.spreadsheets.layouts import LAYOUTS
from domain.statements.second import WAYS


def parser(say: Language) -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="exchange-ledger", description=say("A ledger of prisoner exchanges.")
    )
    top.add_argument("--operator", metavar="NAME", help=say("who acts (default: the profile)"))
    top.add_argument("--language", choices=LANGUAGES, help=say("language of what is said"))
    names = top.add_subparsers(dest="command", required=True, metavar=say("VERB"))

    def verb(
        name: str, run: Callable[[Session], int], help_text: str, first: str = "LEDGER"
    ) -> argparse.ArgumentParser:
        found = names.add_parser(name, help=say(help_text), description=say(help_text))
        found.set_defaults(verb=run)
        if first:
            found.add_argument("ledger", metavar=first, help=say("the ledger file"))
        found.add_argument("--operator", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        found.add_argument(
            "--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )
        return found

    def why(found: argparse.ArgumentParser, *, source_needed: bool = False) -> None:
        found.add_argument("--reason", metavar="R", required=True, help=say("why"))
        _source(found, needed=source_needed)

    def _source(found: argparse.ArgumentParser, *, needed: bool) -> None:
        text = say("where it comes from: the id of a source, an address or a title")
        found.add_argument("--source", metavar="S", required=needed, help=text)

    new = verb("new", verbs.new, "begin a ledger")
    new.add_argument("--name", metavar="NAME", help=say("what the ledger is called"))

    new.add_argument(
        "--encrypt", action="store_true", help=say("nobody reads it without its passphrase")
    )
    place = say("another file of a ledger, or a shared one: postgresql://…")
    new.add_argument("--join", metavar="OTHER", help=place)

    verb("sample", verbs.sample, "make a ledger of the published record, 2022 to 2024")

    day = say("the day its source was published")
    read = verb("read", statements.read, "read statements into drafts; nothing is recorded", "")
    file = say("a statement: txt, html, docx or pdf; - reads what is piped in")
    read.add_argument("texts", metavar="TEXT", nargs="+", help=file)
    read.add_argument("--published", metavar="DATE", help=day)
    read.add_argument("--json", action="store_true", help=say("the drafts, for other programs"))
    spans = say("with --json: also the words that each fact rests on, and what was not used")
    read.add_argument("--spans", action="store_true", help=spans)

    record = verb("record", statements.record, "record an exchange from a draft or a statement")
    what = record.add_mutually_exclusive_group(required=True)
    what.add_argument("--draft", metavar="DRAFT.json", help=say("the draft"))
    what.add_argument("--statement", metavar="TEXT", help=file)
    record.add_argument("--published", metavar="DATE", help=day)
    _source(record, needed=False)
    ways = say(
        "what a second statement on a recorded exchange is: a revision of its figures, claims "
        "beside them, or another exchange"
    )
    record.add_argument("--as", dest="way", choices=WAYS, help=ways)
    record.add_argument(
        "--exchange", metavar="EXCHANGE", help=say("the recorded exchange that it is about")
    )
    record.add_argument("--reason", metavar="R", help=say("why"))

    correct = verb("correct", verbs.correct, "correct or revise fields of a record")
    correct.add_argument("exchange", metavar="EXCHANGE", help=say("its id, or its date"))
    fields = say("such as branch.navy=24, branch.territorial_defence=17@armed_forces, place=Sumy")
    correct.add_argument("values", metavar="FIELD=VALUE", nargs="+", help=fields)
    kinds = say("correction: we mis-entered it; revision: the source changed its figure")
    correct.add_argument("--kind", choices=("correction", "revision"), required=True, help=kinds)
    why(correct, source_needed=True)
    correct.add_argument(
        "--preview", action="store_true", help=say("show what would change, and write nothing")
    )
    correct.add_argument(
        "--settle", action="store_true", help=say("settle a conflict, naming every rival value")
    )

    retract = verb("retract", verbs.retract, "take back an exchange, a note or a claim")
    reinstate = verb("reinstate", verbs.reinstate, "let a retracted or merged record count again")
    for found in (retract, reinstate):
        found.add_argument("subject", metavar="SUBJECT", help=say("its id, or its date"))
        why(found)

    merge = verb("merge-duplicates", verbs.merge_duplicates, "say that records are one exchange")
    merge.add_argument("survivor", metavar="SURVIVOR", help=say("the record that counts"))
    others = say("the records that are the same exchange")
    merge.add_argument("duplicates", metavar="DUPLICATE", nargs="+", help=others)
    why(merge)

    note = verb("note", verbs.note, "note that a mediator took part")
    note.add_argument("exchange", metavar="EXCHANGE", help=say("its id, or its date"))
    code = say("country code (AE, TR …) or ICRC")
    note.add_argument("--mediator", metavar="CODE", required=True, help=code)
    note.add_argument("--text", metavar="T", required=True, help=say("the note"))
    note.add_argument("--role", metavar="ROLE", default="mediator", help=say("in what role"))
    _source(note, needed=False)

    claim = verb("claim", verbs.claim, "keep a figure that a source asserts about the record")
    claim.add_argument("--measure", metavar="M", required=True, help=", ".join(MEASURES))
    scopes = say("all, year:2024, since:2022-02-24 or exchange")
    claim.add_argument("--scope", metavar="S", required=True, help=scopes)
    claim.add_argument("--value", metavar="N", required=True, help=say("the figure"))
    _source(claim, needed=True)
    claim.add_argument("--as-of", metavar="DATE", help=say("the day the figure speaks of"))
    claim.add_argument("--exchange", metavar="EXCHANGE", help=say("the exchange it is about"))
    claim.add_argument("--policy", metavar="NAME", help=say("the counting policy it is checked by"))
    claim.add_argument("--quotation", metavar="T", help=say("the words of the source"))

    dispose = verb("dispose", verbs.dispose, "say why a claim differs")
    dispose.add_argument("claim", metavar="CLAIM", help=say("its id"))
    ways = ", ".join(DISPOSITIONS)
    dispose.add_argument(
        "--as", dest="disposition", metavar="DISPOSITION", required=True, help=ways
    )
    dispose.add_argument("--reason", metavar="R", required=True, help=say("why"))

    opening = verb("opening", verbs.opening, "state what came before the ledger begins")
    opening.add_argument("--scope", metavar="S", required=True, help=scopes)
    opening.add_argument("--value", metavar="N", required=True, help=say("the figure"))
    _source(opening, needed=True)
    opening.add_argument(
        "--measure", metavar="M", default="returned_total", help=", ".join(MEASURES)
    )
    last = say("the last day that the figure covers")
    opening.add_argument("--as-of", metavar="DATE", help=last)

    policy = verb("policy", verbs.policy, "define or change a counting policy")
    policy.add_argument("name", metavar="NAME", help=say("its name"))
    policy.add_argument("--kinds", metavar="KIND,…", required=True, help=", ".join(KINDS))
    persons = say("all, or one line such as status.civilian")
    policy.add_argument("--persons", metavar="LINE", default="all", help=persons)
    policy.add_argument("--leg", choices=LEG_CHOICES, default="returned")
    once = say("count a staged exchange once, or each stage")
    policy.add_argument("--stages", choices=STAGE_CHOICES, default="exchange", help=once)

    category = verb("category", verbs.category, "define or rename a category or a dimension")
    category.add_argument("name", metavar="DIMENSION[.CATEGORY]", help=say("its name"))
    mode = say("partition: its lines sum to the total; highlight: they overlap")
    category.add_argument("--mode", choices=MODES, help=mode)
    for found, needed in ((policy, False), (category, True)):
        found.add_argument("--en", metavar="NAME", required=needed, help=say("its name in English"))
        found.add_argument(
            "--uk", metavar="NAME", required=needed, help=say("its name in Ukrainian")
        )

    show = verb("show", verbs.show, "show a table")
    show.add_argument("table", choices=sorted(TABLES), metavar="TABLE", help=", ".join(TABLES))
    when = say("as known at a position, a date or a date-time; for restated: compared with now")
    show.add_argument("--as-of", metavar="WHEN", help=when)
    show.add_argument("--policy", metavar="NAME", help=say("the counting policy"))
    show.add_argument("--dimension", metavar="D", help=say("one dimension only"))
    show.add_argument("--exchange", metavar="EXCHANGE", help=say("one exchange only"))
    show.add_argument("--where", metavar="TEXT", help=say("rows that hold these words"))
    show.add_argument("--format", choices=FORMATS, default="table")

    bring = verb("import", importing.import_sheet, "take in exchanges from a spreadsheet")
    sheet_file = say("the spreadsheet: .xlsx, .ods or .csv")
    bring.add_argument("sheet_file", metavar="SHEET", help=sheet_file)
    saved = say("a saved mapping of columns; without one they are guessed")
    bring.add_argument("--mapping", metavar="FILE", help=saved)
    keep = say("a new file to save the mapping to")
    bring.add_argument("--save-mapping", metavar="FILE", help=keep)
    bring.add_argument("--sheet", metavar="NAME", help=say("the sheet in the file"))
    headings = say("the number of the row, or of the last row, that holds the headings")
    bring.add_argument("--header-row", metavar="N", help=headings)
    levels = say("how many rows the headings have")
    bring.add_argument("--header-rows", metavar="N", type=int, choices=(1, 2, 3), help=levels)
    column = say("what a column means, such as “Freed=returned”; may be given several times")
    bring.add_argument("--column", metavar="HEADING=FIELD", action="append", help=column)
    bring.add_argument("--kind", choices=tuple(KINDS), help=say("of rows that do not say theirs"))
    bring.add_argument("--year", metavar="YEAR", help=say("of days without a year"))
    bring.add_argument("--encoding", metavar="NAME", help=say("of a text file"))
    bring.add_argument("--source", metavar="S", help=say("who published the sheet"))
    rows = say("rows to leave out, such as 7,9-12")
    bring.add_argument("--leave-out", metavar="ROWS", help=rows)
    rows = say("rows to record though they look like something recorded, or like a total")
    bring.add_argument("--as-new", metavar="ROWS", help=rows)
    rows = say("rows that are the exchange they look like, and revise it")
    bring.add_argument("--as-same", metavar="ROWS", help=rows)
    bring.add_argument(
        "--dry-run", action="store_true", help=say("show what would come in, and write nothing")
    )

    out = verb("export", verbs.export, "write tables to a file to give out, and record that")
    files = say("OUT.xlsx, OUT.ods or OUT.pdf: a book; OUT.csv: one table; OUT.zip: every table")
    out.add_argument("out", metavar="OUT", help=files)
    one = say("one table only")
    out.add_argument("--table", choices=sorted(LAYOUTS), metavar="TABLE", help=one)
    known = say("as known at a position, a date or a date-time")
    out.add_argument("--as-of", metavar="WHEN", help=known)
    out.add_argument("--policy", metavar="NAME", help=say("the counting policy"))
    out.add_argument("--where", metavar="TEXT", help=say("rows that hold these words"))
    union = verb("merge", merging.merge, "bring in what others recorded; nothing is overruled")
    union.add_argument("other", metavar="OTHER", help=place)
    union.add_argument(
        "--dry-run", action="store_true", help=say("show what would come in, and write nothing")
    )

    verb("rebuild", verbs.rebuild, "make every table again from the events")

    verify = verb("verify", trust.verify, "check that nothing recorded was changed or removed")
    held = say("a checkpoint file that somebody keeps; may be given several times")
    verify.add_argument("--checkpoint", metavar="FILE", action="append", help=held)
    code = say("a checkpoint in digits, as it was read out or printed")
    verify.add_argument("--code", metavar="CODE", action="append", help=code)
    each = say("check the signature of every event, also in large ledgers")
    verify.add_argument("--all-signatures", action="store_true", help=each)
    only = say("leave out the tables and the structure of the file")
    verify.add_argument("--events-only", action="store_true", help=only)
    verify.add_argument("--format", choices=("text", "json"), default="text")

    point = verb("checkpoint", trust.checkpoint, "what others keep, to see later if it changed")
    new_file = say("a file to write it to; by default it is printed")
    point.add_argument("out", metavar="OUT", nargs="?", help=new_file)

    verb("encrypt", locking.encrypt, "encrypt a ledger that is in clear")
    verb("passphrase", locking.passphrase, "change the passphrase of an encrypted ledger")
    verb("recovery-code", locking.recovery_code, "make another recovery code, for printing")

    backup = verb("backup", trust.backup, "copy a ledger, also while it is open")
    backup.add_argument("destination", metavar="DEST", help=say("the file to make"))
    restore = verb("restore", trust.restore, "make a ledger from a backup", first="BACKUP")
    restore.add_argument("destination", metavar="LEDGER", help=say("the file to make"))
    return top
