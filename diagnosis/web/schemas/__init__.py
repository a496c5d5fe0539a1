"""What bodies look like, for the document and the contract tests; a file for each subject.

Answers are not dumped through these: they are plain values written by orjson, and the contract
tests hold them to what stands here.
"""
