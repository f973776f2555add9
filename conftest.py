"""For every test of the workspace: the fake services of tests/services."""

pytest_plugins = ["services.fixtures"]
