"""Kills in mid-rush: the real server, real clients that write down what they ask and hear, and a checker of what is left."""
