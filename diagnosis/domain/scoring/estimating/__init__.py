"""What rules say for an estimate: levels of deflated answers, whether answers carry one."""
