"""The pages, asked for as a browser does: with cookies, and forms that bring a proof."""
