// Enter in a search box opens the match that the server names for what is typed; if the matches
// are still on their way, it waits for them. The arrow down goes from the box to the matches.

const waiting = new Map() // by the box's key, the text for which Enter was pressed

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.host ?? parentElement
  const place = host.closest?.("[data-testid=stElementContainer]")
  if (place) place.style.display = "none" // no gap for what is not seen
  const box = () => document.querySelector(`.st-key-${data.key}_text input`)
  const open = text => {
    if (text !== data.text) return waiting.set(data.key, text)
    waiting.delete(data.key)
    if (data.opens) setTriggerValue("opened", data.opens)
  }
  if (waiting.has(data.key)) open(waiting.get(data.key))

  const press = event => {
    if (event.target !== box() || event.isComposing) return
    if (event.key === "Enter") open(event.target.value.trim())
    else waiting.delete(data.key) // typing goes on
    const matches = document.querySelectorAll(`.st-key-matches_${data.key} button`)
    if (event.key !== "ArrowDown" || !matches.length) return
    event.preventDefault()
    matches[0].focus()
  }
  const walk = event => {
    const list = document.querySelector(`.st-key-matches_${data.key}`)
    if (!list?.contains(event.target)) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const matches = [...list.querySelectorAll("button")]
    const at = matches.indexOf(event.target) + step
    ;(at < 0 ? box() : matches[at])?.focus()
  }
  document.addEventListener("keydown", press, true)
  document.addEventListener("keydown", walk)
  return () => {
    document.removeEventListener("keydown", press, true)
    document.removeEventListener("keydown", walk)
  }
}
