"""Reports that were made of sheets, with their files, and what whoever has one checks it by."""
