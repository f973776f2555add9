"""The routes, a subject a module; each gives a router for a desk."""
