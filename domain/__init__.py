"""What the record of prisoner exchanges is: its values, events, journals and tables. No Qt here."""
