"""Assessment (考核评价): declared rules that make points of what the house measures anyway."""
