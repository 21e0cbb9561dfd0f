// Saves a chart as a file: draws it at paper size out of sight, writes its title above and its
// source below, and hands the whole to the browser as SVG or, at 300 dots per inch, as PNG.

const PLOTLY = Symbol.for("explorer.picture.plotly") // the library, once it is asked for
const SAVED = Symbol.for("explorer.picture.saved") // turns that were answered
const SVG = "http://www.w3.org/2000/svg"
const EDGE = 10 // pixels around title and source
const TITLE = { size: 15, weight: "bold", colour: "#1b1f24", line: 19 }
const SOURCE = { size: 10, weight: "normal", colour: "#57606a", line: 13 }

export default function ({ data, parentElement }) {
  const saved = (window[SAVED] ??= new Set())
  if (!data?.turn || saved.has(data.turn)) return
  saved.add(data.turn)
  save(data).catch(problem => {
    const said = document.createElement("p")
    said.role = "alert"
    said.textContent = `The picture could not be made: ${problem.message}`
    parentElement.append(said)
  })
}

async function save(data) {
  const Plotly = await library(data.plotly)
  const address = await Plotly.toImage(JSON.parse(data.figure), {
    format: "svg",
    width: data.width,
    height: data.height,
  })
  const drawn = decodeURIComponent(address.slice(address.indexOf(",") + 1))
  const picture = framed(drawn, data)
  const blob = data.kind === "png" ? await png(picture, data.dots) : svg(picture)
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = `${data.name}.${data.kind}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

function library(address) {
  window[PLOTLY] ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = address
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => {
      delete window[PLOTLY]
      reject(new Error("the server did not send what draws it. Try again."))
    }
    document.head.append(script)
  })
  return window[PLOTLY]
}

// The picture: title, chart, source

function framed(drawn, { width, height, title, source, font }) {
  const above = lines(title, TITLE, font, width)
  const below = lines(source, SOURCE, font, width)
  const top = EDGE + above.length * TITLE.line + 6
  const whole = top + height + 6 + below.length * SOURCE.line + EDGE
  const picture = node("svg", { width, height: whole, viewBox: `0 0 ${width} ${whole}` })
  picture.append(node("rect", { width, height: whole, fill: "#ffffff" }))
  const chart = new DOMParser().parseFromString(drawn, "image/svg+xml").documentElement
  chart.setAttribute("y", top)
  picture.append(
    written(above, TITLE, font, EDGE),
    picture.ownerDocument.importNode(chart, true),
    written(below, SOURCE, font, top + height + 6),
  )
  return picture
}

function written(found, style, font, top) {
  const { size, weight, colour: fill, line } = style
  const text = node("text", { "font-family": font, "font-size": size, "font-weight": weight, fill })
  found.forEach((words, at) => {
    const row = node("tspan", { x: EDGE, y: top + at * line + size })
    row.textContent = words
    text.append(row)
  })
  return text
}

/** Text in lines that fit; a word that is too long for a line, such as an address, is broken. */
function lines(text, { size, weight }, font, width) {
  const measure = document.createElement("canvas").getContext("2d")
  measure.font = `${weight} ${size}px ${font}`
  const fits = words => measure.measureText(words).width <= width - 2 * EDGE
  const found = [""]
  for (const word of text.split(" ")) {
    const last = found.at(-1)
    const longer = last ? `${last} ${word}` : word
    if (fits(longer)) found[found.length - 1] = longer
    else if (fits(word)) found.push(word)
    else {
      if (last) found[found.length - 1] += " "
      for (const letter of word) {
        if (fits(found.at(-1) + letter)) found[found.length - 1] += letter
        else found.push(letter)
      }
    }
  }
  return found.filter(Boolean)
}

function node(name, attributes) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

// Files

function svg(picture) {
  return new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" })
}

async function png(picture, dots) {
  const scale = dots / picture.getAttribute("width")
  const height = Math.round(picture.getAttribute("height") * scale)
  const large = picture.cloneNode(true)
  large.setAttribute("width", dots)
  large.setAttribute("height", height)
  const image = new Image()
  image.src = URL.createObjectURL(svg(large))
  await image.decode()
  const canvas = document.createElement("canvas")
  canvas.width = dots
  canvas.height = height
  canvas.getContext("2d").drawImage(image, 0, 0, dots, height)
  URL.revokeObjectURL(image.src)
  const blob = await new Promise(resolve => canvas.toBlob(resolve, "image/png"))
  return measured(new Uint8Array(await blob.arrayBuffer()))
}

const PIXELS_PER_METRE = Math.round(300 / 0.0254)
const HEAD = 33 // bytes of a PNG's signature and first chunk

/** The PNG with its resolution, so that a text processor gives it its true size. */
function measured(bytes) {
  const chunk = new DataView(new ArrayBuffer(21))
  chunk.setUint32(0, 9)
  ;[..."pHYs"].forEach((letter, at) => chunk.setUint8(4 + at, letter.charCodeAt(0)))
  chunk.setUint32(8, PIXELS_PER_METRE)
  chunk.setUint32(12, PIXELS_PER_METRE)
  chunk.setUint8(16, 1)
  chunk.setUint32(17, checksum(new Uint8Array(chunk.buffer, 4, 13)))
  return new Blob([bytes.subarray(0, HEAD), chunk.buffer, bytes.subarray(HEAD)], {
    type: "image/png",
  })
}

function checksum(bytes) {
  let found = 0xffffffff
  for (const byte of bytes) {
    found ^= byte
    for (let bit = 0; bit < 8; bit++) found = found & 1 ? (found >>> 1) ^ 0xedb88320 : found >>> 1
  }
  return (found ^ 0xffffffff) >>> 0
}
