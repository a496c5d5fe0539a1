"""A reader of tokens of the provider of tests, over a store with some organisations."""

from datetime import UTC, datetime, timedelta

from diagnosis.config.settings import read_settings
from diagnosis.identity.provider.token_reader import TokenReader
from diagnosis.identity.provider.trusted import Surroundings, trust
from diagnosis.services.ports.keys import OPERATOR, Organisation
from diagnosis.services.ports.provider import Provider
from diagnosis.services.ports.scope import AccessRole, Principal
from tests.fakes.store import FakeStore
from tests.provider.server import OpenIdProvider

ROOT = Principal(OPERATOR, "root", AccessRole.ADMIN)


class Bench:
    """A provider, and a reader of its tokens whose seconds can be set."""

    def __init__(self, provider: OpenIdProvider, **variables: str) -> None:
        self.provider = provider
        self.seconds = 0.0
        self.store = FakeStore()
        made = datetime(2026, 1, 1, tzinfo=UTC)
        with self.store.keys(ROOT, writes=True) as rows:
            for name in ("local", "office", OPERATOR):
                rows.add_organisation(Organisation(id=name, name=name, created_at=made))
        trusted = read_settings(provider.settings | variables).provider
        assert trusted is not None
        self.reader = self.reader_of(trusted)

    def reader_of(self, trusted: Provider) -> TokenReader:
        around = Surroundings(
            store=self.store, clock=lambda: self.seconds, secret="secret", public_url=None
        )
        return trust(trusted, around).tokens

    def principal(self, text: str, after: float = 0.0) -> Principal | None:
        """Return who asks with a text so many seconds from now."""
        asker = self.reader.read(text, datetime.now(UTC) + timedelta(seconds=after))
        return None if asker is None else asker.principal
