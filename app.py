"""The server. `planlib serve`, `uvicorn app:app` and `streamlit run app.py` all start this.

The main script lives in ui/: beside a folder called pages/, Streamlit would show each page without its frame
until somebody has opened the front page.
"""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).parent / "ui" / "main.py")
