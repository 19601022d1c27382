"""What is taken away of a month: which sections, in which language, as which file; made when it is asked for."""

import base64
from functools import partial
from typing import Literal

import streamlit as st

from planlib.export.pack import MIME, Format
from planlib.locale import LANGUAGES, N_, Language, language
from planlib.packs import SECTIONS, What, archived, packed, stem
from planlib.snapshot import Snapshot
from ui import session
from ui.markup import note
from ui.show import show

_BOTH = "both"
_HIGH = 640
"""Pixels of the preview."""
_FORMATS = {
    Format.PPTX: (N_("Slides (PowerPoint)"), ":material/slideshow:"),
    Format.XLSX: (N_("Workbook (Excel)"), ":material/table_view:"),
    Format.DOCX: (N_("Report (Word)"), ":material/description:"),
    Format.PDF: (N_("Report (PDF)"), ":material/picture_as_pdf:"),
    Format.HTML: (N_("Web page, works offline (HTML)"), ":material/public:"),
    Format.MD: (N_("Text (Markdown)"), ":material/notes:"),
}
_NAMES = {What.SUMMARY: N_("Download the pack"), What.PLAN: N_("Download the plan")}


def pack(_: Language, snapshot: Snapshot, what: What = What.SUMMARY) -> None:
    """Draw the button that opens the choices, the files and the preview."""
    kind: Literal["primary", "secondary"] = "primary" if what is What.SUMMARY else "secondary"
    if st.button(_(_NAMES[what]), icon=":material/download:", type=kind, key=f"pl-pack-{what}"):
        st.dialog(_(_NAMES[what]), width="large")(_choices)(_, snapshot, what)


def _choices(_: Language, snapshot: Snapshot, what: What) -> None:
    words = {name: _(title) for name, title in SECTIONS[what].items()}
    chosen = st.pills(
        _("Sections"),
        list(words),
        format_func=words.__getitem__,
        selection_mode="multi",
        default=list(words),
        key=f"pl-pack-{what}-sections",
    )
    spoken = {**LANGUAGES, _BOTH: _("Both languages")}
    tongue = st.segmented_control(
        _("Language"), list(spoken), format_func=spoken.__getitem__, default=_.code, required=True
    )
    codes = list(LANGUAGES) if tongue == _BOTH else [tongue or _.code]
    if not chosen:
        show(note(_("Choose a section at least.")))
        return
    with st.container(horizontal=True, gap="small"):
        for wanted, (name, icon) in _FORMATS.items():
            _button(_(name), icon, snapshot, what, [wanted], codes, chosen)
        _button(_("All of them (ZIP)"), ":material/folder_zip:", snapshot, what, list(Format), codes, chosen)
    show(note(_("The numbers are those on the screen; making a file takes some seconds.")))
    if st.toggle(_("Preview"), key=f"pl-pack-{what}-preview"):
        _preview(_, snapshot, what, codes[0], chosen)


def _preview(_: Language, snapshot: Snapshot, what: What, code: str, sections: list[str]) -> None:
    """Show the web page below the choices; as a document of its own, which has no part in this one."""
    with st.spinner(_("Being made …")):
        page = packed(what, Format.HTML, session.store(), snapshot, session.today(), language(code), sections)
    source = f"data:text/html;charset=utf-8;base64,{base64.b64encode(page).decode()}"
    st.iframe(source, height=_HIGH, alt=_("Preview"))


def _button(
    name: str, icon: str, snapshot: Snapshot, what: What, wanted: list[Format], codes: list[str], sections: list[str]
) -> None:
    """Draw a button for one file, or for an archive of several; it is made when it is asked for, without a session."""
    store, day, several = session.store(), session.today(), len(wanted) * len(codes) > 1
    languages = [language(code) for code in codes]
    make = (
        partial(archived, what, wanted, store, snapshot, day, languages, sections)
        if several
        else partial(packed, what, wanted[0], store, snapshot, day, languages[0], sections)
    )
    ending = "zip" if len(wanted) > 1 else f"{wanted[0]}.zip" if several else wanted[0]
    st.download_button(
        name,
        make,
        f"{stem(what, snapshot)}.{ending}",
        "application/zip" if several else MIME[wanted[0]],
        icon=icon,
        type="tertiary",
        on_click="ignore",
        key=f"pl-pack-{what}-{ending}",
    )
