"""What a weekly meeting asks: will the month be made, where not, and what changed since the last time?"""

from planlib.review.verdict import LIKELY, UNLIKELY, Compared, Course, Verdict, compared, course, verdict

__all__ = ["LIKELY", "UNLIKELY", "Compared", "Course", "Verdict", "compared", "course", "verdict"]
