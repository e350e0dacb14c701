"""What leaves the ledger as a file: workbooks, plain tables and a printed report."""
