"""Tests of the learned part: the model, its laws, its artefact."""
