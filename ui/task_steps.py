"""The weighted steps of a task, to be ticked off in its form."""

from datetime import date

import streamlit as st

from planlib.editing.task import Read
from planlib.locale import Language
from planlib.model import TaskStep
from planlib.vocabulary import ProgressRule
from ui.form import Form


def step_fields(_: Language, form: Form, read: Read, today: date) -> tuple[TaskStep, ...]:
    """Draw a box for each step where they are what counts, and return them; one that is ticked is done `today`."""
    if read.task.rule is not ProgressRule.STEPS:
        return read.steps
    return tuple(_step(_, form, step, today) for step in read.steps)


def _step(_: Language, form: Form, step: TaskStep, today: date) -> TaskStep:
    name = f"step {step.step}"
    stands = form.start(name, step.done is not None)
    label = _("{step} · weight {weight}", step=_.name(step, "title"), weight=_.exact(step.weight))
    ticked = form.enter(name, st.checkbox(label, stands, key=form.key(name)))
    return step.model_copy(update={"done": (step.done or today) if ticked else None})
