"""A visitor without a browser: Streamlit's own messages over a real websocket."""

import asyncio
import io
import itertools
import json
import re
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import urlencode

import pyarrow as pa
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

Result = TypeVar("Result")

ANSWER_SECONDS = 120
"""A page may come late on a busy machine; it is never wrong for that."""


class Visitor:
    """A session: the page that it shows, what is typed and clicked there, and its address."""

    def __init__(self, socket: ClientConnection) -> None:
        self.session_id = ""
        self.query = ""
        self._socket = socket
        self._page = ""
        self._shown: dict[tuple[int, ...], tuple[str, Element]] = {}
        self._kept: dict[str, Delta] = {}
        self._set: dict[str, tuple[str, Any]] = {}
        self._turns = itertools.count(1)

    async def open(self, page: str = "", **query: str) -> None:
        """Come to a page by its address, or to another one."""
        self._page, self._set, self.query = "", {}, urlencode(query)
        await self._run(page_name=page)

    async def type(self, key: str, text: str) -> None:
        """Type a text into a box."""
        await self._keep(key, text)

    async def choose(self, key: str, title: str) -> None:
        """Choose in a select box."""
        await self._keep(key, title)

    async def press(self, key: str) -> None:
        """Click a button."""
        await self._pass(key, "", "trigger_value", True)

    async def pick(self, path: str) -> None:
        """Click a row of the hierarchy's tree, as its component tells it."""
        actions = [[next(self._turns), "pick", path]]
        told = json.dumps([{"event": "actions", "value": actions}])
        await self._pass("tree_page_listener", "events", "json_trigger_value", told)

    def elements(self, kind: str) -> Iterator[Any]:
        """The elements of a kind that are shown, in the order of their places."""
        for _, (_, element) in sorted(self._shown.items()):
            if element.WhichOneof("type") == kind:
                yield getattr(element, kind)

    def table(self) -> list[list[str]]:
        """The cells of the first table, row by row."""
        data = next(self.elements("table")).arrow_data.data
        columns = pa.ipc.open_stream(io.BytesIO(data)).read_all().columns
        return [list(row) for row in zip(*(each.to_pylist() for each in columns), strict=True)]

    async def _keep(self, key: str, value: str) -> None:
        """Set what stays set."""
        widget, fragment = self._widget(key)
        self._set[widget] = ("string_value", value)
        await self._run(fragment_id=fragment)

    async def _pass(self, key: str, event: str, field: str, value: Any) -> None:
        """Tell what happens once."""
        widget, fragment = self._widget(key)
        if event:
            widget = f"$$STREAMLIT_INTERNAL_KEY_{widget}__{event}"
        self._set[widget] = (field, value)
        try:
            await self._run(fragment_id=fragment)
        finally:
            del self._set[widget]

    def _widget(self, key: str) -> tuple[str, str]:
        """The id of the widget with a key, and of the fragment that it is in."""
        for fragment, element in self._shown.values():
            shown = getattr(element, str(element.WhichOneof("type")))
            if getattr(shown, "id", "").endswith(f"-{key}"):
                return shown.id, fragment
        raise LookupError(f"The page at ?{self.query} shows nothing with the key {key!r}.")

    async def _run(self, *, page_name: str = "", fragment_id: str = "") -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.fragment_id = self.query, fragment_id
        asked.page_name, asked.page_script_hash = page_name, self._page
        asked.cached_message_hashes.extend(self._kept)
        for widget, (field, value) in self._set.items():
            setattr(asked.widget_states.widgets.add(id=widget), field, value)
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(ANSWER_SECONDS):
            while not self._ends(await self._message()):
                pass

    async def _message(self) -> ForwardMsg:
        return ForwardMsg.FromString(await self._socket.recv(decode=False))

    def _ends(self, message: ForwardMsg) -> bool:
        """Take in a message; whether it is the last of the answer."""
        match message.WhichOneof("type"):
            case "new_session":
                self._page = message.new_session.page_script_hash
                self.session_id = message.new_session.initialize.session_id
                if not message.metadata.run.fragment_ids:
                    self._shown.clear()
            case "navigation":
                self._page = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string.removeprefix("?")
            case "delta":
                self._take(message, message.delta)
            case "ref_hash":
                self._take(message, self._kept[message.ref_hash])
            case "script_finished":
                # A run that another one follows at once is not the answer.
                return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _take(self, message: ForwardMsg, delta: Delta) -> None:
        if message.metadata.cacheable:
            self._kept[message.hash] = delta
        if delta.WhichOneof("type") == "new_element":
            place = tuple(message.metadata.delta_path)
            self._shown[place] = (delta.fragment_id, delta.new_element)


def apart(visits: Coroutine[Any, Any, Result]) -> Result:
    """Run visits to their end, in a thread of their own: a browser may run a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, visits).result()


async def fetch_front(url: str) -> int:
    """Fetch what a browser fetches at first, the page's frame and what that links; its bytes."""
    frame = await _fetch(url, "/")
    links = re.findall(rb'(?:src|href)="\./([^"]+\.(?:js|css))"', frame)
    if not links:
        raise ValueError("The page's frame links no script.")
    files = await asyncio.gather(*(_fetch(url, f"/{link.decode()}") for link in links))
    return len(frame) + sum(map(len, files))


async def _fetch(url: str, path: str) -> bytes:
    host, _, port = url.removeprefix("http://").partition(":")
    incoming, outgoing = await asyncio.open_connection(host, int(port))
    outgoing.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    async with asyncio.timeout(ANSWER_SECONDS):
        answer = await incoming.read()
    outgoing.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise ConnectionError(f"{path} is answered with {head[:40]!r}.")
    return body


@asynccontextmanager
async def visiting(url: str) -> AsyncIterator[Visitor]:
    """A visitor of the server at an address, until the block ends."""
    stream = url.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(
        stream,
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        proxy=None,
        ping_interval=None,
    ) as socket:
        yield Visitor(socket)
