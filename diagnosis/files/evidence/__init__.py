"""Files to answers, looked into and made clean: pictures and PDF.

Lives here: what a file is by its content, and a child process with limits in which it is opened.
May not: know whose file it is. Imported by: bootstrap.
"""
