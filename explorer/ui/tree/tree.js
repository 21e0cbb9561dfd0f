// The browser's half of the tree navigator. The server sends the rows that are visible;
// this draws them, moves the focus among them as the WAI-ARIA tree pattern asks, and sends
// back what the user did. What the answer is sure to bring (a closed branch's rows go, the
// picked row is the selected one) is shown at once.

const TYPING_PAUSE = 600 // ms after which a letter starts a new search

const views = new WeakMap() // a view for each place the tree is mounted in
const pageListeners = new Map() // by the tree's key, how to tell the whole page, where it listens

export default function ({ data, parentElement, setTriggerValue }) {
  const send = actions => setTriggerValue("actions", actions)
  if (data.pageListener) {
    pageListeners.set(data.pageListener, send)
    return () => pageListeners.delete(data.pageListener)
  }
  const view = views.get(parentElement) ?? mount(parentElement)
  view.send = actions => {
    const picked = actions.some(([, kind]) => kind === "pick")
    const tell = (picked && pageListeners.get(data.key)) || send
    tell(actions)
  }
  draw(view, data)
}

function mount(parent) {
  const header = element("div", "header")
  header.ariaHidden = "true" // every row's name holds its headings
  const tree = element("div", "tree")
  tree.role = "tree"
  const frame = element("div", "frame")
  frame.append(header, tree)
  parent.append(frame)

  const view = {
    parent,
    frame,
    header,
    tree,
    rows: new Map(), // row elements by id, in the order shown
    active: null, // id of the row that Tab leads to
    revealed: null, // id of the selected row last scrolled to
    turn: 0, // of the last action
    unanswered: [], // [turn, kind, row id] of what the server has not answered yet
    typed: { text: "", at: 0 },
    send: null,
  }
  tree.addEventListener("click", event => click(view, event))
  tree.addEventListener("dblclick", event => doubleClick(view, event))
  tree.addEventListener("keydown", event => keydown(view, event))
  tree.addEventListener("focusin", event => activate(view, event.target))
  views.set(parent, view)
  return view
}

// Drawing

function draw(view, { label, columns, height, rows, answered }) {
  view.tree.ariaLabel = label
  view.frame.style.setProperty("--height", `${height}px`)
  const widths = columns.map((name, at) => columnWidth(name, rows, at))
  view.frame.style.setProperty("--columns", widths.join(" "))
  view.frame.style.setProperty("--depth", Math.max(1, ...rows.map(row => row.level)))
  const headings = columns.map(name => element("span", "figure", name))
  view.header.replaceChildren(element("span"), ...headings)

  const selected = rows.find(row => row.selected)?.id
  const focused = view.tree.contains(view.parent.activeElement)
  const follows = selected && selected !== view.revealed && !focused
  const active = follows ? selected : nextActive(view, rows, answered)

  place(view, rows, columns)
  view.turn = Math.max(view.turn, answered)
  view.unanswered = view.unanswered.filter(([turn]) => turn > answered)
  for (const [, kind, id] of view.unanswered) foresee(view, kind, id)

  activate(view, view.rows.get(active ?? selected ?? rows[0]?.id))
  if (focused) view.rows.get(view.active)?.focus({ preventScroll: true })
  reveal(view, selected)
}

/** Wide enough for the longest figure. Rows share it without having to be laid out together. */
function columnWidth(name, rows, at) {
  const longest = Math.max(name.length, ...rows.map(row => row.figures[at].length))
  return `calc(${longest}ch + 2 * var(--gap))`
}

/** Give every row its element, anew or as it was, in order; elements in use do not move. */
function place(view, rows, columns) {
  const before = view.rows
  view.rows = new Map(rows.map(row => [row.id, before.get(row.id) ?? element("div", "row")]))
  for (const [id, old] of before) if (!view.rows.has(id)) old.remove()
  let next = view.tree.firstElementChild
  for (const row of rows) {
    const shown = view.rows.get(row.id)
    if (shown === next) next = next.nextElementSibling
    else view.tree.insertBefore(shown, next)
    const drawn = JSON.stringify([row, columns])
    if (shown.drawn === drawn) continue
    fill(shown, row, columns)
    shown.drawn = drawn
  }
}

function fill(shown, row, columns) {
  const named = row.figures.map((figure, at) => figure && `${columns[at]} ${figure}`)
  shown.role = "treeitem"
  shown.id = row.id
  shown.dataset.state = row.state
  shown.dataset.wnid = row.wnid
  shown.hidden = false
  shown.tabIndex = -1
  shown.title = row.note
  shown.ariaLabel = [row.label, ...named.filter(Boolean)].join(", ")
  shown.ariaLevel = row.level
  shown.ariaPosInSet = row.position
  shown.ariaSetSize = row.siblings
  shown.ariaExpanded = { open: "true", closed: "false" }[row.state] ?? null
  shown.ariaSelected = row.state === "more" ? null : String(row.selected)
  shown.ariaBusy = null
  shown.style.setProperty("--level", row.level)

  const name = element("span", "name")
  const label = element("span", "label", row.label)
  name.append(element("span", "indent"), element("span", "twisty"), label)
  shown.replaceChildren(name, ...row.figures.map(figure => element("span", "figure", figure)))
}

