"""The synsets that are clicked, in turn, on the explorer's page and on the bare one."""

NAMES = {"n02114100": "wolf", "n02118333": "fox", "n02083346": "canine"}
