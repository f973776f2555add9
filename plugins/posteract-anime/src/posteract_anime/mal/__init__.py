"""The provider `mal`."""
