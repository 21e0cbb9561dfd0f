"""Colours that charts share: apart for any colour vision, on a light ground and a dark one."""

BLUE = "#0072b2"
VERMILION = "#d55e00"
GREEN = "#009e73"
PURPLE = "#cc79a7"
SKY = "#56b4e9"
ORANGE = "#e69f00"
GREY = "#8a8f98"
"""For what stands in the background: rules, all classes, what is not chosen."""

SERIES = (BLUE, VERMILION, GREEN, PURPLE, SKY, ORANGE)
"""Of the palette of Okabe and Ito (2008), in the order that series take them."""

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""Beside its colour each line has a dash of its own."""

SCALE = "Cividis"
"""Readable with any colour vision, and in grey (Nuñez, Anderton and Renslow 2018)."""
