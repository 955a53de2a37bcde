"""What Krokus must survive: many buyers at once, killed processes, a dying database."""
