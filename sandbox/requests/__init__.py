"""A call as it came: body, JSON, parameters."""
