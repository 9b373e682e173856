"""PriorityQueue: what does it compare? Standard library only."""

from queue import Full, PriorityQueue

#: Is handed out before anything of priority 2.
URGENT = (1, "urgent")

# Items of one priority


def nothing_else_in_the_queue(items):
    return sorted_out([(2, item) for item in items])


def behind_an_urgent_one(items):
    return sorted_out([URGENT, *[(2, item) for item in items]])


def sorted_out(entries):
    """In which order items of priority 2 come out, or which call refuses to compare them."""
    queue, out = PriorityQueue(), []
    try:
        for entry in entries:
            queue.put(entry)
    except TypeError:
        return "TypeError in put()"
    try:
        for _ in entries:
            out.append(queue.get())
    except TypeError:
        return "TypeError in get()"
    return [item for priority, item in out if priority == 2]


# A get() that fails


def get_before_two_of_one_priority():
    return got_and_left([URGENT, (2, object()), (2, object())])


def get_before_two_numbered_ones():
    return got_and_left([URGENT, (2, 0, object()), (2, 1, object())])


def got_and_left(entries):
    """What the first get() brings, and the priorities of what is in the queue afterwards."""
    queue = PriorityQueue()
    for entry in entries:
        queue.put(entry)
    try:
        got = queue.get()[1]
    except TypeError:
        got = "TypeError"
    return got, [entry[0] for entry in queue.queue]


# A put() that fails


def put_what_cannot_be_compared():
    return length_after_a_refused_put(PriorityQueue(), TypeError)


def put_into_a_full_queue():
    return length_after_a_refused_put(PriorityQueue(maxsize=1), Full)


def length_after_a_refused_put(queue, refusal):
    queue.put((2, object()))
    try:
        queue.put_nowait((2, object()))
    except refusal:
        return queue.qsize()
    return "not refused"
