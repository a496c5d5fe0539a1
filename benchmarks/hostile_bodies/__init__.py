"""What bodies that are made to hurt cost the server: CPU, memory and bytes of answer."""
