from tests.scenarios.fixtures import world

__all__ = ["world"]
