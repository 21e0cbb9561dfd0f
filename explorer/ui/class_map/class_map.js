// The browser's half of the class map. Where the squares lie, their outlines and the places for
// labels come from the server and are kept; this paints them, says what is under the pointer or
// the arrow keys, and picks the labels for which there is room.

const LIGHTS = Symbol.for("explorer.class_map.lights")
const NARROW = 600 // pixels of width below which the tall layout is drawn
const GAP_FROM = 4 // device pixels of a square from which on squares are set apart by a paler edge
const EDGE = 0.3 // how far that edge goes towards the page's ground
const DIMMED = 0.8 // how far squares that are not lit go towards the page's ground
const LABEL_COVERS = { 1: 0.5, 2: 0.8 } // share of a label that must lie on its own branch
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

const fetched = new Map() // fixed parts by address, the last few
const views = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const view = views.get(parentElement) ?? mount(parentElement)
  view.pick = wnid => setTriggerValue("picked", wnid)
  show(view, data)
}

// Reading

async function readMap(address) {
  if (!fetched.has(address)) {
    fetched.set(address, load(address).catch(problem => {
      fetched.delete(address)
      throw problem
    }))
    if (fetched.size > 3) fetched.delete(fetched.keys().next().value)
  }
  return fetched.get(address)
}

async function load(address) {
  const answer = await fetch(home() + address)
  if (!answer.ok) throw new Error(`${answer.status}`)
  return unpack(new Uint8Array(await answer.arrayBuffer()))
}

/** The address of the app: that of its first page, which this component is on. */
function home() {
  return location.origin + location.pathname.replace(/\/(overview\/?)?$/, "") + "/"
}

function unpack(bytes) {
  const size = new DataView(bytes.buffer).getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)))
  const parts = {}
  let at = 4 + size
  for (const [name, length] of header.sections) parts[name] = bytes.slice(at, (at += length))
  const names = new TextDecoder().decode(parts.names).split("\n")
  const { parents, nodeOf } = tree(parts.depth, parts.member)
  return {
    ...header,
    names,
    parents,
    nodeOf,
    wnids: planes(parts.wnid, 4),
    membership: planes(parts.sets, 4),
    counts: planes(parts.images, 4),
    layouts: header.layouts.map((layout, index) => ({
      ...layout,
      ...placed(layout, parts[`curve${index}`], header.squares),
      lines: [0, 1].map(level => new Uint16Array(parts[`lines${index}${level}`].buffer)),
    })),
  }
}

/** The parent of every node, from depths in the order of the walk; and the node of each square. */
function tree(depths, member) {
  const parents = new Int32Array(depths.length)
  const nodeOf = []
  const last = []
  for (let node = 0; node < depths.length; node++) {
    parents[node] = depths[node] ? last[depths[node] - 1] : -1
    last[depths[node]] = node
    if ((member[node >> 3] >> (node & 7)) & 1) nodeOf.push(node)
  }
  return { parents, nodeOf }
}

/** Numbers whose bytes stand as planes, the lowest first. */
function planes(bytes, size) {
  const count = bytes.length / size
  const numbers = new Uint32Array(count)
  for (let plane = 0; plane < size; plane++)
    for (let at = 0; at < count; at++) numbers[at] |= bytes[plane * count + at] << (8 * plane)
  return numbers
}

/** The cell of each square, and the square in each cell (-1 for none), along the curve. */
function placed({ columns, rows }, steps, squares) {
  const cellOf = new Int32Array(squares)
  const squareAt = new Int32Array(columns * rows).fill(-1)
  const moves = [1, columns, -1, -columns]
  let cell = 0
  for (let square = 0; square < squares; square++) {
    cellOf[square] = cell
    squareAt[cell] = square
    cell += moves[(steps[square >> 2] >> (2 * (square & 3))) & 3]
  }
  return { cellOf, squareAt }
}

/** A code for each square; null where it is the number of images, which the fixed part has. */
async function readLayer(layer) {
  if (!layer.codes) return null
  const bytes = Uint8Array.from(atob(layer.codes), each => each.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))
  return planes(new Uint8Array(await new Response(stream).arrayBuffer()), layer.bytes)
}

// What is shown

