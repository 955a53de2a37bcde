"""What people look at, photographed and checked: `make screenshots`."""
