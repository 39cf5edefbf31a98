"""Storms as pure matter: files that tell of tracks, distances on the globe, and which storm was like which."""
