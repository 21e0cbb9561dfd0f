"""Whether the server is its user's own: nobody else can reach it."""

import streamlit as st

OWN_HOSTS = ("localhost", "127.0.0.1")
"""The names of this machine for itself, for a configuration that names no host."""

LOOPBACK = frozenset({*OWN_HOSTS, "::1", "[::1]"})
"""Addresses and names of this machine that no other machine can reach."""


def own_server() -> bool:
    """Whether the server listens on this machine's own address and answers to its names only.

    Behind a proxy it answers to another name, which ``server.allowedHosts`` has to list. Only then
    may a browser name a path of this machine, keep a data set on it, or see what is kept there.
    """
    address = str(st.get_option("server.address") or "")
    hosts = st.get_option("server.allowedHosts") or OWN_HOSTS
    return address in LOOPBACK and {str(host).strip().lower() for host in hosts} <= LOOPBACK
