"""For authors of plugins: fixtures and contracts.

The fixtures come by themselves wherever posteract-core is installed (`pytest_plugin` is a pytest11 entry point): `registry`,
`offline_http`, `provider_context`, `heat`, `the_matrix`, `dark`, `dark_season`, `dark_episode`, `sample_items`.

The contracts are classes to subclass, one for each kind of provider; `contracts` says which fixtures each asks for:

    from posteract_core.testing.contracts import ArtworkSourceContract


    class TestTmdbKeepsTheContract(ArtworkSourceContract):
        @pytest.fixture
        def source(self, provider_context): ...

A test that does not apply is overridden under its name, with the reason in its docstring.
"""
