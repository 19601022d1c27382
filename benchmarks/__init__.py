"""What the product costs, as ratios and times measured in one run: ``make bench``."""
