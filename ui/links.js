// Follows links inside HTML within the session, puts the sidebar away on a phone, and keeps choices in order: what is
// clicked while a choice is on its way to the address waits for it, as Streamlit would go on from the address before.
const CHOICE = "[role=radio], [role=option]"
const WAITS = `.stPageLink a, a[data-page], ${CHOICE}`
const PRESSES = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]
const LONGEST = 5000 // ms that a click waits
const UNSEEN = 1000 // ms after which a choice has arrived that changes no address

const running = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning"
const elsewhere = (event) => event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey

export default function ({ parentElement, setTriggerValue }) {
  const choice = (parentElement.choice ??= { at: null, from: "", held: [] })

  const onItsWay = () => {
    if (choice.at === null) return false
    const passed = performance.now() - choice.at
    const drawn = !running() && (location.href !== choice.from || passed > UNSEEN)
    if (drawn || passed > LONGEST) choice.at = null
    return choice.at !== null
  }
  const begin = () => {
    choice.at = performance.now()
    choice.from = location.href
  }
  const release = () => {
    if (onItsWay()) return void setTimeout(release, 50)
    const next = choice.held.shift()
    if (!next) return
    const target = next.target.isConnected ? next.target : document.querySelectorAll(WAITS)[next.place]
    target?.click()
    if (choice.held.length) release()
  }
  const press = (event) => {
    const target = event.target.closest(WAITS)
    if (!target || elsewhere(event)) return
    if (onItsWay()) {
      event.preventDefault()
      event.stopPropagation()
      if (event.type !== "click") return
      const waited = choice.held.length
      if (!target.matches(CHOICE)) choice.held = choice.held.filter((one) => one.target.matches(CHOICE))
      choice.held.push({ target, place: [...document.querySelectorAll(WAITS)].indexOf(target) })
      if (!waited) release()
    } else if (event.type === "click" && target.matches(CHOICE) && !target.matches("[aria-checked=true], [aria-selected=true]"))
      begin()
  }
  const follow = (event) => {
    if (event.target.closest(".stSidebar .stPageLink") && matchMedia("(max-width: 768px)").matches)
      document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click()
    const link = event.target.closest("a[data-page]")
    if (!link || elsewhere(event)) return
    event.preventDefault()
    setTriggerValue("followed", link.getAttribute("href"))
  }

  parentElement.leave?.()
  document.addEventListener("planlib:choice", begin)
  PRESSES.forEach((type) => document.addEventListener(type, press, true))
  document.addEventListener("click", follow)
  parentElement.leave = () => {
    document.removeEventListener("planlib:choice", begin)
    PRESSES.forEach((type) => document.removeEventListener(type, press, true))
    document.removeEventListener("click", follow)
  }
  return parentElement.leave
}
