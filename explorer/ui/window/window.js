// Tells the server when the window becomes as narrow as a phone's, or is no longer so, and the
// style sheet the colours of the theme, which Streamlit gives to its own elements only.

const CHOICE = "[data-testid=stSidebar] a"

/** Close the drawer of pages, which would lie over the page that was chosen in it. */
function close() {
  document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click()
}

export default function ({ data, parentElement, setStateValue }) {
  const host = parentElement.host ?? parentElement
  const place = host.closest?.("[data-testid=stElementContainer]")
  if (place) place.style.display = "none" // no gap for what is not seen
  for (const [name, colour] of Object.entries(data.colours))
    document.documentElement.style.setProperty(name, colour)
  const query = matchMedia(`(max-width: ${data.pixels}px)`)
  const tell = () => query.matches !== data.narrow && setStateValue("narrow", query.matches)
  tell()
  const choose = event => query.matches && event.target.closest(CHOICE) && setTimeout(close)
  query.addEventListener("change", tell)
  document.addEventListener("click", choose)
  return () => {
    query.removeEventListener("change", tell)
    document.removeEventListener("click", choose)
  }
}
