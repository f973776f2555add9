"""What may be set, and the command that helps with it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from posteract_web.passwords import fits, hashed
from posteract_web.settings import WebSettings
from pydantic import ValidationError


def test_the_defaults_listen_at_home_only():
    settings = WebSettings.model_validate({})
    assert (settings.host, settings.port, settings.token, settings.users) == ("127.0.0.1", 8787, None, {})


@pytest.mark.parametrize("wrong", [{"token": "short"}, {"users": {"ana": "secret"}}, {"port": 70000}, {"tokn": "x"}])
def test_what_is_wrong_is_refused(wrong):
    with pytest.raises(ValidationError):
        WebSettings.model_validate(wrong)


def test_a_hash_fits_its_password_only(password_hash):
    users = {"ana": password_hash}
    assert fits(users, "ana", "correct horse battery")
    assert not fits(users, "ana", "correct horse batterz")
    assert not fits(users, "eve", "nobody has this password")
    assert not fits(users, "ana", "x" * 5000)


def test_a_password_may_not_be_short():
    with pytest.raises(ValueError, match="from 8"):
        hashed("short")


def test_the_command_makes_a_hash_and_says_nothing_else():
    command = [sys.executable, "-m", "posteract_core.cli", "web", "hash", "--stdin"]
    done = subprocess.run(command, input="correct horse\n", capture_output=True, text=True)
    if done.returncode:  # the module is no program everywhere
        from posteract_core.cli import main

        assert main is not None
        code = "import sys; from posteract_core.cli import main; sys.exit(main(['web', 'hash', '--stdin']))"
        done = subprocess.run([sys.executable, "-c", code], input="correct horse\n", capture_output=True, text=True)
    assert done.stdout.startswith("$argon2id$")
    assert "correct horse" not in done.stdout + done.stderr
    assert fits({"ana": done.stdout.strip()}, "ana", "correct horse")


def test_importing_the_plugin_stays_cheap():
    script = "import sys, posteract_web.plugin; print(sorted({'fastapi', 'pydantic', 'argon2'} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
