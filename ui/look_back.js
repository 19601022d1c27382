// The past moment in view: a meeting picked from a list, or a day typed or picked.
export default function ({ parentElement, data, setStateValue }) {
  const [list, field] = ["select", "input"].map((name) => parentElement.querySelector(name))
  const [listLabel, fieldLabel] = parentElement.querySelectorAll("span")
  listLabel.textContent = data.label
  fieldLabel.textContent = data.dayLabel
  list.replaceChildren(...data.moments.map(([value, text]) => new Option(text, value)))
  list.value = data.moment
  list.parentElement.hidden = data.moments.length < 2
  field.max = data.max
  field.classList.toggle("empty", !data.day)
  if (!field.typing) [field.value, field.chosen] = [data.day, null]

  const choose = (moment) => {
    document.dispatchEvent(new Event("planlib:choice"))
    setStateValue("chosen", { moment, at: Date.now() })
  }
  const chooseDay = () => {
    field.typing = false
    if (!field.validity.valid) field.value = data.day
    if (field.value === data.day || field.value === field.chosen) return
    field.chosen = field.value
    choose(field.value)
  }
  list.onchange = () => list.value !== data.moment && list.value !== "day" && choose(list.value)
  field.onpointerdown = () => { field.typing = false }
  field.onkeydown = ({ key }) => {
    if (key !== "Enter") field.typing = true
    else if (field.reportValidity()) chooseDay()
  }
  field.onchange = () => field.typing || chooseDay()
  field.onblur = chooseDay

  const leave = (event) => event.composedPath().includes(field) || chooseDay()
  window.removeEventListener("pointerdown", field.leave, true)
  window.addEventListener("pointerdown", leave, true)
  field.leave = leave
  return () => window.removeEventListener("pointerdown", field.leave, true)
}
