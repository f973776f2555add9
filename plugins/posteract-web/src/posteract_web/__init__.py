"""Posteract over HTTP: REST API, webhooks, metrics."""
