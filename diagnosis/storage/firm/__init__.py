"""All that is of a firm, table by table, whatever tables there are."""