function mount(parent) {
  const canvas = element("canvas", { tabIndex: 0, role: "application" })
  const cursor = element("a", { className: "cursor", tabIndex: -1, hidden: true })
  cursor.ariaHidden = "true"
  const labels = element("nav", { className: "labels", ariaLabel: "Branches on the map" })
  const card = element("div", { className: "card", hidden: true })
  const live = element("div", { className: "live", ariaLive: "polite" })
  const legend = element("div", { className: "legend" })
  const stage = element("div", { className: "stage" })
  stage.append(canvas, labels, cursor, card)
  const map = element("div", { className: "map" })
  map.append(legend, stage, live)
  parent.append(map)
  const view = { map, stage, canvas, cursor, labels, card, live, legend, active: -1, lit: null }
  views.set(parent, view)
  listen(view)
  return view
}

async function show(view, data) {
  const turn = (view.turn = (view.turn ?? 0) + 1)
  view.canvas.ariaLabel = `${data.label}. Arrow keys move over the squares, Page Up and Page Down over the branches, Enter opens the class.`
  try {
    const [fixed, codes] = await Promise.all([readMap(data.address), readLayer(data.layer)])
    if (turn !== view.turn) return // a later one has been asked for
    if (view.fixed !== fixed) Object.assign(view, { active: -1, layout: null })
    Object.assign(view, { data, fixed, codes: codes ?? fixed.counts })
    view.relight()
    paint(view)
  } catch {
    if (turn !== view.turn) return
    const text = "The class map could not be loaded. Load the page again."
    view.legend.replaceChildren(element("span", { textContent: text, role: "alert" }))
  }
}

function paint(view) {
  if (!view.fixed) return
  const width = view.stage.clientWidth
  if (!width) return
  const layout = view.fixed.layouts[width < NARROW ? 1 : 0]
  const changed = view.layout !== layout
  view.layout = layout
  const ratio = window.devicePixelRatio || 1
  const height = Math.round((width * layout.rows) / layout.columns)
  view.size = { width, height, ratio }
  view.stage.style.blockSize = `${height}px`
  view.canvas.width = Math.round(width * ratio)
  view.canvas.height = Math.round(height * ratio)
  const look = (view.look = looks(view))
  drawSquares(view, look)
  drawLines(view, look)
  const lit = litSquares(view)
  if (lit) ring(view, look, lit)
  drawLegend(view, look)
  const wanted = [view.data.address, width, changed]
  if (String(wanted) !== view.labelled) drawLabels(view)
  view.labelled = String([view.data.address, width, false])
  if (changed) point(view, -1)
  view.map.dataset.drawn = `${view.data.layer.key} ${view.data.address}`
}

// Colours

function looks(view) {
  const style = getComputedStyle(view.map)
  const color = name => rgb(style.getPropertyValue(name))
  const ground = color("--st-background-color")
  const dark = ground[0] + ground[1] + ground[2] < 384
  view.map.dataset.scheme = dark ? "dark" : "light"
  const { kind, categories, key, low, high, decimals } = view.data.layer
  const listed = name => style.getPropertyValue(name).split(/,(?![^(]*\))/).map(rgb)
  const own = categories.map((_, at) => color(`--${key}-${at}`))
  const scale = kind === "category" ? own
    : listed(`--st-chart-${kind === "difference" ? "diverging" : "sequential"}-colors`)
  const share = kind === "log"
    ? value => Math.log(Math.max(value, low) / low) / Math.log(high / low)
    : value => (value - low) / (high - low)
  const of = code => {
    const value = (code - 1) / 10 ** decimals
    return kind === "category" ? scale[value] : between(scale, share(value))
  }
  return { ground, text: color("--st-text-color"), accent: color("--accent"), hatch: color("--hatch"), scale, share, of }
}

const painter = document.createElement("canvas").getContext("2d", { willReadFrequently: true })

function rgb(text) {
  painter.clearRect(0, 0, 1, 1)
  painter.fillStyle = "#808080"
  painter.fillStyle = text.trim()
  painter.fillRect(0, 0, 1, 1)
  return [...painter.getImageData(0, 0, 1, 1).data.slice(0, 3)]
}

function between(colors, share) {
  const at = Math.min(1, Math.max(0, share)) * (colors.length - 1)
  const low = Math.min(Math.floor(at), colors.length - 2)
  return mix(colors[low], colors[low + 1], at - low)
}

function mix(first, second, share) {
  return first.map((each, at) => Math.round(each + (second[at] - each) * share))
}

function word([red, green, blue]) {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
}

function css(color) {
  return `rgb(${color.join(" ")})`
}

// Painting

