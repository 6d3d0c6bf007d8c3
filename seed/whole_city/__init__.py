"""The whole city, as invented people use it: all 162 cafés, families, and a year of visits (``python -m seed city``).

Not to be confused with ``seed/city.toml``, which is what the city *rules*. Here stand people and visits, written in bulk
into an empty database: for benches and trials, never beside real people.
"""