function element(tag, name = "", text = "") {
  const made = document.createElement(tag)
  made.className = name
  made.textContent = text
  return made
}

/** Scroll the frame, and nothing around it, to a newly selected row. */
function reveal(view, selected) {
  const { frame } = view
  const row = view.rows.get(selected)
  if (!row || selected === view.revealed || frame.clientHeight === 0) return
  view.revealed = selected
  const top = row.getBoundingClientRect().top - frame.getBoundingClientRect().top
  const above = view.header.offsetHeight
  if (top < above || top + row.offsetHeight > frame.clientHeight)
    frame.scrollTop += top - above - (frame.clientHeight - above - row.offsetHeight) / 2
}

/** Where the roving focus goes as the rows change. */
function nextActive(view, rows, answered) {
  const ids = [...view.rows.keys()]
  const at = ids.indexOf(view.active)
  const answeredNow = view.unanswered.some(([turn, , id]) => turn <= answered && id === view.active)
  if (answeredNow && view.rows.get(view.active)?.dataset.state === "more")
    return rows[Math.min(at, rows.length - 1)]?.id // the first of those asked for
  const kept = new Set(rows.map(row => row.id))
  return ids.slice(0, at + 1).findLast(id => kept.has(id))
}

// Acting

function action(view, kind, id) {
  view.turn += 1
  view.unanswered.push([view.turn, kind, id])
  foresee(view, kind, id)
  view.send(view.unanswered)
}

function toggle(view, row) {
  if (!["open", "closed", "more"].includes(row.dataset.state) || row.ariaBusy) return
  action(view, "toggle", row.id)
}

function pick(view, row) {
  if (row.dataset.state === "more") toggle(view, row)
  else action(view, "pick", row.id)
}

/** Show what an action will bring, as far as that is known before the answer. */
function foresee(view, kind, id) {
  const row = view.rows.get(id)
  if (!row) return
  row.drawn = null
  if (kind === "pick") {
    for (const other of view.rows.values())
      if (other.ariaSelected === "true") {
        other.ariaSelected = "false"
        other.drawn = null
      }
    row.ariaSelected = "true"
  } else if (row.dataset.state === "open") {
    row.dataset.state = "closed"
    row.ariaExpanded = "false"
    for (const inner of descendants(view, row)) {
      inner.hidden = true
      inner.drawn = null
    }
  } else {
    row.ariaBusy = "true"
  }
}

function* descendants(view, row) {
  const rows = [...view.rows.values()]
  for (const later of rows.slice(rows.indexOf(row) + 1)) {
    if (Number(later.ariaLevel) <= Number(row.ariaLevel)) return
    yield later
  }
}

function click(view, event) {
  const row = event.target.closest(".row")
  if (!row || event.detail > 1) return // the second click of a double one picks nothing new
  row.focus({ preventScroll: true })
  const onTwisty = event.target.closest(".twisty") && row.dataset.state !== "leaf"
  if (onTwisty) toggle(view, row)
  else pick(view, row)
}

function doubleClick(view, event) {
  const row = event.target.closest(".row")
  if (row && !event.target.closest(".twisty") && row.dataset.state !== "more") toggle(view, row)
}

function activate(view, row) {
  if (!row) return
  view.rows.get(view.active)?.setAttribute("tabindex", "-1")
  row.tabIndex = 0
  view.active = row.id
}

function keydown(view, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const visible = [...view.rows.values()].filter(row => !row.hidden)
  const row = view.rows.get(view.active)
  const at = visible.indexOf(row)
  const moves = {
    ArrowDown: () => visible[at + 1],
    ArrowUp: () => visible[at - 1],
    Home: () => visible[0],
    End: () => visible.at(-1),
    ArrowRight: () => inwards(view, row, visible[at + 1]),
    ArrowLeft: () => outwards(view, row, visible.slice(0, at)),
    Enter: () => pick(view, row),
    " ": () => pick(view, row),
  }
  if (event.key.length === 1) moves[event.key] ??= () => typed(view, event, visible, at)
  const move = moves[event.key]
  if (!move || !row) return
  event.preventDefault()
  event.stopPropagation() // letters are shortcuts of the app elsewhere
  move()?.focus()
}

function inwards(view, row, next) {
  if (row.dataset.state === "closed") toggle(view, row)
  else if (row.dataset.state === "open") return next
}

function outwards(view, row, before) {
  if (row.dataset.state === "open") toggle(view, row)
  else return before.findLast(other => Number(other.ariaLevel) < Number(row.ariaLevel))
}

/** The next row whose label begins with what is being typed. */
function typed(view, event, visible, at) {
  const goesOn = event.timeStamp - view.typed.at < TYPING_PAUSE
  const text = (goesOn ? view.typed.text : "") + event.key.toLowerCase()
  view.typed = { text, at: event.timeStamp }
  const sought = /^(.)\1*$/.test(text) ? text[0] : text // one letter again: the next with it
  const from = sought.length > 1 ? at : at + 1
  const round = [...visible.slice(from), ...visible.slice(0, from)]
  return round.find(row => row.querySelector(".label").textContent.toLowerCase().startsWith(sought))
}
