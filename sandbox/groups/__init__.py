"""What a group is beside its talk: members and rights, topics, pins, reactions, comings and goings."""
