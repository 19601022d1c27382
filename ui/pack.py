"""The month-end pack: which sections, in which language, as which file; each is made when it is asked for."""

import io
import zipfile
from datetime import date
from functools import partial

import streamlit as st

from planlib.export.pack import MIME, Format, written
from planlib.locale import LANGUAGES, N_, Language, language
from planlib.month_end.raw import raw_tables
from planlib.month_end.summary import SECTIONS, summary
from planlib.snapshot import Snapshot
from planlib.store.connect import Store
from ui import session
from ui.markup import note
from ui.show import show

_BOTH = "both"
_FORMATS = {
    Format.PPTX: (N_("Slides (PowerPoint)"), ":material/slideshow:"),
    Format.XLSX: (N_("Workbook (Excel)"), ":material/table_view:"),
    Format.DOCX: (N_("Report (Word)"), ":material/description:"),
    Format.PDF: (N_("Report (PDF)"), ":material/picture_as_pdf:"),
    Format.HTML: (N_("Web page, works offline (HTML)"), ":material/public:"),
    Format.MD: (N_("Summary (Markdown)"), ":material/notes:"),
}


def pack(_: Language, snapshot: Snapshot) -> None:
    """Draw the choices and a button for each file."""
    with st.popover(_("Download the pack"), icon=":material/download:", type="primary"):
        words = {name: _(title) for name, title in SECTIONS.items()}
        chosen = st.pills(
            _("Sections"),
            list(words),
            format_func=words.__getitem__,
            selection_mode="multi",
            default=list(words),
            key="pl-pack-sections",
        )
        spoken = {**LANGUAGES, _BOTH: _("Both languages")}
        tongue = st.segmented_control(
            _("Language"), list(spoken), format_func=spoken.__getitem__, default=_.code, required=True
        )
        codes = list(LANGUAGES) if tongue == _BOTH else [tongue or _.code]
        if not chosen:
            show(note(_("Choose a section at least.")))
            return
        for wanted, (name, icon) in _FORMATS.items():
            _button(_(name), icon, snapshot, wanted, codes, chosen)
        show(note(_("The numbers are those on the screen; making a file takes some seconds.")))


def _button(name: str, icon: str, snapshot: Snapshot, wanted: Format, codes: list[str], sections: list[str]) -> None:
    stem, both = _stem(snapshot), len(codes) > 1
    st.download_button(
        name,
        partial(_file, session.store(), snapshot, session.today(), wanted, codes, sections),
        f"{stem}.{wanted}.zip" if both else f"{stem}.{wanted}",
        "application/zip" if both else MIME[wanted],
        icon=icon,
        type="tertiary",
        on_click="ignore",
        key=f"pl-pack-{wanted}",
    )


def _file(store: Store, snapshot: Snapshot, day: date, wanted: Format, codes: list[str], sections: list[str]) -> bytes:
    """Return the file, of several languages an archive of one each; called when it is asked for, without a session."""
    files = {code: _written(store, snapshot, day, wanted, language(code), sections) for code in codes}
    if len(files) == 1:
        return next(iter(files.values()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for code, file in files.items():
            archive.writestr(f"{_stem(snapshot)}-{code}.{wanted}", file)
    return packed.getvalue()


def _written(store: Store, snapshot: Snapshot, day: date, wanted: Format, _: Language, sections: list[str]) -> bytes:
    return written(wanted, summary(store, snapshot, _, sections), raw_tables(snapshot, _), day, _)


def _stem(snapshot: Snapshot) -> str:
    return f"{snapshot.team.code}-{snapshot.key.month:%Y-%m}"
