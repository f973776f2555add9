"""HTTP for the whole program: one transport, a client on it per plugin instance, one policy for all."""

from .circuit import CircuitOpen
from .client import Client
from .clock import Clock, Stopped
from .policy import CircuitPolicy, Rate, RetryPolicy, Timeouts
from .service import USER_AGENT, HttpService

__all__ = [
    "USER_AGENT",
    "CircuitOpen",
    "CircuitPolicy",
    "Client",
    "Clock",
    "HttpService",
    "Rate",
    "RetryPolicy",
    "Stopped",
    "Timeouts",
]