function drawSquares(view, look) {
  const { canvas, layout, codes } = view
  const context = canvas.getContext("2d")
  const picture = context.createImageData(canvas.width, canvas.height)
  const pixels = new Uint32Array(picture.data.buffer)
  const { columns, rows, squareAt } = layout
  const edges = (count, length) => Array.from({ length: count + 1 }, (_, at) => Math.round((at * length) / count))
  const across = edges(columns, canvas.width)
  const down = edges(rows, canvas.height)
  const gap = canvas.width / columns >= GAP_FROM ? 1 : 0
  const ground = word(look.ground)
  const hatch = [word(look.hatch), word(mix(look.hatch, look.ground, DIMMED / 2))]
  const lit = litSquares(view)
  const period = Math.max(4, Math.round(5 * view.size.ratio))
  const thick = Math.max(1, Math.round(view.size.ratio))
  const colors = [new Map(), new Map()]
  const colorsOf = (code, faint) => {
    const known = colors[faint]
    if (!known.has(code)) {
      const color = faint ? mix(look.of(code), look.ground, DIMMED) : look.of(code)
      known.set(code, [word(color), word(mix(color, look.ground, EDGE))])
    }
    return known.get(code)
  }
  pixels.fill(ground)
  for (let y = 0, cell = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, cell++) {
      const square = squareAt[cell]
      if (square < 0) continue
      const faint = lit && !lit[square] ? 1 : 0
      const code = codes[square]
      const [fill, edge] = code ? colorsOf(code, faint) : []
      for (let row = down[y]; row < down[y + 1]; row++) {
        const line = row * canvas.width
        if (code) {
          const inner = row < down[y + 1] - gap ? across[x + 1] - gap : across[x]
          pixels.fill(fill, line + across[x], line + inner)
          pixels.fill(edge, line + inner, line + across[x + 1])
        } else
          for (let column = across[x]; column < across[x + 1]; column++)
            if ((column + row) % period < thick) pixels[line + column] = hatch[faint]
      }
    }
  context.putImageData(picture, 0, 0)
}

function litSquares(view) {
  const runs = view.over ? [view.over] : view.lit
  if (!runs) return null
  const lit = new Uint8Array(view.fixed.squares)
  for (const [start, stop] of runs) lit.fill(1, start, stop)
  return lit
}

/** An edge around what is lit, and a circle around what would be too small to be seen. */
function ring(view, look, lit) {
  const { canvas, layout, size } = view
  const { columns, squareAt, cellOf } = layout
  const context = canvas.getContext("2d")
  const side = canvas.width / columns
  const tall = canvas.height / layout.rows
  const path = new Path2D()
  const islit = (x, y) => x >= 0 && y >= 0 && x < columns && y < layout.rows && lit[squareAt[y * columns + x]] === 1
  const runs = view.over ? [view.over] : view.lit
  for (const [start, stop] of runs)
    for (let square = start; square < stop; square++) {
      const x = cellOf[square] % columns
      const y = Math.floor(cellOf[square] / columns)
      const edge = (fromX, fromY, toX, toY) => {
        path.moveTo(fromX * side, fromY * tall)
        path.lineTo(toX * side, toY * tall)
      }
      if (!islit(x - 1, y)) edge(x, y, x, y + 1)
      if (!islit(x + 1, y)) edge(x + 1, y, x + 1, y + 1)
      if (!islit(x, y - 1)) edge(x, y, x + 1, y)
      if (!islit(x, y + 1)) edge(x, y + 1, x + 1, y + 1)
    }
  const circles = new Path2D()
  for (const [start, stop] of runs) {
    if (stop - start > 4) continue
    const x = ((cellOf[start] % columns) + 0.5) * side
    const y = (Math.floor(cellOf[start] / columns) + 0.5) * tall
    const radius = Math.max(9 * size.ratio, side * 1.2)
    circles.moveTo(x + radius, y)
    circles.arc(x, y, radius, 0, 2 * Math.PI)
  }
  const stroke = (drawn, color, width) => {
    context.strokeStyle = css(color)
    context.lineWidth = width * size.ratio
    context.stroke(drawn)
  }
  stroke(circles, look.ground, 4.5)
  stroke(circles, look.accent, 2)
  stroke(path, look.accent, 1.5)
}

