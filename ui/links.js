// Follows links inside HTML within the session, puts the sidebar away on a phone, and keeps clicks in order: what is
// clicked while a choice is on its way to the address waits for it, and a choice waits for the page that a link opens,
// as Streamlit would go on from the address and the page before. A link after a link goes at once.
const CHOICE = "[role=radio], [role=option]"
const LINK = ".stPageLink a, a[data-page]"
const WAITS = `${LINK}, ${CHOICE}`
const PRESSES = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]
const LONGEST = 10000 // ms that a click waits
const UNSEEN = 1000 // ms after which a click has arrived that changes no address

const running = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning"
const elsewhere = (event) => event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey

export default function ({ parentElement, data, setTriggerValue }) {
  const clicks = (parentElement.clicks ??= { at: null, from: "", link: false, held: [], released: null })

  const view = (url) => data.carried.map((name) => new URL(url).searchParams.get(name)).join()
  const linked = () => { // the address changes before the links of the frame do, and a script may seem at rest between
    const link = document.querySelector(".stSidebar .stPageLink a")
    return !link || view(link.href) === view(location.href)
  }
  const onItsWay = () => {
    if (clicks.at === null) return false
    const passed = performance.now() - clicks.at
    const drawn = !running() && linked() && (location.href !== clicks.from || passed > UNSEEN)
    if (drawn || passed > LONGEST) clicks.at = null
    return clicks.at !== null
  }
  const begin = (link) => Object.assign(clicks, { at: performance.now(), from: location.href, link })
  const choose = () => begin(false)
  const release = () => {
    if (onItsWay()) return void setTimeout(release, 50)
    const next = clicks.held.shift()
    if (!next) return
    clicks.released = next.target.isConnected ? next.target : document.querySelectorAll(WAITS)[next.place]
    clicks.released?.click()
    clicks.released = null
    if (clicks.held.length) release()
  }
  const hold = (target) => {
    const waited = clicks.held.length
    if (target.matches(LINK)) clicks.held = clicks.held.filter((one) => one.target.matches(CHOICE))
    clicks.held.push({ target, place: [...document.querySelectorAll(WAITS)].indexOf(target) })
    if (!waited) release()
  }
  const press = (event) => {
    const target = event.target.closest(WAITS)
    if (!target || elsewhere(event)) return
    const link = target.matches(LINK)
    const inTurn = target === clicks.released || (!clicks.held.length && (!onItsWay() || (link && clicks.link)))
    if (!inTurn) {
      event.preventDefault()
      event.stopPropagation()
      if (event.type === "click") hold(target)
    } else if (event.type === "click" && !target.matches("[aria-checked=true], [aria-selected=true]")) begin(link)
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
  document.addEventListener("planlib:choice", choose)
  PRESSES.forEach((type) => document.addEventListener(type, press, true))
  document.addEventListener("click", follow)
  document.body.dataset.clicks = "heard"
  parentElement.leave = () => {
    document.removeEventListener("planlib:choice", choose)
    PRESSES.forEach((type) => document.removeEventListener(type, press, true))
    document.removeEventListener("click", follow)
  }
  return parentElement.leave
}
