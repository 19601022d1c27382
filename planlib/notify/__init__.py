"""What a team is told without opening the app: the weekly digest, the month-end pack, and alerts, each of them once."""
