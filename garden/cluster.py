"""Executors of Dask, to be named by `build.executor`. Dask is loaded when one of them is made."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from garden.config import ConfigError
from garden.processes import apart

if TYPE_CHECKING:
    from distributed import Client

_ADDRESS = "DASK_SCHEDULER_ADDRESS"  # Dask's own name for it
_SECONDS = 30  # in which a cluster must have its first worker
_LACKING = 'Dask is not installed; install it with: pip install "garden-ssg[cluster]"'

P = ParamSpec("P")
T = TypeVar("T")


def dask() -> Executor:
    """The cluster of the scheduler that `DASK_SCHEDULER_ADDRESS` names; without it, `local()`.

    Raises `ConfigError`, and what Dask raises when it cannot connect.
    """
    address = os.environ.get(_ADDRESS, "")
    if not address:
        return local()
    client = _distributed().Client(address)
    try:
        client.wait_for_workers(1, timeout=_SECONDS)
    except TimeoutError:
        client.close()
        raise ConfigError(f"no worker has joined {address} in {_SECONDS} seconds") from None
    return _Cluster(client)


def local() -> Executor:
    """A cluster on this machine, one process a core, that listens to this machine alone.

    Raises `ConfigError`.
    """
    distributed = _distributed()
    with apart():
        cluster = distributed.LocalCluster(
            host="127.0.0.1",
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.ERROR,
        )
        return _Cluster(distributed.Client(cluster), cluster.close)


def _distributed() -> ModuleType:
    try:
        return import_module("distributed")
    except ModuleNotFoundError:
        raise ConfigError(_LACKING) from None


class _Cluster(Executor):
    """The workers of a cluster. With it ends the connection to them, and what was begun for it."""

    def __init__(self, client: Client, *ends: Callable[[], object]) -> None:
        self._executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        self._ends = (client.close, *ends)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = self._executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait=wait and not cancel_futures)
        for end in self._ends:
            end()

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Wait for all that was asked for; after an error nobody wants it any more."""
        self.shutdown(cancel_futures=kind is not None)
