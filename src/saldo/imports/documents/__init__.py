"""What people take home of an import."""