function drawLines(view, look) {
  const { canvas, layout, size } = view
  const context = canvas.getContext("2d")
  const side = canvas.width / layout.columns
  const tall = canvas.height / layout.rows
  const path = lines => {
    const drawn = new Path2D()
    for (let at = 0; at < lines.length; at += 4) {
      const [x, y, length, down] = lines.subarray(at, at + 4)
      drawn.moveTo(Math.round(x * side), Math.round(y * tall))
      drawn.lineTo(Math.round((x + (down ? 0 : length)) * side), Math.round((y + (down ? length : 0)) * tall))
    }
    return drawn
  }
  context.lineCap = "square"
  const stroke = (lines, color, width) => {
    context.strokeStyle = css(color)
    context.lineWidth = Math.max(1, Math.round(width * size.ratio))
    context.stroke(path(lines))
  }
  stroke(layout.lines[1], look.ground, 2.25)
  stroke(layout.lines[1], mix(look.text, look.ground, 0.35), 0.75)
  stroke(layout.lines[0], look.ground, 4)
  stroke(layout.lines[0], look.text, 1.75)
}

// Legend

function drawLegend(view, look) {
  const { label, unit, kind, categories, ticks, unknown } = view.data.layer
  const items = categories
    .map(([name, count], at) => [name, count, css(look.scale[at])])
    .filter(([, count]) => count > 0)
    .map(([name, count, color]) => item(swatch(color), `${name}: ${number(count)}`))
  if (kind !== "category") items.push(bar(label, unit, ticks, look))
  if (unknown[1] > 0) items.push(item(element("span", { className: "swatch hatched" }), `${unknown[0]}: ${number(unknown[1])}`))
  view.legend.replaceChildren(...items)
}

function item(mark, text) {
  const held = element("span", { className: "item" })
  held.append(mark, element("span", { textContent: text }))
  return held
}

function swatch(color) {
  const mark = element("span", { className: "swatch" })
  mark.style.background = color
  return mark
}

/** A bar of the scale from its first to its last tick, which stand below it. */
function bar(label, unit, ticks, look) {
  const shares = ticks.map(([value]) => look.share(value))
  const [first, last] = [shares[0], shares.at(-1)]
  const stops = Array.from({ length: 33 }, (_, at) => css(between(look.scale, first + ((last - first) * at) / 32)))
  const ramp = element("span", { className: "ramp" })
  ramp.style.background = `linear-gradient(to right, ${stops.join(", ")})`
  const marks = element("span", { className: "ticks" })
  ticks.forEach(([, text], at) => {
    const mark = element("span", { textContent: text })
    mark.style.insetInlineStart = `${(100 * (shares[at] - first)) / (last - first)}%`
    mark.dataset.end = at === 0 ? "first" : at === ticks.length - 1 ? "last" : ""
    marks.append(mark)
  })
  const scale = element("span", { className: "scale" })
  scale.append(ramp, marks)
  const named = unit && unit !== "%" && !label.toLowerCase().includes(unit) ? `${label} (${unit})` : label
  const held = element("span", { className: "item wide" })
  held.append(element("span", { textContent: named }), scale)
  return held
}

// Labels

function drawLabels(view) {
  const { fixed, layout, size, data } = view
  const owners = [1, 2].map(level => {
    const owner = new Int16Array(fixed.squares).fill(-1)
    fixed.branches.forEach((branch, at) => {
      if (branch.level === level) owner.fill(at, branch.start, branch.stop)
    })
    return owner
  })
  const made = fixed.branches.map((branch, at) => {
    const label = element("a", { href: data.link + branch.wnid, className: `label level${branch.level}` })
    label.dataset.wnid = branch.wnid
    label.dataset.branch = at
    label.append(element("span", { textContent: branch.name }), ` ${number(branch.classes)}`)
    label.title = `${branch.name}: ${number(branch.classes)} ${branch.classes === 1 ? fixed.noun.replace(/(es|s)$/, "") : fixed.noun}. Open`
    return label
  })
  view.labels.replaceChildren(...made)
  const boxes = made.map(label => [label.offsetWidth, label.offsetHeight])
  const taken = []
  made.forEach((label, at) => {
    const { level } = fixed.branches[at]
    const place = layout.anchors[at]
      .map(anchor => around(anchor, boxes[at], layout, size))
      .filter(box => covers(box, at, owners[level - 1], layout, size) >= LABEL_COVERS[level])
      .find(box => !taken.some(other => overlap(box, other)))
    if (!place) return label.remove()
    taken.push(place)
    label.style.insetInlineStart = `${place.x}px`
    label.style.insetBlockStart = `${place.y}px`
  })
}

