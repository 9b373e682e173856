"""Scripts with and without the main guard, as text: without it they start a process wherever they are imported."""


def a_process_at_the_top_level(method=None):
    return f"""
        import multiprocessing

        process = multiprocessing.get_context({method!r}).Process(target=print, args=("the child ran",))
        process.start()
        process.join()
        """


def a_process_below_the_guard(method=None):
    return f"""
        import multiprocessing

        if __name__ == "__main__":
            process = multiprocessing.get_context({method!r}).Process(target=print, args=("the child ran",))
            process.start()
            process.join()
        """


def a_pool_at_the_top_level(method=None):
    return f"""
        import multiprocessing

        pool = multiprocessing.get_context({method!r}).Pool(1)
        pool.map(print, ["the child ran"])
        """


def a_forked_process_at_the_top_level():
    return a_process_at_the_top_level("fork")


def a_spawned_process_at_the_top_level():
    return a_process_at_the_top_level("spawn")
