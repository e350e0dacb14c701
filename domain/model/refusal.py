"""The one error for input that cannot be accepted: the field, what is wrong, what to do."""

from typing import Final

MESSAGES: Final[dict[str, str]] = {
    "body_form": "This cannot be read ({why}).",
    "child_larger": "{child} ({child_count}) is larger than {parent} ({parent_count}), which it "
    "lies within. Correct one of the two counts, or take the line out of its parent.",
    "circle": "{line} lies within itself. Choose another parent, or none.",
    "count_form": "“{text}” is not a count. Write 24, about 24, at least 24 or unknown.",
    "count_negative": "{text} is below zero. A count is 0 or more.",
    "count_huge": "{text} is more people than a count can hold (at most {limit}).",
    "date_after_publication": "{occurred} is later than the day its source was published "
    "({published}). Check both dates.",
    "date_form": "“{text}” is not a date. Write 2024-12-30, 2024-12, 2024 or, for a night or "
    "several days, 2024-10-18/2024-10-19.",
    "date_future": "{occurred} has not come yet (today is {today}). Check the date.",
    "date_order": "{text} ends before it begins. Put the earlier day first.",
    "policy_built_in": "{name} is built in and cannot be changed. Use another name.",
    "profile_damaged": "The profile of this device in {file} cannot be read. Put a copy of it "
    "back, or move it away: the program then begins with a new name and key, and no ledger is "
    "changed.",
    "dimension_built_in": "{dimension} is built in and cannot be changed. Use another name.",
    "field_of_kind": "There is no such field here. Fields: {known}.",
    "disposition_unknown": "“{text}” is not a disposition. Use one of: {known}.",
    "document_empty": "There is no text in this file. Of a scanned page, type or paste the text.",
    "document_large": "This file is larger than a statement can be ({limit} MB). Copy its text "
    "into a file of its own.",
    "document_unreadable": "This file is damaged, locked or of another kind than its name says. "
    "Save its text as a plain text file.",
    "draft_key": "The draft has a field that the ledger does not know. Known fields: {known}.",
    "draft_type": "Expected {expected}, found {found}.",
    "duplicate_line": "{line} is given twice. Give each line once.",
    "field_unknown": "There is no such field. Fields: occurred, kind, returned, handed_over, "
    "remains, part_of, place, remarks, or dimension.category such as branch.navy.",
    "category_unknown": "{dimension} has no category “{category}”{hint}. Use a known one, or "
    "define it first: category LEDGER {dimension}.{category} --en NAME --uk NAME",
    "dimension_unknown": "There is no dimension “{dimension}”{hint}. Use a known one, or define "
    "it first: category LEDGER {dimension}.{category} --en NAME --uk NAME",
    "parent_missing": "{parent} is not a line of this record. Enter it first, or leave "
    "out what lies within it.",
    "kind_unknown": "“{text}” is not a kind. Use one of: {known}.",
    "line_unknown": "“{text}” is not a category of this ledger. Begin its name, or define it "
    "first.",
    "line_elsewhere": "“{text}” is a line of another breakdown: {dimension}. Enter it there, or "
    "nest it within a line above.",
    "holder_wrong": "The row above, which holds this one, has to be put right first.",
    "measure_words": "“{text}” is not a figure that can be claimed. Begin one of the names "
    "on offer.",
    "mediator_words": "“{text}” is not a mediator known here. Begin a name on offer, or use a "
    "two-letter country code such as AE.",
    "choice_words": "“{text}” is not one of the words on offer. Begin one of them.",
    "scope_words": "“{text}” is not a scope. Write 2024, to date, since 24.02.2022 or "
    "this exchange.",
    "changed_meanwhile": "This record was changed while the form was open. Look at what it says "
    "now, then record again.",
    "rivals_unnamed": "Two values stand here. Tick every one of them that yours replaces.",
    "claim_exchange": "This figure speaks of one exchange. Select it, then add the claim.",
    "nothing_typed": "Nothing is changed yet. Type what a field becomes.",
    "measure_unknown": "“{text}” is not a measure. Use one of: {known}.",
    "mediator_unknown": "“{text}” is not a mediator code. Use a two-letter country code (ISO "
    "3166-1 alpha-2) such as AE, or ICRC.",
    "mode_unknown": "A breakdown is a partition or a highlight, not “{text}”.",
    "name_form": "“{text}” is not a name the ledger can use. Use lower-case letters, digits, "
    "- and _, beginning with a letter.",
    "needed": "This is needed and is empty.",
    "reason_for_revision": "A revision needs its reason: --reason R.",
    "statement_of_several": "It may be about several recorded exchanges: {some}. Say about which "
    "(--exchange).",
    "no_event": "The draft says that there was no exchange (kind: none). Nothing to record.",
    "nothing_changes": "The value is already {value}. Nothing to correct.",
    "not_found": "Nothing in this ledger is called “{text}”.",
    "ambiguous": "“{text}” fits {count} records: {some}. Give more of the id.",
    "part_of_itself": "A record cannot be a stage of itself or of its own stage.",
    "policy_unknown": "There is no counting policy “{text}”. Known: {known}.",
    "scope_form": "“{text}” is not a scope. Write all, year:2024, since:2022-02-24 or exchange.",
    "scope_needs_exchange": "A claim about one exchange must say which (--exchange).",
    "standing_already": "{subject} is already {standing}.",
    "standing_not": "{subject} is not {standing}, so there is nothing to reinstate.",
    "settle_needed": "This is in conflict: {values}. To settle it, say so (--settle); the "
    "correction then names every one of these values.",
    "settle_first": "This is in conflict: {values}. Settle it by a correction first.",
    "settle_not": "This is not in conflict. Leave out --settle.",
    "subject_kind": "{subject} is a {found}, not {wanted}.",
    "subject_retracted": "{subject} is {standing}. Reinstate it first, or correct the record "
    "that counts.",
    "merge_itself": "A record cannot be merged into itself.",
    "text_control": "The text holds a character that cannot be stored ({character}). Remove it.",
    "value_whole": "“{text}” is not a whole number.",
    "when_form": "“{text}” is neither a position, a date (2024-12-30) nor a date-time "
    "(2024-12-30T14:00).",
    "when_range": "Position {text} is not in this ledger: it has positions 0 to {last}.",
    "sqlite_old": "This machine's SQLite ({found}) can corrupt a ledger. Install a newer program.",
    "assignment_form": "Write FIELD=VALUE, such as branch.navy=24.",
    "file_not_json": "This is not a JSON file ({why}).",
    "file_missing": "There is no such file. Check the path, or begin a ledger with: new LEDGER",
    "file_exists": "The file exists already and stays as it is. Choose another name.",
    "folder_missing": "There is no such folder. Make it first, or choose another place.",
    "file_not_ledger": "This file is not a ledger of this program. It was left untouched.",
    "encrypted_already": "This ledger is encrypted already.",
    "encrypted_not": "This ledger is not encrypted: it has no passphrase.",
    "keys_damaged": "The keys of an encrypted ledger in this file cannot be read. Put a copy of "
    "the file back: there is one beside every backup.",
    "keys_missing": "This is not a plain ledger, and there is no {keys} beside it. If it is an "
    "encrypted ledger, put that file there: a copy of it is beside every backup.",
    "keys_other": "The keys beside this file are those of another ledger, or the file is damaged. "
    "It was left untouched.",
    "ledger_in_use": "The ledger is open in another window or program. Close it there first.",
    "passphrase_is_code": "This is a recovery code. Choose a passphrase of your own.",
    "passphrase_needed": "This ledger is encrypted. It opens with its passphrase or its recovery "
    "code.",
    "passphrase_nowhere": "This needs a passphrase, and there is nobody to type it. Name a file "
    "that holds it in {variable}.",
    "passphrase_short": "A passphrase has at least {least} characters. Several words that nobody "
    "would guess are better than one.",
    "passphrase_twice": "The two passphrases are not the same. Type them again.",
    "passphrase_wrong": "This is neither the passphrase nor the recovery code of this ledger.",
    "file_newer": "This ledger was made by a newer version of the program (form {found}). It was "
    "left untouched; update the program to open it.",
    "export_form": "An export is a workbook, a table or a report: end its name in one of {known}.",
    "export_one_table": "A CSV file holds one table. Say which (--table), or write a .zip of all.",
    "export_words_of_table": "Words narrow one table. Say which (--table).",
    "table_unknown": "There is no table “{text}”. Known: {known}.",
    "file_locked": "The ledger is in use by another program just now. Try again in a moment.",
    "file_unwritable": "The ledger cannot be written here ({why}). Nothing was recorded.",
    "bound_form": "“{text}” does not say how exact a count is. Write at least, about or unknown.",
    "cell_no_value": "The cell holds a formula without a value. Open the file in a spreadsheet "
    "program, let it calculate, and save it.",
    "cell_error": "The cell shows an error ({text}). Put it right in the spreadsheet.",
    "date_number": "{text} is a number, not a date. Format the cell as a date, or write "
    "2024-12-30.",
    "leg_unknown": "“{text}” is not a direction. Use one of: {known}.",
    "mapping_form": "This is not a saved mapping of columns ({why}).",
    "ledger_moved": "The ledger was changed since this was looked at. Look at it again.",
    "row_short": "The lines sum to {by} less than the total.",
    "row_exceeds": "The lines sum to {by} more than the total.",
    "rows_wrong": "Rows that cannot be recorded as they are: {count}. Put them right in the "
    "spreadsheet, change what a column means, or leave them out. Nothing was written.",
    "sheet_no_day": "No column of this sheet says when (headings found: {headings}). Say which "
    "row has the headings, or which column is the day.",
    "sheet_no_headings": "No table of exchanges was found on this sheet. Say which row has the "
    "headings, and what each column means.",
    "row_maybe_total": "The row is dated {text} only, in a table of days. Leave it out if it is a "
    "total; record it as new if it is an exchange.",
    "row_says_two": "Rows of the same exchange say {first} and {second}.",
    "sheet_unknown": "There is no sheet “{text}”. Sheets: {known}.",
    "target_unknown": "“{text}” is not what a column can mean. Write a field such as occurred, "
    "returned, branch.navy, category, count, key or source.",
    "sheet_missing": "There is no such file.",
    "sheet_form": "A spreadsheet is a file of one of these kinds: {known}. Save it as one of them.",
    "sheet_wrong_form": "The file is called {suffix} and holds something else ({found}). Open it "
    "in a spreadsheet program and save it anew.",
    "sheet_old_form": "This is a file of Excel 97–2003. Open it in a spreadsheet program and save "
    "it as .xlsx or .ods.",
    "sheet_encrypted": "The file is protected with a password. Take the protection away and save "
    "it again.",
    "sheet_macros": "The file holds macros (programs), and a record does not come from a program. "
    "Save it without macros, as .xlsx or .ods.",
    "sheet_doctype": "The file declares a document type of its own (DTD), which spreadsheets never "
    "do and attacks do. It was not read.",
    "sheet_external": "The file takes data from elsewhere ({target}). Break these links, so that "
    "it holds its values itself, and save it again.",
    "sheet_damaged": "The file is damaged ({why}). Open it in a spreadsheet program and save it "
    "anew.",
    "sheet_no_workbook": "There is no workbook in this file.",
    "sheet_bomb": "The file unpacks to more than {limit} MB, or to too many parts. It was not "
    "read.",
    "sheet_file_large": "The file is larger than {limit} MB. Take the sheet that is wanted into a "
    "file of its own.",
    "sheet_area": "Sheet {sheet} reaches to cell {cell}, which is further than a record does. "
    "Delete what stands far outside the table, or take the table into a sheet of its own.",
    "sheet_text_long": "A cell holds more than {limit} characters.",
    "sheet_deep": "The file holds elements within elements more than {limit} deep. It was not "
    "read.",
    "sheet_empty": "The file is empty.",
    "sheet_not_text": "This is not a text file with separators.",
    "sheet_encoding": "The text is not in this encoding. Usual ones: {known}.",
    "sheet_unreadable": "The file cannot be read ({why}).",
    "sheet_memory": "Reading the file takes more than {limit} MB of memory. It was not read.",
    "sheet_slow": "Reading the file takes too long. Take the table into a file of its own.",
    "sheet_crashed": "The file could not be read; only its own reader was harmed ({status}).",
    "join_name": "A file that joins a ledger takes over its name. Leave out --name.",
    "merge_arrivals": "The arrivals of this file do not cover its events. It was changed by hand "
    "or is damaged. Nothing was taken from it.",
    "merge_body": "Event {index} of journal {journal} was changed after it was recorded: its text "
    "does not have the hash that its header states. Nothing was merged.",
    "merge_chain": "Event {index} of journal {journal} does not continue anything that is known of "
    "this journal: an event before it is missing or was changed. Nothing was merged.",
    "merge_differs": "Event {index} of journal {journal} is held by both sides, and not with the "
    "same bytes: one was changed after it was recorded. Nothing was merged.",
    "merge_foreign": "Journal {journal} was begun in another ledger. Nothing was merged.",
    "merge_gap": "Event {index} of journal {journal} is missing, though later ones are there. "
    "Nothing was merged.",
    "merge_key": "Journal {journal} begins with another key than the one known here: it was "
    "rewritten by somebody else. Nothing was merged.",
    "merge_not_event": "Event {index} of journal {journal} is not an event as this program writes "
    "them. Nothing was merged.",
    "merge_malformed": "Event {index} of journal {journal} holds something that no table can be "
    "made from ({why}). Nothing was merged.",
    "merge_opening": "Journal {journal} begins with something that this version cannot read. "
    "Update the program, then merge. Nothing was merged.",
    "merge_other_ledger": "This is another ledger, and two ledgers do not merge. To work on the "
    "other one, begin a file that joins it: new LEDGER --join OTHER",
    "merge_position": "Event number {position} is missing from this file, though later ones are "
    "there. Nothing was merged.",
    "merge_signature": "Event {index} of journal {journal} is not signed with the key of its "
    "journal: it was changed, or somebody else wrote it. Nothing was merged.",
    "merge_unseen": "Event {index} of journal {journal} was recorded after event {place} of "
    "journal {other}, which is missing or was changed. Nothing was merged.",
    "postgres_empty": "There is no ledger in this database yet. Merge a ledger into it first.",
    "postgres_not_set_up": "This database is not set up for a ledger, or not for this user. Have "
    "its administrator run: psql DATABASE -f {file} (once).",
    "postgres_password": "The address holds a password, and others could read it. Leave it out, "
    "and put it into a password file (~/.pgpass).",
    "postgres_unreachable": "The database cannot be reached ({why}). What was merged until now is "
    "kept; merge again when it answers.",
    "folder_read_only": "The folder cannot be written to, and holds changes that are not in the "
    "ledger file yet ({log}). Copy both files to another folder and open the ledger there.",
    "backup_damaged": "The copy is not what the ledger holds ({why}). It was not kept.",
    "log_left": "{log} lies where the ledger would be, and would be taken for its latest changes. "
    "Move it away first.",
    "tables_old": "Its tables have to be made again, which cannot be done where nothing can be "
    "written. Copy the ledger to another folder.",
    "code_form": "“{text}” is not a code. Write it as it was given: 812: and 40 digits.",
    "code_digits": "The digits do not fit together: one of them was misheard or mistyped.",
    "checkpoint_form": "This is not a checkpoint file, or something was changed in it: “{line}”.",
    "head_unsigned": "The last change of journal {journal} is not as its device signed it, so no "
    "checkpoint was made. See what happened: verify LEDGER",
    "newer_events": "This ledger holds {count} events made by a newer version of the program. "
    "It can be read, and its tables are incomplete; entry is off until the program is updated.",
}


class Refused(ValueError):
    """Input that cannot be accepted; nothing was written.

    `code` names the rule (a key of MESSAGES), `field` the input it is about, `values` fill the
    sentence. The English sentence is str(error); other languages look `code` up.
    """

    def __init__(self, code: str, field: str = "", **values: object) -> None:
        self.code = code
        self.field = field
        self.values = values
        super().__init__(self.sentence(MESSAGES[code]))

    def within(self, place: str) -> "Refused":
        """The same refusal, about a field of `place` (a file, a row)."""
        return type(self)(self.code, f"{place}: {self.field}", **self.values)

    def about(self, field: str) -> "Refused":
        """The same refusal, with another input in front."""
        return type(self)(self.code, field, **self.values)

    def sentence(self, template: str) -> str:
        """The refusal in the words of `template`, with the field in front."""
        text = template.format(**self.values)
        return f"{self.field}: {text}" if self.field else text
