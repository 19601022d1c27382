"""The month's plan as it is presented at kick-off."""
