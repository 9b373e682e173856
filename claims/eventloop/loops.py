"""The event loop: who makes it, what it logs, and how it is asked from elsewhere. Standard library only."""

import asyncio
import threading
import time
import warnings

# Is there one? Each runs as a program of its own.


def get_event_loop_in_the_main_thread():
    print(what_get_event_loop_gives())


def get_event_loop_in_another_thread():
    thread = threading.Thread(target=get_event_loop_in_the_main_thread)
    thread.start()
    thread.join()


def get_event_loop_after_setting_one():
    asyncio.set_event_loop(asyncio.new_event_loop())
    get_event_loop_in_the_main_thread()


def what_get_event_loop_gives():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            asyncio.get_event_loop().close()
        except RuntimeError:
            return "RuntimeError"
    return "a loop"


# Asking the loop for a result


def asked_inside_the_loop(timeout):
    async def main():
        return asked(asyncio.get_running_loop(), timeout)

    return asyncio.run(main())


def asked_from_a_thread(timeout):
    async def main():
        return await asyncio.to_thread(asked, asyncio.get_running_loop(), timeout)

    return asyncio.run(main())


def asked(loop, timeout):
    future = asyncio.run_coroutine_threadsafe(asyncio.sleep(0, "a result"), loop)
    try:
        return future.result(timeout)
    except TimeoutError:
        future.cancel()
        return "no result"


# Slow steps


def a_slow_step_in_debug_mode(length):
    asyncio.run(a_slow_step(length), debug=True)


def a_slow_step_as_usual(length):
    asyncio.run(a_slow_step(length), debug=False)


async def a_slow_step(length):
    await asyncio.sleep(0)
    time.sleep(length)
    await asyncio.sleep(0)


# A server that is closed


def with_a_client(limit):
    return asyncio.run(closed(limit, clients=1))


def without_a_client(limit):
    return asyncio.run(closed(limit, clients=0))


def with_a_client_after_closing(limit):
    """Where wait_closed returns at once for whom it should wait, the special case is to ask before the server is closed."""
    return asyncio.run(closed(limit, clients=1, first_close=False))


async def closed(limit, clients, *, first_close=True):
    """Whether wait_closed comes back while clients are connected."""
    connected, may_go = asyncio.Event(), asyncio.Event()

    async def serve(reader, writer):
        connected.set()
        await may_go.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    writers = [(await asyncio.open_connection(host, port))[1] for _ in range(clients)]
    if clients:
        await connected.wait()
    if first_close:
        server.close()
    waiting = asyncio.create_task(server.wait_closed())
    await asyncio.wait([waiting], timeout=limit)
    outcome = "returns" if waiting.done() else "waits"
    server.close()
    may_go.set()
    for writer in writers:
        writer.close()
    await asyncio.wait([waiting])
    return outcome
