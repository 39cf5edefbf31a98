"""Data that go back to their source (退回数源): what is wrong with them, as declared and as measured."""
