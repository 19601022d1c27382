// Goes from item to item of a meeting by button and by key, as a presenter's remote sends them, and shows the clocks.
const STEPS = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 }
const TYPED = "input, textarea, select, canvas, [contenteditable=true], [role=radio], [role=combobox], [role=listbox], [role=dialog]"
const PRESSED = "button, a, summary, [role=button]"
const FIELD = ":is(.stMain, [data-testid=stPopoverBody]) :is(textarea, input[type=text])"
const PAUSE = 700 // after which what is typed is sent, so that it is kept
const KEPT = "planlib meeting" // in the tab: on which item it is, and since when

const two = (number) => String(number).padStart(2, "0")
const clock = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return (hours ? `${hours}:${two(minutes)}` : minutes) + `:${two(seconds % 60)}`
}

function since(meeting, item) {
  let kept = null
  try { kept = JSON.parse(sessionStorage.getItem(KEPT)) } catch {}
  if (kept?.meeting === meeting && kept.item === item) return kept.since
  const now = Date.now()
  try { sessionStorage.setItem(KEPT, JSON.stringify({ meeting, item, since: now })) } catch {}
  return now
}

// Streamlit sends a field that is left, or in which Ctrl+Enter is pressed.
function send(field) {
  if (document.activeElement !== field) return
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }))
}

export default function ({ parentElement, data, setTriggerValue }) {
  const find = (name) => parentElement.querySelector(name)
  const [back, on, place] = [find(".back"), find(".on"), find("select")]
  const last = data.items.length - 1
  const bar = (parentElement.bar ??= { ahead: 0, wanted: null, drawn: null })
  bar.ahead = Date.now() - data.now
  if (bar.wanted === data.at || Date.now() - bar.asked > 3000) bar.wanted = null

  const at = () => bar.wanted ?? data.at
  const draw = () => {
    place.value = String(at())
    back.disabled = at() === 0
    on.disabled = at() === last
  }
  const tick = () => {
    const item = data.items[at()]
    find(".whole").textContent = `${data.words.whole} ${clock(Date.now() - bar.ahead - data.begun)}`
    find(".item").textContent = `${data.words.item} ${clock(Date.now() - since(data.meeting, item.key))}`
  }
  const go = (wanted) => {
    wanted = Math.min(Math.max(wanted, 0), last)
    if (wanted === at()) return
    Object.assign(bar, { wanted, asked: Date.now() })
    draw()
    tick()
    document.dispatchEvent(new Event("planlib:choice"))
    setTriggerValue("chosen", data.items[wanted].key)
  }
  const press = (event) => {
    const step = STEPS[event.key] * (event.key === " " && event.shiftKey ? -1 : 1)
    if (!step || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const within = (where) => event.composedPath().some((one) => one.matches?.(where))
    if (within(TYPED) || (event.key === " " && within(PRESSED)) || document.querySelector("[role=dialog]")) return
    event.preventDefault()
    go(at() + step)
  }

  const typing = (event) => {
    clearTimeout(bar.pause)
    if (event.isComposing || !event.target.matches?.(FIELD) || event.target.closest("[role=combobox], .stDateInput")) return
    bar.pause = setTimeout(() => send(event.target), PAUSE)
  }

  place.replaceChildren(...data.items.map(({ title }, index) => new Option(title, String(index))))
  place.setAttribute("aria-label", data.words.agenda)
  for (const name of ["back", "on"]) {
    find(`.${name} span`).textContent = data.words[name]
    find(`.${name}`).setAttribute("aria-label", data.words[name])
  }
  back.onclick = () => go(at() - 1)
  on.onclick = () => go(at() + 1)
  place.onchange = () => { go(Number(place.value)); place.blur() }
  if (bar.drawn !== data.at) document.querySelector(".stMain")?.scrollTo(0, 0)
  bar.drawn = data.at
  draw()
  tick()

  parentElement.leave?.()
  const timer = setInterval(tick, 1000)
  document.addEventListener("keydown", press)
  document.addEventListener("input", typing)
  document.addEventListener("compositionend", typing)
  parentElement.leave = () => {
    clearInterval(timer)
    document.removeEventListener("keydown", press)
    document.removeEventListener("input", typing)
    document.removeEventListener("compositionend", typing)
    clearTimeout(bar.pause)
  }
  return parentElement.leave
}
