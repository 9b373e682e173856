"""Names in camelCase: which of them are left?"""

from hypothesis import given
from hypothesis import strategies as st

from claims.threads import names_of_methods
from pytest_claims import claim, python, require


@claim(
    "thread.isalive-in-camel-case",
    says="The old camelCase methods, isAlive() among them, are still there beside is_alive().",
    source="an early Python 3 version of the documentation of threading (https://docs.python.org/3/library/threading.html)",
    refuted_where=python >= "3.9",
    truth="thread.camel-case-is-deprecated",
    program=names_of_methods.is_alive_in_camel_case,
    contrast=names_of_methods.is_alive_in_lower_case,
)
def test_is_alive_is_there_in_camel_case(program):
    """Python 3.9 has removed isAlive, and it alone; until 3.8 it gave a warning."""
    missing = None
    try:
        alive = program(names_of_methods.Thread())
        require(not alive, "a thread that was never started is alive")
    except AttributeError as error:
        missing = error.name
    assert missing is None


@claim(
    "thread.camel-case-is-deprecated",
    says="isAlive() is gone; the other camelCase names of threading are still there, and give a DeprecationWarning.",
    source="the correction of thread.isalive-in-camel-case",
    needs=python >= "3.10",
    program=names_of_methods.warnings_in_camel_case,
    contrast=names_of_methods.warnings_in_lower_case,
)
@given(name=st.sampled_from(sorted(names_of_methods.IN_CAMEL_CASE)))
def test_camel_case_is_deprecated(program, name):
    """They are kept for programs older than Python 2.6, and deprecated since 3.10, with no release named that removes them."""
    require(not hasattr(names_of_methods.Thread, "isAlive"), "isAlive is there")
    assert program(name) == [DeprecationWarning]
