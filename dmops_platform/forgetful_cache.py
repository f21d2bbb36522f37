"""Redis as a cache that may be away: then nothing is found, nothing is kept, and work goes on."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class ForgetfulRedisCache(RedisCache):
    """Django's Redis cache, except that an absent Redis is an empty one."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept under a key, else the default."""
        return _or(default, lambda: super(ForgetfulRedisCache, self).get(key, default, version))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value."""
        _or(None, lambda: super(ForgetfulRedisCache, self).set(key, value, timeout, version))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value where there is none; return whether there was none."""
        return bool(_or(True, lambda: super(ForgetfulRedisCache, self).add(key, value, timeout, version)))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value; return whether there was one."""
        return bool(_or(False, lambda: super(ForgetfulRedisCache, self).delete(key, version)))


def _or(otherwise: Any, call: Callable[[], Any]) -> Any:
    try:
        return call()
    except RedisError as problem:
        log.warning("The cache does not answer (%s).", problem)
        return otherwise
