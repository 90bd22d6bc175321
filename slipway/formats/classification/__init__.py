"""Which of source, build, test and deploy each part of a pipeline definition is, and what speaks for it."""
