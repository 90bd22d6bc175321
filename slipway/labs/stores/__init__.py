"""Three databases with different people's data, tests that run against them, and what that does to whom."""
