"""How good and how fast roadmaps are: the planner on examples, firms and random problems."""
