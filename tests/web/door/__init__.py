"""What stands at the door: headers, hosts, addresses, limits."""
