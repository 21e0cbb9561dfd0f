// The browser's half of the lineage diagram: a list of links, and the paths drawn beside it.
// The server says in which lane each synset stands and each edge runs; nothing is laid out here.

const LANE = 18 // pixels from one lane to the next
const GUTTER = 160 // pixels that the lanes take at most
const DOT = { step: 4, meeting: 6, target: 6 } // radius in pixels
const ROLES = { target: "current synset", meeting: "lowest common ancestor" }

export default function ({ data, parentElement, setTriggerValue }) {
  const { label, unit, rows, edges } = data
  const focused = parentElement.activeElement?.dataset.wnid
  const list = element("ol", { ariaLabel: label })
  list.append(...rows.map(row => item(row, unit, parentsOf(row, rows, edges))))
  const heading = element("div", { className: "heading", textContent: unit })
  heading.ariaHidden = "true" // every link says its unit
  const diagram = element("div", { className: "lineage" })
  const paths = element("div", { className: "paths" })
  paths.append(drawing(rows, edges, diagram), list)
  diagram.append(heading, paths)
  list.addEventListener("click", event => {
    const link = event.target.closest("a")
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    setTriggerValue("picked", link.dataset.wnid)
  })
  list.addEventListener("keydown", walk)
  parentElement.querySelector(".lineage")?.remove()
  parentElement.append(diagram)
  if (focused) link(list, rows, focused)?.focus({ preventScroll: true })
}

/** The arrows go from link to link; Enter opens one, as it does every link. */
function walk(event) {
  const links = [...event.currentTarget.querySelectorAll("a")]
  const at = links.indexOf(event.target)
  const next = {
    ArrowDown: links[at + 1],
    ArrowUp: links[at - 1],
    Home: links[0],
    End: links.at(-1),
  }[event.key]
  if (!next || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  next.focus()
}

/** The link that had the focus, or that of the synset now shown. */
function link(list, rows, wnid) {
  const at = rows.findIndex(row => row.wnid === wnid)
  const target = rows.findIndex(row => row.role === "target")
  return list.querySelectorAll("a")[at < 0 ? target : at]
}

function parentsOf(row, rows, edges) {
  const wnids = edges.filter(edge => edge.child === row.wnid).map(edge => edge.parent)
  return rows.filter(other => wnids.includes(other.wnid)).map(other => other.label)
}

function item(row, unit, parents) {
  const under = parents.length > 0 && `parents: ${parents.join(", ")}`
  const named = [row.label, ROLES[row.role], `${row.figure} ${unit}`, under]
  const shown = element("a", {
    href: row.link,
    title: row.note,
    ariaLabel: named.filter(Boolean).join(", "),
    ariaCurrent: row.role === "target" ? "true" : null,
  })
  shown.dataset.wnid = row.wnid
  shown.dataset.role = row.role
  shown.append(
    element("span", { className: "label", textContent: row.label }),
    element("span", { className: "figure", textContent: row.figure }),
  )
  const held = element("li")
  held.append(shown)
  return held
}

function element(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties)
}

// Drawing

function drawing(rows, edges, diagram) {
  const lanes = 1 + Math.max(0, ...[...rows, ...edges].map(each => each.lane))
  const step = Math.min(LANE, GUTTER / lanes)
  const height = 1.75 * parseFloat(getComputedStyle(document.documentElement).fontSize)
  diagram.style.setProperty("--gutter", `${step * lanes}px`)
  diagram.style.setProperty("--row", `${height}px`)
  const at = new Map(rows.map(({ wnid, lane }, row) => [wnid, { lane, row }]))
  const x = lane => step * (lane + 0.5)
  const y = row => height * (row + 0.5)

  const picture = shape("svg", { width: step * lanes, height: height * rows.length })
  picture.ariaHidden = "true" // every link names its parents
  picture.append(
    ...edges.map(edge => {
      const d = way(at.get(edge.parent), at.get(edge.child), edge.lane, x, y)
      return shape("path", { d, class: edge.kind })
    }),
    ...rows.map(({ lane, role }, row) => dot(role, x(lane), y(row))),
  )
  return picture
}

/** From the parent into the edge's lane, down past the rows between, and into the child. */
function way(parent, child, lane, x, y) {
  const bend = (from, to) => {
    const halfway = (y(from.row) + y(to.row)) / 2
    return `C${x(from.lane)} ${halfway} ${x(to.lane)} ${halfway} ${x(to.lane)} ${y(to.row)}`
  }
  const start = `M${x(parent.lane)} ${y(parent.row)}`
  if (child.row - parent.row === 1) return start + bend(parent, child)
  const first = { lane, row: parent.row + 1 }
  const last = { lane, row: child.row - 1 }
  return `${start}${bend(parent, first)}V${y(last.row)}${bend(last, child)}`
}

/** A meeting is told from the others by its shape too. */
function dot(role, x, y) {
  const r = DOT[role]
  if (role !== "meeting") return shape("circle", { cx: x, cy: y, r, class: role })
  return shape("path", { d: `M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`, class: role })
}

function shape(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}
