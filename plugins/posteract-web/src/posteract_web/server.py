"""The whole server, as an ASGI application."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from posteract_core.app import Opening
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from posteract_core import __version__

from .answers import handle_errors, refusals
from .desk import Desk
from .doors import Doors, Session
from .gate import Gate
from .metrics import Measured, Metrics
from .models import Health, Me
from .routes import choosing, entrance, house, library, runs, webhooks
from .settings import WebSettings
from .shields import Shields

ABOUT = """\
Everything `posteract` can be asked, over HTTP. Programs send `Authorization: Bearer TOKEN`; people log in at `/login`, and
their pages send the `csrf` of `GET /api/v1/session` as `X-CSRF-Token` with everything that changes something.
"""
TOKEN = {"token": {"type": "http", "scheme": "bearer", "description": "Made on the first start and shown once."}}


def create_app(served: Opening | Desk, settings: WebSettings | None = None, *, doors: Doors | None = None) -> FastAPI:
    """Return the server over an opening of the app, or over the desk of whoever serves.

    Args:
        served: an opening: nobody does runs then.
        settings: `plugins.web`.
        doors: who may come in; None = as the settings say. A token that was made is `app.state.doors.token.fresh`.
    """
    desk = served if isinstance(served, Desk) else Desk(served)
    doors = doors or Doors.of(settings or WebSettings.model_validate({}), desk.app)
    metrics = Metrics(desk)
    api = FastAPI(
        title="Posteract",
        version=__version__,
        description=ABOUT,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
    )
    api.state.desk, api.state.doors = desk, doors
    handle_errors(api)
    first = APIRouter(prefix="/api/v1")
    first.include_router(_about())
    for each in (library, choosing, runs, house):
        first.include_router(each.router(desk))
    api.include_router(first)
    api.include_router(webhooks.router(desk))
    api.include_router(entrance.router(doors))

    @api.get("/metrics", include_in_schema=False)
    def tell_metrics() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    api.add_middleware(Gate, doors=doors)
    api.add_middleware(Shields)
    api.add_middleware(Measured, metrics=metrics)
    _complete(api)
    return api


def _about() -> APIRouter:
    api = APIRouter(tags=["about"])

    @api.get("/health")
    def health() -> Health:
        """Say that the server is there; open to all."""
        return Health(version=__version__)

    @api.head("/health", include_in_schema=False)
    def there() -> Response:
        """Say so without a word, as monitors ask."""
        return Response()

    @api.get("/session", responses=refusals(401))
    def session(request: Request) -> Me:
        """Say who asks, and what a page sends with everything that changes something."""
        mine: Session | None = request.scope.get("session_of")
        return Me(user=mine.user if mine else None, csrf=mine.csrf if mine else None)

    return api


def _complete(api: FastAPI) -> None:
    """Have the document say that everything but the health needs the token, and that refusals are JSON everywhere."""
    plain = api.openapi

    def told() -> dict[str, object]:
        if api.openapi_schema is None:
            schema = plain()
            schema.setdefault("components", {})["securitySchemes"] = TOKEN
            schema["security"] = [{"token": []}]
            schema["paths"]["/api/v1/health"]["get"]["security"] = []
            for operation in (each for methods in schema["paths"].values() for each in methods.values()):
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {"application/json": next(iter(response["content"].values()))}
        return api.openapi_schema or {}

    api.openapi = told  # type: ignore[method-assign]
