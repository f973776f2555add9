"""The API over a library of real folders."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

from posteract_core.app import App
from posteract_core.model import RunRequest


def finished(api, run_id, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run = api.get(f"/api/v1/runs/{run_id}").json()
        if run["state"] in ("finished", "failed", "cancelled"):
            return run
        time.sleep(0.05)
    raise AssertionError(run)


def test_libraries_items_and_targets_are_listed(api):
    [library] = api.get("/api/v1/libraries").json()["items"]
    assert (library["name"], library["pictures"], library["statuses"]) == ("Films", 3, {"uploaded": 3})
    items = api.get("/api/v1/items", params={"per_page": 2}).json()
    assert ([each["item"] for each in items["items"]], items["total"]) == (["Alien (1979)", "Heat (1995)"], 3)
    assert [each["item"] for each in api.get("/api/v1/items?q=rAn&library=Films").json()["items"]] == ["Ran (1985)"]
    page = api.get("/api/v1/targets?per_page=2&page=2&status=uploaded&kind=poster").json()
    assert ([each["item"] for each in page["items"]], page["page"]) == (["Ran (1985)"], 2)
    assert api.get("/api/v1/targets?status=failed").json() == {"items": [], "total": 0, "page": 1}


def test_a_target_is_shown_with_its_history(api, poster):
    target = api.get(f"/api/v1/targets/{poster}").json()
    assert (target["item"], target["status"], target["source"]) == ("Heat (1995)", "uploaded", "drawn")
    assert [each["what"] for each in target["history"]][-1] == "first seen"
    assert api.get("/api/v1/targets/99999").json()["error"]["code"] == "unknown"


def test_a_file_is_pinned_drawn_and_unpinned(api, poster, picture):
    done = api.post(f"/api/v1/targets/{poster}/pick", files={"file": ("mine.jpg", picture(), "image/jpeg")})
    assert done.json()["pinned"] == "file mine.jpg, 200 × 300"
    rows = api.get(f"/api/v1/targets/{poster}/candidates").json()["items"]
    assert (rows[0]["number"], rows[0]["pinned"]) == (0, True)
    assert api.get(f"/api/v1/targets/{poster}").json()["pinned"]["id"] == "mine.jpg"
    run = finished(api, api.post("/api/v1/runs", json={"item": "Heat"}).json()["id"])
    assert (run["state"], run["done"]) == ("finished", 1)
    assert api.delete(f"/api/v1/targets/{poster}/pick").json()["pinned"] == ""


def test_a_candidate_is_chosen(api, poster, opening, picture):
    assets = opening.config.parent / "manual" / "Films" / "Heat (1995)"
    assets.mkdir(parents=True)
    (assets / "poster.jpg").write_bytes(picture((90, 10, 10)))
    rows = api.get(f"/api/v1/targets/{poster}/candidates").json()["items"]
    assert rows, "the picture in the folder is a candidate"
    for wanted in (rows[0]["number"], rows[0]["id"]):
        picked = api.post(f"/api/v1/targets/{poster}/pick", json={"candidate": wanted})
        assert rows[0]["id"] in picked.json()["pinned"]
    assert api.post(f"/api/v1/targets/{poster}/pick", json={"candidate": 77}).status_code == 422


def test_a_picture_is_reset(api, poster):
    planned = api.post(f"/api/v1/targets/{poster}/reset", json={"dry_run": True}).json()
    assert (planned["dry_run"], planned["counts"]) == (True, {"cleared": 1})
    done = api.post(f"/api/v1/targets/{poster}/reset", json={}).json()
    assert done["counts"] == {"cleared": 1}
    assert api.get(f"/api/v1/targets/{poster}").json()["status"] == "reset"


def test_a_run_is_planned_started_followed_and_listed(api):
    plan = finished(api, api.post("/api/v1/runs", json={"all": True, "force": True, "dry_run": True}).json()["id"])
    assert (plan["state"], plan["planned"], plan["done"], plan["dry_run"]) == ("finished", 3, 0, True)
    answer = api.post("/api/v1/runs", json={"all": True, "force": True})
    assert answer.status_code == 202
    with api.stream("GET", f"/api/v1/runs/{answer.json()['id']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in stream.iter_lines() if line.startswith(("event:", "data:"))]
    events = list(zip(lines[::2], lines[1::2], strict=True))
    assert events[-1][0] == "event: finished"
    assert json.loads(events[-1][1].removeprefix("data: "))["done"] == 3
    again = f"/api/v1/runs/{answer.json()['id']}/events"
    told = api.get(again, headers={"last-event-id": "2"}).text  # as a browser does after a break
    assert "event: finished" in told
    last = told.split("event: finished")[1].split("id: ")[1].split()[0]
    assert api.get(again, headers={"last-event-id": last}).status_code == 204
    assert [each["state"] for each in api.get("/api/v1/runs").json()["items"]] == ["finished", "finished"]


def test_what_is_one_thing_need_not_be_a_list(api):
    wanted = {"library": "Films", "kind": "poster", "only": "artwork", "item": "Heat", "dry_run": True}
    asked = finished(api, api.post("/api/v1/runs", json=wanted).json()["id"])["request"]
    assert [asked[name] for name in ("library", "kind", "only", "item")] == [
        ["Films"],
        ["poster"],
        ["artwork"],
        ["Heat"],
    ]


def test_a_run_is_cancelled(api, opening):
    with App.again(opening) as app, app.hold("a test"):
        first = api.post("/api/v1/runs", json={"all": True}).json()["id"]
        second = api.post("/api/v1/runs", json={"all": True}).json()["id"]
        assert api.delete(f"/api/v1/runs/{second}").status_code == 202
        assert api.get(f"/api/v1/runs/{second}").json()["state"] == "cancelled"
    assert finished(api, first)["state"] == "finished"
    assert api.get("/api/v1/runs/nothing").status_code == 404


def test_while_a_run_holds_the_ledger_a_pick_is_told_so(api, poster, opening):
    with App.again(opening) as app, app.hold("a run"):
        answer = api.delete(f"/api/v1/targets/{poster}/pick")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "busy")


def test_the_schedule_is_listed_run_and_paused(api):
    [job] = api.get("/api/v1/schedule").json()["items"]
    assert (job["name"], job["timing"], job["paused"]) == ("nightly", "cron 0 3 * * *", False)
    due = datetime.fromisoformat(job["next_at"])
    assert (due.hour, due > datetime.now(UTC)) == (3, True)
    paused = api.post("/api/v1/schedule/nightly/pause").json()
    assert (paused["paused"], paused["next_at"]) == (True, None)
    resumed = api.post("/api/v1/schedule/nightly/resume").json()
    assert (resumed["paused"], resumed["next_at"]) == (False, job["next_at"])
    run = finished(api, api.post("/api/v1/schedule/nightly/run").json()["id"])
    assert (run["state"], run["jobs"], run["unchanged"]) == ("finished", ["nightly"], 3)
    assert api.post("/api/v1/schedule/weekly/run").status_code == 404


def test_collections_and_their_plan(api):
    assert api.get("/api/v1/collections").json()["items"] == []
    assert api.get("/api/v1/collections/plan").json()["items"] == []
    assert api.get("/api/v1/collections/plan?name=none").status_code == 422


def test_plugins_are_listed(api):
    rows = {each["name"]: each for each in api.get("/api/v1/plugins").json()["items"]}
    assert (rows["web"]["status"], rows["web"]["kinds"]) == ("on", ["trigger"])


def test_the_configuration_is_read_checked_and_written(api, opening):
    told = api.get("/api/v1/config").json()
    assert "deepest-secret" not in json.dumps(told)
    changed = told["text"].replace('"minimal"', '"minimall"')
    [problem] = api.post("/api/v1/config/check", json={"text": changed}).json()["problems"]
    assert "minimall" in problem["message"]
    assert api.put("/api/v1/config", json={"text": changed}).json()["backup"] is None
    changed = told["text"].replace("posteract.log", "other.log")
    done = api.put("/api/v1/config", json={"text": changed, "revision": told["revision"]}).json()
    assert (done["problems"], done["backup"]) == ([], "config.yaml.bak")
    assert "deepest-secret" in opening.config.read_text()
    stale = api.put("/api/v1/config", json={"text": changed, "revision": told["revision"]})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "changed")


def test_a_configuration_that_broke_is_said_and_lists_go_on(api, opening):
    opening.config.write_text("libraries: [")
    answer = api.get("/api/v1/config")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "configuration")
    assert api.get("/api/v1/libraries").json()["total"] == 1


def test_the_log_is_told(api, opening):
    log = opening.config.parent / "posteract.log"
    log.write_text("2026-11-27 01:02:03.004 | ERROR    | posteract:1 | token=abcdefgh12345 is wrong\n")
    [entry] = api.get("/api/v1/log?level=WARNING").json()["items"]
    assert entry["message"] == "token=*** is wrong"


def test_metrics_are_for_prometheus(api):
    api.get("/api/v1/libraries")
    told = api.get("/metrics").text
    assert 'posteract_targets{library="Films",server="folder",status="uploaded"} 3.0' in told
    assert 'posteract_http_requests_total{method="GET",route="/api/v1/libraries",status="200"} 1.0' in told
    assert "posteract_events_waiting 0.0" in told


def test_what_the_command_line_did_is_seen_at_once(api, opening):
    with App.again(opening) as app:
        app.run(RunRequest(all=True, force=True))
    assert api.get("/api/v1/libraries").json()["items"][0]["statuses"] == {"uploaded": 3}


def test_every_route_stands_in_the_page_for_people(shared_api):
    page = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
    for path, methods in shared_api.get("/api/v1/openapi.json").json()["paths"].items():
        for method in methods:
            assert f"`{method.upper()} {path}`" in page
