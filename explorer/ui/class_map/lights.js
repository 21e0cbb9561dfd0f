// Tells the class map on the same page which squares to light, and leaves word for one that is
// drawn later. It draws nothing itself.

const WORD = Symbol.for("explorer.class_map.lights")

export default function ({ data, parentElement }) {
  const left = (window[WORD] ??= new Map())
  left.set(data.key, data.runs)
  window.dispatchEvent(new CustomEvent("explorer-class-map-lights", { detail: data.key }))
  const host = parentElement.host ?? parentElement
  const place = host.closest?.("[data-testid=stElementContainer]")
  if (place) place.style.display = "none" // no gap for what is not seen
}
