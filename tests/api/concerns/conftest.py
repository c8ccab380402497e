"""The school of the pages of concerns, with a system that has the key of its teacher."""

import pytest
from tests.api.calling import System, made, owner_of_key
from tests.web.casework.conftest import School, cluster, school

__all__ = ["cluster", "school"]


@pytest.fixture
def system(school: School) -> System:
    return System(made(owner_of_key("noor", "LERAAR")))
