"""The one family of errors that a user may meet, each a sentence that says what to do."""


class ExplorerError(Exception):
    """Base of every error whose message is written for a user, in a page or a terminal."""


class WordNetUnavailable(ExplorerError):
    """WordNet 3.0 was neither found nor could be fetched."""


class TableError(ExplorerError):
    """A fact table is missing, damaged or holds a value that cannot be right."""


class UnknownSynset(ExplorerError):
    """A wnid that names no noun synset of WordNet 3.0."""


class UnknownDataSet(ExplorerError):
    """A data set key that is not one of the explorer's."""


class UnknownMeasure(ExplorerError):
    """A measure that the data set does not carry."""


class UnknownEvaluation(ExplorerError):
    """An evaluation key that is not one of the explorer's."""


class UploadError(ExplorerError):
    """A file of the user's own that cannot be taken as it is."""


class UnknownModel(ExplorerError):
    """A model name that is not one of the explorer's, nor of this session."""
