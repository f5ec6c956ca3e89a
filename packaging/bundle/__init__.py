"""The installed Tacit: put together, looked over, packed and signed."""
