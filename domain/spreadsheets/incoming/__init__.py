"""What comes in from others' spreadsheets: read apart, understood, compared, recorded."""
