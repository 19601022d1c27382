// Hands what is pasted into the plan's table to the server, where the table itself would leave cells out: where they
// are words or days, where they go past the end, or where more is marked than was copied. The table listens first and
// takes what is pasted while one of its cells has the focus; so the focus leaves it while the keys are down.
const CELL = ".st-key-pl-sheet [data-testid=stDataFrame] canvas [id^=glide-cell]"
const LONGEST = 3000 // ms from the keys to what is pasted, on a busy machine

const marked = (first) => {
  const cells = [...document.querySelectorAll(`${CELL}[aria-selected=true]`)]
  const places = cells.map((cell) => cell.id.match(/\d+/g).map(Number))
  const [columns, rows] = [0, 1].map((axis) => places.map((place) => place[axis]))
  const count = (all) => Math.max(...all) - Math.min(...all) + 1
  return { row: Math.min(...rows), column: Math.min(...columns) - first, rows: count(rows), columns: count(columns) }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const held = (parentElement.held ??= { from: null }) // the page may run between the keys and what is pasted
  const takenByTable = (text, at) => {
    const lines = text.split("\n").map((line) => line.split("\t").length)
    const columns = data.plain.slice(at.column, at.column + Math.max(...lines))
    const fits = columns.length === Math.max(...lines) && columns.every(Boolean) && at.row + lines.length <= data.rows
    return fits && at.rows <= lines.length && at.columns <= columns.length
  }
  const press = (event) => {
    if (!event.ctrlKey && !event.metaKey) giveBack()
    const cell = document.activeElement
    if (event.key.toLowerCase() !== "v" || !(event.ctrlKey || event.metaKey) || !cell.matches(CELL)) return
    held.from = cell.id
    cell.blur()
    setTimeout(giveBack, LONGEST)
  }
  const giveBack = () => {
    if (held.from) document.getElementById(held.from)?.focus()
    held.from = null
  }
  const paste = (event) => {
    if (!held.from) return
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "")
    const at = marked(data.first)
    giveBack()
    event.preventDefault()
    event.stopImmediatePropagation() // a table drawn anew listens after this
    if (text && at.column >= 0 && !takenByTable(text, at)) setTriggerValue("pasted", { text, ...at })
    else window.dispatchEvent(new ClipboardEvent("paste", { clipboardData: event.clipboardData }))
  }

  parentElement.leave?.()
  const listeners = { keydown: press, paste }
  Object.entries(listeners).forEach(([type, listen]) => window.addEventListener(type, listen, true))
  document.body.dataset.pastes = "heard"
  parentElement.leave = () =>
    Object.entries(listeners).forEach(([type, listen]) => window.removeEventListener(type, listen, true))
  return parentElement.leave
}
