"""The proxy of a manager's dict: what reaches the dict, who may use it at once, and is it a dict?"""

from hypothesis import example, given
from hypothesis import strategies as st

from claims.sharing import proxies, values
from claims.start import quickest_context
from pytest_claims import SlowToAdd, assert_never, assert_sometimes, claim, everywhere

DOCS = "the documentation of multiprocessing (https://docs.python.org/3/library/multiprocessing.html)"
#: What sleeps leaves others the time to come between.
ONE = SlowToAdd(1)


@claim(
    "manager.nested-list-change-is-lost",
    says="Appending to a plain list that sits in a Manager's dict changes nothing for anybody else.",
    source=DOCS,
    program=proxies.a_plain_list_in_it,
    contrast=proxies.a_managers_list_in_it,
)
@given(items=st.lists(st.integers(-9, 9), min_size=1, max_size=3))
@example(items=[1])
def test_a_change_of_a_nested_list_is_lost(program, processes, items):
    """What is read from the dict is a copy that came by pickle. A list of the manager comes as a proxy, an address."""
    assert program(processes, items) == []


@claim(
    "manager.increment-is-atomic",
    says="A Manager's dict takes one change at a time, so d[k] += 1 from several processes loses nothing.",
    source="a web page on SyncManager.dict",
    refuted_where=everywhere,
    truth="manager.increment-loses-updates",
    program=values.without_a_lock,
    contrast=values.with_a_lock,
)
def test_an_increment_is_atomic(program):
    """It is two messages, one that reads and one that writes. The manager serves others between them."""
    assert_never(program, quickest_context(), ONE, tries=20)


@claim(
    "manager.increment-loses-updates",
    says="d[k] += 1 on a Manager's dict from several processes can lose updates, unless a lock is held around it.",
    source="the correction of manager.increment-is-atomic",
    program=values.without_a_lock,
    contrast=values.with_a_lock,
)
def test_an_increment_loses_updates(program):
    """The sum is made by whoever adds, of a number that may be out of date when it arrives."""
    assert_sometimes(program, quickest_context(), ONE, tries=20)


@claim(
    "manager.threads-must-lock-a-proxy",
    says="Threads that use one proxy at the same time get in each other's way unless they take a lock around it.",
    source=DOCS,
    refuted_where=everywhere,
    truth="manager.threads-may-share-a-proxy",
    program=proxies.an_item_for_each,
    contrast=proxies.one_item_for_all,
)
@given(threads=st.integers(2, 4))
@example(threads=4)
def test_threads_must_lock_a_proxy(program, threads):
    """Each gets the answers to its own questions. They do get in each other's way where they change the same item."""
    assert_sometimes(program, quickest_context(), threads, tries=100)


@claim(
    "manager.threads-may-share-a-proxy",
    says="Threads may use one proxy at the same time without a lock: each thread has a connection of its own.",
    source="the correction of manager.threads-must-lock-a-proxy",
    program=proxies.an_item_for_each,
    contrast=proxies.one_item_for_all,
)
@given(threads=st.integers(2, 4))
@example(threads=4)
def test_threads_may_share_a_proxy(program, threads):
    """A proxy keeps its connection in thread-local storage, and the manager has a thread at the other end of each."""
    assert_never(program, quickest_context(), threads, tries=100)


@claim(
    "manager.dict-proxy-works-like-dict",
    says="The proxy of a Manager's dict can be used like any dict, wherever one is expected.",
    source="a web page on SyncManager.dict",
    refuted_where=everywhere,
    truth="manager.dict-proxy-is-no-dict",
    program=proxies.the_proxy,
    contrast=proxies.a_copy_of_it,
)
@given(use=st.sampled_from(sorted(proxies.USES)))
@example(use="json.dumps")
def test_a_proxy_works_like_a_dict(program, use):
    """It passes on the methods of a dict. Whoever asks for the class, as json does, finds a DictProxy."""
    assert program(quickest_context(), use) == proxies.ANSWERS[use]


@claim(
    "manager.dict-proxy-is-no-dict",
    says="The proxy of a Manager's dict is no dict: isinstance denies it, json.dumps refuses it, and no dict equals it.",
    source="the correction of manager.dict-proxy-works-like-dict",
    program=proxies.the_proxy,
    contrast=proxies.a_copy_of_it,
)
@given(use=st.sampled_from(sorted(proxies.USES)))
@example(use="json.dumps")
def test_a_proxy_is_no_dict(program, use):
    """copy() gives the dict itself, as it is at that moment. == compares the proxies, for __eq__ is not passed on."""
    assert program(quickest_context(), use) != proxies.ANSWERS[use]