function around([column, row], [width, height], layout, size) {
  const x = ((column + 0.5) * size.width) / layout.columns - width / 2
  const y = ((row + 0.5) * size.height) / layout.rows - height / 2
  const within = (value, most) => Math.round(Math.min(Math.max(value, 2), most - 2))
  return { x: within(x, size.width - width), y: within(y, size.height - height), width, height }
}

function covers(box, branch, owner, layout, size) {
  let inside = 0
  let all = 0
  for (let down = 0; down <= 4; down++)
    for (let across = 0; across <= 12; across++) {
      const square = squareOn(layout, size, box.x + (box.width * across) / 12, box.y + (box.height * down) / 4)
      all += 1
      inside += square >= 0 && owner[square] === branch ? 1 : 0
    }
  return inside / all
}

function overlap(one, other, apart = 3) {
  return one.x < other.x + other.width + apart && other.x < one.x + one.width + apart &&
    one.y < other.y + other.height + apart && other.y < one.y + one.height + apart
}

function squareOn(layout, size, x, y) {
  const column = Math.floor((x * layout.columns) / size.width)
  const row = Math.floor((y * layout.rows) / size.height)
  if (column < 0 || row < 0 || column >= layout.columns || row >= layout.rows) return -1
  return layout.squareAt[row * layout.columns + column]
}

// Pointing

function wnidOf(view, square) {
  return `n${String(view.fixed.wnids[square]).padStart(8, "0")}`
}

/** What is said of a square: its name, a few ancestors, and facts in order. */
function told(view, square) {
  const { fixed, codes, data } = view
  const { layer } = data
  const node = fixed.nodeOf[square]
  const path = []
  for (let above = fixed.parents[node]; above >= 0 && path.length < 3; above = fixed.parents[above])
    path.unshift(fixed.names[above])
  const facts = []
  const count = fixed.counts[square]
  if (fixed.images) facts.push([fixed.images, count ? number(count - 1) : "not known"])
  const code = codes[square]
  if (layer.kind === "category") facts.push([layer.label, code ? layer.categories[code - 1][0] : layer.unknown[0]])
  else if (layer.kind !== "log") {
    const value = (code - 1) / 10 ** layer.decimals
    const text = value.toLocaleString("en-US", { minimumFractionDigits: layer.decimals, maximumFractionDigits: layer.decimals })
    facts.push([layer.label, code ? text + (layer.unit === "%" ? " %" : "") : layer.unknown[0]])
  }
  const sets = fixed.sets.filter((_, at) => (fixed.membership[square] >>> at) & 1)
  facts.push(["Data sets", sets.length ? sets.join("; ") : "none of these"])
  return { name: fixed.names[node], wnid: wnidOf(view, square), path, facts }
}

/** Move the cursor to a square, -1 to none; with words for it if it was moved by key. */
function point(view, square, aloud = false) {
  if (!view.fixed) return
  view.active = square
  view.cursor.hidden = view.card.hidden = square < 0
  if (square < 0) return
  const { layout, size, data } = view
  const x = layout.cellOf[square] % layout.columns
  const y = Math.floor(layout.cellOf[square] / layout.columns)
  const side = size.width / layout.columns
  const tall = size.height / layout.rows
  Object.assign(view.cursor.style, {
    insetInlineStart: `${x * side}px`,
    insetBlockStart: `${y * tall}px`,
    inlineSize: `${side}px`,
    blockSize: `${tall}px`,
  })
  const { name, wnid, path, facts } = told(view, square)
  view.cursor.href = data.link + wnid
  const open = element("a", { href: data.link + wnid, className: "open", textContent: "Open", tabIndex: -1 })
  open.dataset.wnid = wnid
  const head = element("div", { className: "head" })
  head.append(element("strong", { textContent: name }), element("span", { textContent: wnid }), open)
  const list = element("dl")
  for (const [term, value] of facts)
    list.append(element("dt", { textContent: term }), element("dd", { textContent: value }))
  view.card.replaceChildren(head, element("div", { className: "path", textContent: path.join(" › ") }), list)
  place(view, (x + 0.5) * side, (y + 0.5) * tall)
  if (aloud)
    view.live.textContent = [name, `under ${path.slice().reverse().join(", ")}`, ...facts.map(([term, value]) => `${term}: ${value}`)].join(". ")
}

/** Put the card beside the cursor, on the side where there is room. */
function place(view, x, y) {
  const { width, height } = view.size
  const own = [view.card.offsetWidth, view.card.offsetHeight]
  const left = x + 14 + own[0] <= width ? x + 14 : Math.max(0, x - 14 - own[0])
  const top = y + 14 + own[1] <= height ? y + 14 : Math.max(0, y - 14 - own[1])
  view.card.style.insetInlineStart = `${width < NARROW ? (width - own[0]) / 2 : left}px`
  view.card.style.insetBlockStart = `${top}px`
}

