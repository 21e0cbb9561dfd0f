// Copies the address of the page. Without the clipboard, which a browser grants to safe origins
// only, the address is shown to be copied by hand.

const SAID = 2000 // ms for which the button says what it did

export default function ({ parentElement }) {
  if (parentElement.querySelector("button")) return
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = "Copy link"
  button.ariaLive = "polite"
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href)
      button.textContent = "Copied"
      setTimeout(() => (button.textContent = "Copy link"), SAID)
    } catch {
      prompt("Copy this link:", location.href)
    }
  })
  parentElement.append(button)
}
