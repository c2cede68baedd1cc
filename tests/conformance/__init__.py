"""What every plugin of a kind must pass.

A plugin's own test derives a class from the suite of its kind, named Test..., and gives the fixtures that the suite
leaves open:

    class TestMyGateway(GatewayConformance):
        @pytest.fixture
        def gateway(self): return MyGateway()

The `...Basics` classes hold what even a plugin that does nothing must keep.
"""

import pytest

pytest.register_assert_rewrite("tests.conformance.gateway", "tests.conformance.channel")