function listen(view) {
  const { stage, canvas, cursor, labels, card } = view
  let touched = null // the square that was shown before a finger came
  const under = event => {
    const box = canvas.getBoundingClientRect()
    return view.layout ? squareOn(view.layout, view.size, event.clientX - box.x, event.clientY - box.y) : -1
  }
  stage.addEventListener("pointerdown", event => {
    touched = event.pointerType === "touch" ? view.active : null
  })
  stage.addEventListener("pointermove", event => {
    if (event.target.closest(".label, .card")) return
    if (event.pointerType !== "touch") point(view, under(event))
  })
  stage.addEventListener("pointerleave", event => {
    if (event.pointerType !== "touch" && view.fixed) point(view, -1)
  })
  stage.addEventListener("click", event => {
    if (event.target === canvas || event.target === cursor) {
      const square = under(event)
      // A finger's first tap shows the card, a second one on the same square opens.
      if (touched !== null && touched !== square) {
        event.preventDefault()
        return point(view, square)
      }
      if (square >= 0) go(view, event, wnidOf(view, square), event.target === cursor)
    } else {
      const link = event.target.closest("a")
      if (link) go(view, event, link.dataset.wnid, true)
    }
  })
  canvas.addEventListener("keydown", event => {
    const square = moved(view, event)
    if (square !== null) {
      event.preventDefault()
      point(view, square, true)
    } else if (event.key === "Enter" && view.active >= 0) {
      event.preventDefault()
      view.pick(wnidOf(view, view.active))
    }
  })
  canvas.addEventListener("blur", event => {
    // A tap on the card's link takes the focus there; hiding the card would lose the tap.
    if (!stage.contains(event.relatedTarget)) point(view, -1)
  })
  const over = branch => {
    view.over = branch ? [branch.start, branch.stop] : null
    if (branch) point(view, -1)
    paint(view)
  }
  for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    labels.addEventListener(enter, event => {
      const label = event.target.closest(".label")
      if (label) over(view.fixed.branches[label.dataset.branch])
    })
    labels.addEventListener(leave, () => over(null))
  }
  card.addEventListener("pointermove", event => event.stopPropagation())
  const watch = new ResizeObserver(() => paint(view))
  watch.observe(stage)
  // The theme's colours change with a short transition, whose end is an event.
  const themed = event => event.propertyName === "color" && event.target === view.map && paint(view)
  view.map.addEventListener("transitionend", themed)
  const lights = event => {
    if (event && !view.map.isConnected) return window.removeEventListener("explorer-class-map-lights", lights)
    if (event && event.detail !== view.data?.key) return
    view.lit = window[LIGHTS]?.get(view.data?.key) ?? null
    if (event) paint(view)
  }
  window.addEventListener("explorer-class-map-lights", lights)
  view.relight = lights
}

/** Follow a link without loading the app anew, unless a window of its own is asked for. */
function go(view, event, wnid, isLink) {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey) {
    if (!isLink) window.open(view.data.link + wnid)
    return
  }
  event.preventDefault()
  view.pick(wnid)
}

/** The square that a key leads to; null if it leads nowhere. */
function moved(view, { key }) {
  if (!view.fixed) return null
  const { layout, active, fixed } = view
  const last = fixed.squares - 1
  if (key === "Home") return 0
  if (key === "End") return last
  if (key === "Escape") return -1
  if (!(key in ARROWS) && key !== "PageUp" && key !== "PageDown") return null
  if (active < 0) return 0
  if (key in ARROWS) {
    const [right, down] = ARROWS[key]
    const x = (layout.cellOf[active] % layout.columns) + right
    const y = Math.floor(layout.cellOf[active] / layout.columns) + down
    const inside = x >= 0 && y >= 0 && x < layout.columns && y < layout.rows
    const square = inside ? layout.squareAt[y * layout.columns + x] : -1
    return square < 0 ? active : square
  }
  const starts = [...new Set(fixed.branches.map(branch => branch.start))].sort((one, other) => one - other)
  return key === "PageDown" ? starts.find(start => start > active) ?? last : starts.findLast(start => start < active) ?? 0
}

function number(value) {
  return value.toLocaleString("en-US")
}

function element(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties)
}
