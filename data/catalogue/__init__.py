"""The catalogue of data resources: what the house holds, as its registries say, and what departments register."""
