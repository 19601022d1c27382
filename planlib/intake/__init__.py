"""From a person's file to checked rows and problems.

``reading`` makes one table of texts of the bytes, ``mapping`` finds the fields and what their names mean, ``values``
reads cells, ``checking`` makes rows and problems of them, ``compare`` puts the rows beside what stands; ``preview``
does all of it and records what was previewed. ``templates`` are files to fill in.
"""
