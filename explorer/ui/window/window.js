// Tells the server when the window becomes as narrow as a phone's, or is no longer so, and the
// style sheet the colours of the theme, which Streamlit gives to its own elements only.

export default function ({ data, parentElement, setStateValue }) {
  const host = parentElement.host ?? parentElement
  const place = host.closest?.("[data-testid=stElementContainer]")
  if (place) place.style.display = "none" // no gap for what is not seen
  for (const [name, colour] of Object.entries(data.colours))
    document.documentElement.style.setProperty(name, colour)
  const query = matchMedia(`(max-width: ${data.pixels}px)`)
  const tell = () => query.matches !== data.narrow && setStateValue("narrow", query.matches)
  tell()
  query.addEventListener("change", tell)
  return () => query.removeEventListener("change", tell)
}
