"""Exceptions whose messages are shown to users; each says what is wrong and what to do."""


class ExplorerError(Exception):
    """Base class of all errors whose message is shown to users."""


class WordNetUnavailable(ExplorerError):
    """WordNet 3.0 was not found and could not be downloaded."""


class TableError(ExplorerError):
    """A fact table is missing, damaged or contains an invalid value."""


class UnknownSynset(ExplorerError):
    """A wnid is not a noun synset of WordNet 3.0."""


class UnknownDataSet(ExplorerError):
    """A key is not that of a built-in data set or of one of the user's own."""


class UnknownMeasure(ExplorerError):
    """A data set has no measure with that key."""


class UnknownEvaluation(ExplorerError):
    """A key is not that of an evaluation."""


class UploadError(ExplorerError):
    """A file of the user is invalid or not supported."""


class UnknownModel(ExplorerError):
    """A name is neither that of a built-in model nor of one uploaded in this session."""
