"""From a person's file to checked rows and problems.

``read`` makes texts of the bytes, ``map`` finds the fields, ``check_…`` makes values and problems of the texts,
``compare`` puts them beside what stands; ``preview`` does all four and records what was previewed.
"""
