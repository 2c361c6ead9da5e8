"""PostgreSQL and Redis on this machine, for development, demonstration and tests; never for production."""
